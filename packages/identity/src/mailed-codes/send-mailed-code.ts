import type { Instant } from '@sallyport/platform';
import { audit } from '../audit.ts';
import { type Paid, spendAll } from '../budgets.ts';
import type { AccountId, FederationSessionRef } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { mailCode } from './mail-code.ts';

export interface MailedCodeRequest {
  readonly accountId: AccountId;
  /** The one session in which the code can be typed. */
  readonly session: FederationSessionRef;
  readonly visit: Visit;
}

type SendRefusal = Refusal<'too-many-attempts' | 'busy' | 'step-up-needed'>;

/**
 * A code to every address of the account, for recovery alone: ten minutes, five tries, in this session and no other. The budget limits the mail, so it is spent for good; the code
 * that was sent before is void.
 */
export async function sendMailedCode(
  ports: IdentityPorts,
  input: MailedCodeRequest,
): Promise<{ readonly expiresAt: Instant } | SendRefusal> {
  const paid = await payForMail(ports, input);
  if (isRefusal(paid)) return paid;
  return mailCode(ports, { ...input, place: input.session, purpose: 'recovery', action: 'mailed-code.send', paid });
}

/** Before anything is hashed: who may have no more mails costs no more work either. */
function payForMail(ports: IdentityPorts, { accountId, visit }: MailedCodeRequest): Promise<Paid | Refusal<'too-many-attempts'>> {
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const paid = await spendAll(tx, { policy: ports.policy, kind: 'mailed-code-sending', subject: accountId, now });
    if (paid.tickets) return paid;
    const refusal = refuse('too-many-attempts', 'mailed-code-sending', { until: paid.until });
    await audit(tx, { at: now, action: 'mailed-code.send', account: accountId, actor: 'owner', visit, refusal });
    return refusal;
  });
}
