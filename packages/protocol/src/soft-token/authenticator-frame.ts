import { concat, utf8 } from '../bytes.ts';
import type { DeviceError } from '../device-errors.ts';
import { EXTENSION, type Header, type HeaderExtension, PROFILE_P1 } from '../header.ts';
import { type Result, ok, refuse } from '../result.ts';
import { type AuthenticatorProtection, byPinAlone, isLawful } from './protection.ts';

/** Refuses with `PARAM_RANGE` an impossible authenticator, and one that shall open alone where the issuer does not allow it. */
export function withAuthenticator<Frame extends Pick<Header, 'profile' | 'extensions'>>(
  frame: Frame,
  protection: AuthenticatorProtection,
): Result<Frame, DeviceError> {
  const plain = byPinAlone(frame);
  if (!isLawful(protection, frame)) return refuse({ code: 'PARAM_RANGE' });
  return ok({ ...plain, profile: PROFILE_P1, extensions: [...extensionsFor(protection), ...plain.extensions] });
}

function extensionsFor({ credentialId, relyingPartyId, opensAlone }: AuthenticatorProtection): readonly HeaderExtension[] {
  const id = { type: EXTENSION.webauthnCredentialId, value: concat(credentialId) };
  const party = { type: EXTENSION.relyingPartyId, value: utf8(relyingPartyId) };
  return opensAlone ? [id, party, { type: EXTENSION.prfOnlyCredentialId, value: concat(credentialId) }] : [id, party];
}
