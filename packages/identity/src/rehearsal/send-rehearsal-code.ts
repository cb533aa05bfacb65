import type { Instant } from '@sallyport/platform';
import { mailCode } from '../mailed-codes/mail-code.ts';
import type { IdentityPorts } from '../ports.ts';
import { isRefusal } from '../refusals.ts';
import { rehearsalMailPlace } from './mail-place.ts';
import { type RehearsalStep, type TryRefusal, payForTry } from './under-way.ts';

/** A code to every address, really sent and marked as a rehearsal: whether the mail arrives is what is rehearsed. The budgets limit the mail, so they are spent for good. */
export async function sendRehearsalCode(
  ports: IdentityPorts,
  input: RehearsalStep,
): Promise<{ readonly expiresAt: Instant } | TryRefusal<'busy' | 'step-up-needed'>> {
  const purse = { step: input, factor: 'mailed-code', action: 'rehearsal.send-code', real: 'mailed-code-sending' } as const;
  const paid = await ports.database.transact((tx) => payForTry(ports, tx, { ...purse, now: ports.clock.now() }));
  if (isRefusal(paid)) return paid;
  return mailCode(ports, { ...input, place: rehearsalMailPlace(input.session), purpose: 'rehearsal', action: purse.action, paid });
}
