import type { Secret } from '@sallyport/platform';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import type { AccountId, FederationSessionRef } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { checkMailedCode } from './check-mailed-code.ts';
import { readMailedCode } from './rules.ts';

export interface MailedCodeSubmission {
  readonly accountId: AccountId;
  readonly code: Secret<string>;
  readonly session: FederationSessionRef;
  readonly visit: Visit;
}

type AnswerRefusal = Refusal<'mailed-code-refused' | 'busy'>;

/** The code from the mail, in the session it was sent for: five tries, paid for before looking; once. It raises no level. */
export async function answerMailedCode(
  ports: IdentityPorts,
  input: MailedCodeSubmission,
): Promise<{ readonly proof: Proof } | Refusal<'mailed-code-malformed'> | AnswerRefusal> {
  const { accountId, visit } = input;
  const { digits } = ports.policy.mailedCode;
  const typed = readMailedCode(input.code, digits);
  if (!typed) return refuse('mailed-code-malformed', 'not so many digits', { limit: digits });
  return checkMailedCode(ports, { ...input, typed }, async (tx, { now, verdict }): Promise<{ readonly proof: Proof } | AnswerRefusal> => {
    const act = { at: now, action: 'mailed-code.answer', account: accountId, actor: 'owner', visit } as const;
    await audit(tx, verdict === 'right' ? act : { ...act, refusal: verdict });
    return verdict === 'right' ? { proof: { factor: 'mailed-code', at: now, network: networkOf(visit.address) } } : verdict;
  });
}
