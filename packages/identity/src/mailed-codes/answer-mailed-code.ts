import type { Secret } from '@sallyport/platform';
import { askerOf } from '../asker.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import type { AccountId, FederationSessionRef } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { readMailedCode } from './rules.ts';
import { spendMailedCode, spendMailedCodeTry } from './store.ts';

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
  const { accountId, session, visit } = input;
  const { digits, tries } = ports.policy.mailedCode;
  const typed = readMailedCode(input.code, digits);
  if (!typed) return refuse('mailed-code-malformed', 'not so many digits', { limit: digits });
  const place = { accountId, session };
  const spentAt = ports.clock.now();
  const paid = await ports.database.transact((tx) => spendMailedCodeTry(tx, { ...place, now: spentAt, allowed: tries }));
  const outcome = await ports.passwordHasher.verify({ password: typed, hash: paid?.codeHash }, askerOf(input));
  const now = ports.clock.now();
  const act = { at: now, action: 'mailed-code.answer', account: accountId, actor: 'owner', visit } as const;
  return ports.database.transact(async (tx): Promise<{ readonly proof: Proof } | AnswerRefusal> => {
    // The try stays spent: there are five, and a full queue is rare.
    if (outcome === 'busy') return refuse('busy', 'hashing queue full');
    const isRight = paid !== undefined && outcome === 'match' && (await spendMailedCode(tx, { ...place, codeHash: paid.codeHash, now }));
    if (!isRight) {
      const refusal = refuse('mailed-code-refused', paid ? 'wrong, or spent meanwhile' : 'no code with a try left', {
        left: paid?.left ?? 0,
      });
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    await audit(tx, act);
    return { proof: { factor: 'mailed-code', at: now, network: networkOf(visit.address) } };
  });
}
