import type { PasskeyAssertion, PasskeyCreation, PasskeyTransport } from './passkey-answer.ts';

/**
 * Whether a device has signed what we asked it to sign, for us (Web Authentication, sections 7.1 and 7.2). The challenge is not compared here: whoever asks has spent the stored
 * one of the same value, in one statement. Nor is the counter: it is compared where it is stored.
 */
export interface PasskeyVerifier {
  /** The host that passkeys belong to: they are offered to no page of another one. */
  readonly relyingPartyId: string;
  verifyCreation(creation: PasskeyCreation): Promise<VerifiedCreation | PasskeyNotVerified>;
  /** Equal work for a key that is not there. */
  verifyAssertion(assertion: PasskeyAssertion, publicKey: Uint8Array | undefined): Promise<VerifiedAssertion | PasskeyNotVerified>;
}

export interface VerifiedCreation {
  readonly kind: 'verified';
  readonly credentialId: string;
  /** COSE key (RFC 9052). */
  readonly publicKey: Uint8Array;
  readonly signCount: number;
  readonly isUserVerified: boolean;
  /** `multi-device`: its maker may copy it to the owner's other devices (flag BE). */
  readonly deviceType: 'single-device' | 'multi-device';
  readonly transports: readonly PasskeyTransport[];
}

export interface VerifiedAssertion {
  readonly kind: 'verified';
  readonly signCount: number;
  readonly isUserVerified: boolean;
}

/** `because` is for the audit log alone. */
export interface PasskeyNotVerified {
  readonly kind: 'not-verified';
  readonly because: string;
}

/** COSE: EdDSA, ES256 and RS256, which between them every authenticator has. */
export const PASSKEY_ALGORITHMS = [-8, -7, -257] as const;

const MOST_REASON_CHARACTERS = 160;

/** A public key that nobody has the other half of: the generator of P-256, as ES256. */
const NOBODYS_KEY = Buffer.from(
  'a5010203262001215820' +
    '6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296' +
    '225820' +
    '4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
  'hex',
);

/** For the one origin whose pages ask for passkeys. @throws TypeError for what is no origin. */
export function createPasskeyVerifier({ origin }: { readonly origin: string }): PasskeyVerifier {
  const relyingPartyId = new URL(origin).hostname;
  const expected = { expectedOrigin: origin, expectedRPID: relyingPartyId, requireUserVerification: false } as const;
  return {
    relyingPartyId,
    verifyCreation: (creation) =>
      orReason(async () => {
        const { verifyRegistrationResponse } = await library();
        const { id, clientData, attestation } = creation.fields;
        const { verified, registrationInfo } = await verifyRegistrationResponse({
          ...expected,
          expectedChallenge: creation.challenge,
          supportedAlgorithmIDs: [...PASSKEY_ALGORITHMS],
          response: credential(id, { clientDataJSON: clientData, attestationObject: attestation }),
        });
        if (!verified || registrationInfo.credential.id !== id) return notVerified('attestation');
        return {
          kind: 'verified',
          credentialId: id,
          publicKey: registrationInfo.credential.publicKey,
          signCount: registrationInfo.credential.counter,
          isUserVerified: registrationInfo.userVerified,
          deviceType: registrationInfo.credentialDeviceType === 'multiDevice' ? 'multi-device' : 'single-device',
          transports: creation.transports,
        };
      }),
    verifyAssertion: (assertion, publicKey) =>
      orReason(async () => {
        const { verifyAuthenticationResponse } = await library();
        const { id, clientData, authenticatorData, signature } = assertion.fields;
        const { verified, authenticationInfo } = await verifyAuthenticationResponse({
          ...expected,
          expectedChallenge: assertion.challenge,
          response: credential(id, { clientDataJSON: clientData, authenticatorData, signature }),
          credential: { id, publicKey: new Uint8Array(publicKey ?? NOBODYS_KEY), counter: 0 },
        });
        if (!verified || publicKey === undefined) return notVerified('signature');
        return { kind: 'verified', signCount: authenticationInfo.newCounter, isUserVerified: authenticationInfo.userVerified };
      }),
  };
}

/** Loaded when the first passkey comes: 200 ms and 25 MB that a command line, or a house without passkeys, does not need. */
function library(): Promise<typeof import('@simplewebauthn/server')> {
  return import('@simplewebauthn/server');
}

function credential<Response>(id: string, response: Response) {
  return { id, rawId: id, type: 'public-key' as const, response, clientExtensionResults: {} };
}

/** The library throws for everything that a stranger may have sent; to us it is an answer. */
async function orReason<Verified>(verify: () => Promise<Verified | PasskeyNotVerified>): Promise<Verified | PasskeyNotVerified> {
  try {
    return await verify();
  } catch (error) {
    return notVerified(error instanceof Error ? error.message : 'unreadable');
  }
}

function notVerified(because: string): PasskeyNotVerified {
  return { kind: 'not-verified', because: because.slice(0, MOST_REASON_CHARACTERS) };
}
