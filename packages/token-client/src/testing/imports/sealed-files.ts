import { hashRawSync } from '@node-rs/argon2';
import { createCipheriv, createHash, createHmac, pbkdf2Sync, scryptSync } from 'node:crypto';
import { PASSWORD } from './cast.ts';
import { aegisContent, andOtpPlain, bitwardenJson, protonAuthenticator, stratumPlain, twoFas, twoFasServices } from './plain-files.ts';

/**
 * Each program's sealed export, sealed by OpenSSL (`node:crypto`) and a Rust implementation of Argon2: nothing of what the readers open
 * them with. Salts and nonces are fixed, so that the files are the same every time; costs are the programs' own where the file does not say them.
 */

/** Chance that is none. */
function fixed(label: string, length: number): Buffer {
  return createHash('shake256', { outputLength: length }).update(`sallyport import corpus: ${label}`).digest();
}

function gcm(input: { key: Uint8Array; nonce: Uint8Array; text: string | Buffer; associated?: string }): { sealed: Buffer; tag: Buffer } {
  const cipher = createCipheriv('aes-256-gcm', input.key, input.nonce);
  if (input.associated !== undefined) cipher.setAAD(Buffer.from(input.associated));
  const sealed = Buffer.concat([cipher.update(input.text), cipher.final()]);
  return { sealed, tag: cipher.getAuthTag() };
}

function cbc(input: { key: Uint8Array; iv: Uint8Array; text: string }): Buffer {
  const cipher = createCipheriv('aes-256-cbc', input.key, input.iv);
  return Buffer.concat([cipher.update(input.text, 'utf8'), cipher.final()]);
}

function argon2id(salt: Buffer, cost: { memoryCost: number; timeCost: number; parallelism: number }): Buffer {
  return hashRawSync(PASSWORD, { ...cost, salt, outputLen: 32 });
}

/** Two passwords, the second of them ours, and a slot that only a fingerprint opens. */
export function aegisSealed(): string {
  const masterKey = fixed('aegis master key', 32);
  const slot = (label: string, password: string): object => {
    const [salt, nonce] = [fixed(`${label} salt`, 32), fixed(`${label} nonce`, 12)];
    const { sealed, tag } = gcm({ key: scryptSync(password, salt, 32, { N: 2 ** 12, r: 8, p: 1 }), nonce, text: masterKey });
    const parameters = { nonce: nonce.toString('hex'), tag: tag.toString('hex') };
    return {
      type: 1,
      uuid: label,
      key: sealed.toString('hex'),
      key_params: parameters,
      n: 2 ** 12,
      r: 8,
      p: 1,
      salt: salt.toString('hex'),
      repaired: true,
    };
  };
  const fingerprint = { type: 2, uuid: 'biometric', key: '00'.repeat(32), key_params: { nonce: '00'.repeat(12), tag: '00'.repeat(16) } };
  const nonce = fixed('aegis nonce', 12);
  const { sealed, tag } = gcm({ key: masterKey, nonce, text: aegisContent() });
  const slots = [fingerprint, slot('first', 'of somebody else'), slot('second', PASSWORD)];
  const header = { slots, params: { nonce: nonce.toString('hex'), tag: tag.toString('hex') } };
  return JSON.stringify({ version: 1, header, db: sealed.toString('base64') }, null, 4);
}

export function twoFasSealed(): string {
  const [salt, nonce] = [fixed('2fas salt', 256), fixed('2fas nonce', 12)];
  const { sealed, tag } = gcm({ key: pbkdf2Sync(PASSWORD, salt, 10_000, 32, 'sha256'), nonce, text: JSON.stringify(twoFasServices()) });
  const parts = [Buffer.concat([sealed, tag]), salt, nonce].map((part) => part.toString('base64'));
  return twoFas([], { servicesEncrypted: parts.join(':'), reference: 'not read' });
}

export function andOtpSealed(): Buffer {
  const iterations = 14_321;
  const head = Buffer.alloc(4);
  head.writeUInt32BE(iterations);
  const [salt, nonce] = [fixed('andotp salt', 12), fixed('andotp nonce', 12)];
  const { sealed, tag } = gcm({ key: pbkdf2Sync(PASSWORD, salt, iterations, 32, 'sha1'), nonce, text: andOtpPlain() });
  return Buffer.concat([head, salt, nonce, sealed, tag]);
}

