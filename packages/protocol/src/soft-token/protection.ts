import { type Bytes, constantTimeEqual } from '../bytes.ts';
import { EXTENSION, type Header, PROFILE_P0, PROFILE_P1, extensionOf, extensionText } from '../header.ts';

/**
 * What a token asks for besides D and E: profile P0 the PIN, profile P1 also the PRF of a WebAuthn credential. It stands in the header,
 * so that every slot and the body vouch for it, and it changes by COMMIT alone. The recovery slot never has the PRF (see "Decisions
 * taken"): who loses the passkey still opens the token with an unlock code.
 */
export type Protection = { readonly kind: 'pin' } | AuthenticatorProtection;

export interface AuthenticatorProtection {
  readonly kind: 'pin-and-authenticator';
  readonly credentialId: Bytes;
  readonly relyingPartyId: string;
  /** Whether there is a PRF-only slot: the authenticator opens the token without the PIN too. */
  readonly opensAlone: boolean;
}

export const BY_PIN: Protection = { kind: 'pin' };

const RELYING_PARTY_ID = /^[a-z0-9.-]{1,253}$/;
/** WebAuthn Level 3, section 5.8.3: at most 1023 octets. What fits into a header is less, and tells itself. */
const MOST_CREDENTIAL_OCTETS = 1023;

const AUTHENTICATOR_EXTENSIONS: readonly number[] = [
  EXTENSION.webauthnCredentialId,
  EXTENSION.relyingPartyId,
  EXTENSION.prfOnlyCredentialId,
];

/** Undefined for a profile that this version cannot keep: without its factors every right PIN would count as a failure, and LOCK. */
export function protectionOf(header: Header): Protection | undefined {
  if (header.profile === PROFILE_P0) return BY_PIN;
  const credentialId = extensionOf(header, EXTENSION.webauthnCredentialId);
  const prfOnly = extensionOf(header, EXTENSION.prfOnlyCredentialId);
  if (header.profile !== PROFILE_P1 || credentialId === undefined) return undefined;
  // One authenticator for both slots: COMMIT asks about both of them at once.
  if (prfOnly !== undefined && !constantTimeEqual(prfOnly, credentialId)) return undefined;
  const relyingPartyId = extensionText(header, EXTENSION.relyingPartyId);
  const protection: Protection = { kind: 'pin-and-authenticator', credentialId, relyingPartyId, opensAlone: prfOnly !== undefined };
  return isLawful(protection, header) ? protection : undefined;
}

export function byPinAlone<Frame extends Pick<Header, 'profile' | 'extensions'>>(frame: Frame): Frame {
  const extensions = frame.extensions.filter(({ type }) => !AUTHENTICATOR_EXTENSIONS.includes(type));
  return { ...frame, profile: PROFILE_P0, extensions };
}

export function allowsPrfOnly(header: Pick<Header, 'extensions'>): boolean {
  const allowed = header.extensions.find(({ type }) => type === EXTENSION.prfOnlyAllowed)?.value;
  return allowed?.length === 1 && allowed[0] === 1;
}

/** Whether it can be kept, and the issuer allows it. */
export function isLawful(
  { credentialId, relyingPartyId, opensAlone }: AuthenticatorProtection,
  frame: Pick<Header, 'extensions'>,
): boolean {
  const isSound = credentialId.length > 0 && credentialId.length <= MOST_CREDENTIAL_OCTETS && RELYING_PARTY_ID.test(relyingPartyId);
  return isSound && (!opensAlone || allowsPrfOnly(frame));
}
