import { type OfflineActivation, boundText } from './activation-offline-link.ts';
import { type Bytes, concat, constantTimeEqual, domain, lv, u32, utf8, wipe } from './bytes.ts';
import { type RegistrationCode, asRegistrationCode } from './codes.ts';
import { decimalDigits } from './decimal.ts';
import { type TokenKeys, deriveTokenKeys } from './activation-keys.ts';
import { hkdfExpand, hkdfExtract, hmacSha256, sha256 } from './key-schedule.ts';
import type { Randomness } from './ports.ts';
import type { Activation } from './soft-token/face.ts';

/**
 * Section 14 C: a token is activated without a network. All it needs stands in the QR code; six random digits of its own and a MAC go back by
 * hand, as the registration code, and both sides derive the same keys. A door of its own, `@sallyport/protocol/activation-offline`.
 */

export { type OfflineActivation, formatOfflineActivation, parseOfflineActivation } from './activation-offline-link.ts';

export interface OfflineRegistration {
  /** Its keys are the caller's to wipe. The device's clock is all there is: no offset is known. */
  readonly activation: Activation;
  /** To be typed into the portal. With the key of the QR code it gives the token's keys, so it is shown to its owner and to nobody else. */
  readonly registrationCode: RegistrationCode;
}

const NONCE_DIGITS = 6;
const MAC_DIGITS = 5;
/** Of a registration code, before the nonce: the code's version. */
const VERSION = '2';

/** The device's half. */
export function registerOffline(offer: OfflineActivation, randomness: Randomness): OfflineRegistration {
  const nonce = Number(decimalDigits(randomness.bytes(8), NONCE_DIGITS));
  const { keys, mac } = derive(offer, nonce);
  const registrationCode = asRegistrationCode(VERSION + String(nonce).padStart(NONCE_DIGITS, '0') + mac);
  return { activation: { ...offer.grant, origin: offer.apiOrigin, keys, skewMs: undefined }, registrationCode };
}

/** The server's half: the device's keys, or undefined when the code was not made from this very offer. To be sealed, then wiped. */
export function openRegistrationCode(code: RegistrationCode, offer: OfflineActivation): TokenKeys | undefined {
  const nonce = Number(code.slice(1, 1 + NONCE_DIGITS));
  const { keys, mac } = derive(offer, nonce);
  if (constantTimeEqual(utf8(mac), utf8(code.slice(-MAC_DIGITS)))) return keys;
  wipe(keys.seed, keys.recoveryKey, keys.serverKey);
  return undefined;
}

function derive(offer: OfflineActivation, nonce: number): { readonly keys: TokenKeys; readonly mac: string } {
  const { activationId, presharedKey, grant } = offer;
  const root: Bytes = hkdfExtract(sha256(concat(domain('act-offline'), lv(boundText(offer)), u32(nonce))), presharedKey);
  const macKey = hkdfExpand(root, domain('reg-mac'), 32);
  const mac = hmacSha256(macKey, concat(domain('reg'), activationId, u32(nonce)));
  const keys = deriveTokenKeys({ activationKey: root, tokenId: grant.tokenId, algorithm: grant.otp.algorithm });
  wipe(root, macKey);
  return { keys, mac: decimalDigits(mac.slice(0, 8), MAC_DIGITS) };
}
