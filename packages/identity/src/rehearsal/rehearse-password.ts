import type { Secret } from '@sallyport/platform';
import { findAccountBy } from '../accounts/store.ts';
import { refundAll } from '../budgets.ts';
import { checkPassword } from '../password/check-password.ts';
import type { IdentityPorts } from '../ports.ts';
import { isRefusal, refuse } from '../refusals.ts';
import { type RehearsalStep, type TryOutcome, keepTry, payForTry } from './under-way.ts';

/** The password, of whoever came by a passkey. From the lane of those who are signed in, and from the rehearsal's own budget. */
export async function rehearsePassword(
  ports: IdentityPorts,
  input: RehearsalStep & { readonly password: Secret<string> },
): Promise<TryOutcome<'busy' | 'current-password-wrong' | 'too-many-attempts'>> {
  const { accountId, password, visit } = input;
  const tried = { step: input, factor: 'password', action: 'rehearsal.password' } as const;
  const account = await findAccountBy(ports.database.query, { accountId });
  const own = await ports.database.transact((tx) => payForTry(ports, tx, { ...tried, now: ports.clock.now(), real: undefined }));
  if (isRefusal(own)) return own;
  const checked = await checkPassword(ports, { userName: account?.userName ?? '', password, visit, action: tried.action });
  if (isRefusal(checked)) {
    await ports.database.transact((tx) => refundAll(tx, own.tickets));
    return checked;
  }
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    if (checked.matches) await refundAll(tx, [...own.tickets, ...checked.tickets]);
    const verdict = checked.matches ? 'right' : refuse('current-password-wrong', 'wrong-password');
    return keepTry(ports, tx, { ...tried, now, verdict });
  });
}
