import type { Secret } from '@sallyport/platform';
import { type RecoveryCode, toBase64url, wipe } from '@sallyport/protocol';
import { askerOf } from '../asker.ts';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Visit } from '../visit.ts';
import { recoveryCodeHashing } from './rules.ts';

/** What is hashed with for an account that has no codes: the same work. */
const NO_SALT = new Uint8Array(16);

/** As it is stored, if it is stored at all. Undefined: too many hashes wait. The try must have been paid for. */
export async function hashTypedCode(
  ports: IdentityPorts,
  given: {
    readonly accountId: AccountId;
    readonly code: Secret<RecoveryCode>;
    /** Of the account's codes; undefined when it has none. */
    readonly salt: Uint8Array | undefined;
    readonly visit: Visit;
  },
): Promise<string | undefined> {
  const hashing = recoveryCodeHashing({ code: given.code, salt: given.salt ?? NO_SALT, costs: ports.policy.recoveryCodes });
  const hashed = await ports.keyHasher(hashing, askerOf(given));
  wipe(hashing.password);
  return hashed === 'busy' ? undefined : toBase64url(hashed);
}
