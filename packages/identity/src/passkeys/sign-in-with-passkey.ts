import type { AnyTransaction } from '@sallyport/platform';
import { audit } from '../audit.ts';
import { networkOf } from '../network.ts';
import { type PasswordAccepted, rememberVisit } from '../password/submit-password.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal } from '../refusals.ts';
import { type PasskeyRefusal, type UsedPasskeySubmission, acceptPasskey, checkPasskey } from './check-passkey.ts';

/** What an accepted password gives as well. */
export type PasskeyAccepted = PasswordAccepted;

export interface PasskeySignIn extends UsedPasskeySubmission {
  /** What the caller keeps of an accepted passkey, such as a session: in the same transaction, so that both happen or neither does. */
  readonly save?: (tx: AnyTransaction, accepted: PasskeyAccepted) => Promise<void>;
}

/**
 * A passkey in place of name and password: level 2 alone, so it must have verified its user. Unknown passkeys, other people's, and those of accounts that cannot sign in get the same
 * answer and the same work.
 */
export async function signInWithPasskey(
  ports: IdentityPorts,
  input: PasskeySignIn,
): Promise<PasskeyAccepted | Refusal<'passkey-malformed' | 'passkey-not-expected' | 'too-many-attempts'> | PasskeyRefusal> {
  const { visit } = input;
  const checked = await checkPasskey(ports, { ...input, purpose: 'sign-in', accountId: undefined });
  if (isRefusal(checked)) return checked;
  return ports.database.transact(async (tx): Promise<PasskeyAccepted | PasskeyRefusal> => {
    const now = ports.clock.now();
    const given = await acceptPasskey(ports, tx, { checked, now });
    if (isRefusal(given)) return given;
    const { accountId, epoch } = given.account;
    const device = await rememberVisit(ports, tx, { accountId, visit, now });
    const accepted = { accountId, epoch, proof: { factor: given.factor, at: now, network: networkOf(visit.address) }, device };
    await input.save?.(tx, accepted);
    await audit(tx, { at: now, action: 'passkey.sign-in', account: accountId, actor: 'owner', visit });
    return accepted;
  });
}
