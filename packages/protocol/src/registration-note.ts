import { type Bytes, concat, domain, fromUtf8, utf8 } from './bytes.ts';
import { type RegistrationCode, asRegistrationCode, formatRegistrationCode } from './codes.ts';
import type { OpenVault } from './soft-token/open-vault.ts';

/**
 * Section 14 C: after COMMIT the registration code must outlive a closed app until its owner has carried it. With the QR code of the activation it
 * gives every key of the token, so it is not stored in the clear but under a key that only the open vault has.
 */
export async function sealRegistrationCode(vault: OpenVault, code: RegistrationCode): Promise<Bytes | undefined> {
  const mask = await maskOf(vault);
  return mask && masked(utf8(code), mask);
}

/** The code as shown and typed; undefined when the vault is over, or the token has had other keys since: then nobody needs the code any more. */
export async function openRegistrationNote(vault: OpenVault, note: Uint8Array): Promise<string | undefined> {
  const mask = await maskOf(vault);
  if (mask === undefined || note.length !== CODE_DIGITS) return undefined;
  const digits = masked(note, mask);
  if (!digits.every((octet, index) => (index === 0 ? octet === VERSION_OCTET : octet >= ZERO_OCTET && octet <= ZERO_OCTET + 9))) {
    return undefined;
  }
  return formatRegistrationCode(asRegistrationCode(fromUtf8(digits)));
}

const CODE_DIGITS = 12;
const ZERO_OCTET = 0x30;
const VERSION_OCTET = 0x32;

/** One code a token and one mask a token, so the mask is used once (a token's keys never change back). */
async function maskOf(vault: OpenVault): Promise<Bytes | undefined> {
  const mac = await vault.serverMac(concat(domain('reg-note'), vault.identity.tokenId));
  return mac.kind === 'mac' ? mac.mac.slice(0, CODE_DIGITS) : undefined;
}

function masked(octets: Uint8Array, mask: Uint8Array): Bytes {
  return Uint8Array.from(octets, (octet, index) => octet ^ (mask[index] ?? 0));
}
