import { toBase64url } from '@sallyport/protocol';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { addChallenge } from './challenge-store.ts';
import { CHALLENGE_OCTETS, type PasskeyDescriptor } from './offer-registration.ts';
import { passkeysOf } from './store.ts';

/** `PublicKeyCredentialRequestOptionsJSON` (Web Authentication, section 5.1.10). */
export interface PasskeyRequestOptions {
  readonly challenge: string;
  readonly rpId: string;
  readonly timeout: number;
  readonly allowCredentials: readonly PasskeyDescriptor[];
  readonly userVerification: 'required' | 'preferred';
}

export type PasskeyQuestion =
  /** Whoever comes: no passkey is named, so the page says nothing about any account. `session` names the sign-in under way. */
  | { readonly purpose: 'sign-in'; readonly session: string }
  /** Somebody whose password was right: theirs are named, so that a security key finds its own. */
  | { readonly purpose: 'prove' | 'rehearse'; readonly session: string; readonly accountId: AccountId };

/**
 * What a page asks a device for. Each showing of the page has a challenge of its own, good in this session, for this purpose and account, for ten minutes and once; of several the
 * last four are good.
 */
export async function askForPasskey(ports: IdentityPorts, question: PasskeyQuestion): Promise<PasskeyRequestOptions> {
  const { purpose, session } = question;
  const { passkeyCeremonyMs } = ports.policy.lifetimes;
  const challenge = toBase64url(ports.randomness.bytes(CHALLENGE_OCTETS));
  const accountId = question.purpose === 'sign-in' ? undefined : question.accountId;
  const expiresAt = ports.clock.now() + passkeyCeremonyMs;
  await ports.database.transact((tx) => addChallenge(tx, { session, purpose, accountId, challenge, expiresAt }));
  const own = accountId === undefined ? [] : await passkeysOf(ports.database.query, accountId);
  return {
    challenge,
    rpId: ports.passkeyVerifier.relyingPartyId,
    timeout: passkeyCeremonyMs,
    allowCredentials: own
      .filter(({ state }) => state === 'in-service')
      .map(({ credentialId: id, transports }) => ({ type: 'public-key', id, transports })),
    userVerification: purpose === 'sign-in' ? 'required' : 'preferred',
  };
}
