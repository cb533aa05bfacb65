import { PASSKEY_ALGORITHMS, type PasskeyTransport } from '@sallyport/platform';
import { toBase64url } from '@sallyport/protocol';
import { findAccountBy } from '../accounts/store.ts';
import type { AccountId, FederationSessionRef } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import { renewChallenge } from './challenge-store.ts';
import { passkeysOf } from './store.ts';

/** Names a passkey to a browser. */
export interface PasskeyDescriptor {
  readonly type: 'public-key';
  readonly id: string;
  readonly transports: readonly PasskeyTransport[];
}

/** `PublicKeyCredentialCreationOptionsJSON` (Web Authentication, section 5.1.9). */
export interface PasskeyCreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly pubKeyCredParams: readonly { readonly type: 'public-key'; readonly alg: number }[];
  readonly timeout: number;
  readonly excludeCredentials: readonly PasskeyDescriptor[];
  readonly authenticatorSelection: { readonly residentKey: 'required'; readonly userVerification: 'preferred' };
  readonly attestation: 'none';
}

export const CHALLENGE_OCTETS = 32;

/**
 * What the page at the Federation asks the device for, when this browser may make a passkey now. Each showing of the page has a challenge of its own; that of the page before is
 * void. Discoverable, since it shall be able to sign in alone; verifying its user if it can, and what it cannot is remembered.
 */
export async function offerPasskeyRegistration(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly session: FederationSessionRef },
): Promise<{ readonly name: string; readonly options: PasskeyCreationOptions } | Refusal<'passkey-not-expected'>> {
  const { accountId, session } = input;
  const now = ports.clock.now();
  const challenge = toBase64url(ports.randomness.bytes(CHALLENGE_OCTETS));
  const waiting = await ports.database.transact((tx) => renewChallenge(tx, { session, purpose: 'register', accountId, challenge, now }));
  const account = await findAccountBy(ports.database.query, { accountId });
  if (!waiting || !account) return refuse('passkey-not-expected', 'none was started in this session');
  const known = await passkeysOf(ports.database.query, accountId);
  return {
    name: waiting.name,
    options: {
      challenge,
      rp: { id: ports.passkeyVerifier.relyingPartyId, name: ports.policy.issuerName },
      user: { id: accountId, name: account.userName, displayName: account.displayName },
      pubKeyCredParams: PASSKEY_ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
      timeout: ports.policy.lifetimes.passkeyCeremonyMs,
      excludeCredentials: known.map(({ credentialId: id, transports }) => ({ type: 'public-key', id, transports })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
      attestation: 'none',
    },
  };
}
