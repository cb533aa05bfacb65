import { utf8, wipe } from '@sallyport/protocol';
import { AEGIS } from './aegis.ts';
import { AND_OTP } from './and-otp.ts';
import { BITWARDEN_CSV } from './bitwarden-csv.ts';
import { BITWARDEN_JSON } from './bitwarden-json.ts';
import { ENTE } from './ente.ts';
import { parseJson, textOfOctets } from './fields.ts';
import { type ImportFile, type ImportResult, MAX_IMPORT_OCTETS, refuseImport } from './import-file.ts';
import type { ImportFormat } from './import-format.ts';
import { OTPAUTH_LIST } from './otpauth-list.ts';
import { PROTON_AUTHENTICATOR } from './proton-authenticator.ts';
import { PROTON_PASS } from './proton-pass.ts';
import { STRATUM } from './stratum.ts';
import { TWO_FAS } from './two-fas.ts';
import type { ImportArgon2id } from './unlocking.ts';

/**
 * The first that recognises a file reads it. What has marks of its own comes before what is known by a single field, and andOTP, whose
 * sealed files look like chance, comes last.
 */
const FORMATS: readonly ImportFormat[] = [
  STRATUM,
  AEGIS,
  TWO_FAS,
  ENTE,
  BITWARDEN_JSON,
  PROTON_AUTHENTICATOR,
  PROTON_PASS,
  BITWARDEN_CSV,
  OTPAUTH_LIST,
  AND_OTP,
];

export interface ImportPorts {
  readonly argon2id: ImportArgon2id;
}

const MAX_PASSWORD_CHARACTERS = 1024;

/**
 * The accounts in a file that another program wrote, with everything named that is not among them. Ask without a password first: the
 * answer says whether one is needed (no program seals with an empty one, so that is none either). Several images of Google's export are one file with their texts on a line each.
 * Never throws for what stands in the file; the ports' own failures (no memory for Argon2id) go through.
 */
export async function readImport(file: ImportFile, ports: ImportPorts, password?: string): Promise<ImportResult> {
  if (file.octets.length === 0) return refuseImport('empty');
  if (file.octets.length > MAX_IMPORT_OCTETS) return refuseImport('too-large');
  if (isArchive(file.octets)) return refuseImport('archive');
  const text = textOfOctets(file.octets);
  const seen = { ...file, text, json: parseJson(text) };
  const format = FORMATS.find(({ recognises }) => recognises(seen));
  if (format === undefined) return refuseImport('unknown-format');
  const typed = password === undefined || password === '' ? undefined : utf8(password.slice(0, MAX_PASSWORD_CHARACTERS));
  try {
    return await format.read(seen, { password: typed, argon2id: ports.argon2id });
  } finally {
    wipe(typed ?? new Uint8Array(0));
  }
}

/** ZIP: `PK` and 3, 4. */
function isArchive(octets: Uint8Array): boolean {
  return [0x50, 0x4b, 3, 4].every((octet, index) => octets[index] === octet);
}