export function andOtpSealedOld(): Buffer {
  const nonce = fixed('old andotp nonce', 12);
  const { sealed, tag } = gcm({ key: createHash('sha256').update(PASSWORD).digest(), nonce, text: andOtpPlain() });
  return Buffer.concat([nonce, sealed, tag]);
}

export function bitwardenSealed(kind: 'pbkdf2' | 'argon2id'): string {
  const salt = fixed(`bitwarden ${kind} salt`, 16).toString('base64');
  const key =
    kind === 'pbkdf2'
      ? pbkdf2Sync(PASSWORD, salt, 100_000, 32, 'sha256')
      : argon2id(createHash('sha256').update(salt).digest(), { memoryCost: 16 * 1024, timeCost: 3, parallelism: 4 });
  const cost =
    kind === 'pbkdf2' ? { kdfType: 0, kdfIterations: 100_000 } : { kdfType: 1, kdfIterations: 3, kdfMemory: 16, kdfParallelism: 4 };
  const sealed = (label: string, text: string): string => bitwardenText({ key, iv: fixed(`bitwarden ${kind} ${label}`, 16), text });
  return JSON.stringify(
    {
      encrypted: true,
      passwordProtected: true,
      salt,
      ...cost,
      encKeyValidation_DO_NOT_EDIT: sealed('validation', 'b0f3aae6-f4da-49bc-b981-ae7800fd9467'),
      data: sealed('data', bitwardenJson()),
    },
    null,
    2,
  );
}

/** HKDF-Expand without Extract is one block of HMAC here: `T(1) = HMAC(key, info ‖ 1)`, RFC 5869 section 2.3. */
function bitwardenText({ key, iv, text }: { key: Buffer; iv: Buffer; text: string }): string {
  const expanded = (info: string): Buffer => createHmac('sha256', key).update(info).update(Buffer.of(1)).digest();
  const sealed = cbc({ key: expanded('enc'), iv, text });
  const mac = createHmac('sha256', expanded('mac')).update(iv).update(sealed).digest();
  return `2.${[iv, sealed, mac].map((part) => part.toString('base64')).join('|')}`;
}

export function bitwardenOfAccount(): string {
  const sealed = bitwardenText({
    key: fixed('somebody’s account', 32),
    iv: fixed('account iv', 16),
    text: 'b0f3aae6-f4da-49bc-b981-ae7800fd9467',
  });
  return JSON.stringify(
    { encrypted: true, encKeyValidation_DO_NOT_EDIT: sealed, folders: [], items: [{ type: 1, name: sealed }] },
    null,
    2,
  );
}

export function stratumSealed(): Buffer {
  const [salt, nonce] = [fixed('stratum salt', 16), fixed('stratum nonce', 12)];
  const key = argon2id(salt, { memoryCost: 65_536, timeCost: 3, parallelism: 4 });
  const { sealed, tag } = gcm({ key, nonce, text: stratumPlain() });
  return Buffer.concat([Buffer.from('AUTHENTICATORPRO'), salt, nonce, sealed, tag]);
}

export function stratumSealedOld(): Buffer {
  const [salt, iv] = [fixed('old stratum salt', 20), fixed('old stratum iv', 16)];
  const sealed = cbc({ key: pbkdf2Sync(PASSWORD, salt, 64_000, 32, 'sha1'), iv, text: stratumPlain() });
  return Buffer.concat([Buffer.from('AuthenticatorPro'), salt, iv, sealed]);
}

export function protonSealed(): string {
  const [salt, nonce] = [fixed('proton salt', 16), fixed('proton nonce', 12)];
  const key = argon2id(salt, { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 });
  const { sealed, tag } = gcm({ key, nonce, text: protonAuthenticator(), associated: 'proton.authenticator.export.v1' });
  return JSON.stringify({ version: 1, salt: salt.toString('base64'), content: Buffer.concat([nonce, sealed, tag]).toString('base64') });
}

/** What libsodium needs besides: its own stream draws a header by chance, so this file is written once and then judged by libsodium. */
export const ENTE_COST = { memLimit: 8 * 1024 * 1024, opsLimit: 4 } as const;

export function enteKey(): { readonly salt: Buffer; readonly key: Buffer } {
  const salt = fixed('ente salt', 16);
  return { salt, key: argon2id(salt, { memoryCost: ENTE_COST.memLimit / 1024, timeCost: ENTE_COST.opsLimit, parallelism: 1 }) };
}
