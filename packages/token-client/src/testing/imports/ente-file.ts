import sodium from 'libsodium-wrappers';
import { enteList } from './plain-files.ts';
import { ENTE_COST, enteKey } from './sealed-files.ts';

/** Ente's sealed export, by libsodium itself. */

interface EnteFile {
  readonly encryptedData: string;
  readonly encryptionNonce: string;
}

/** Different each time: libsodium draws the header of a stream by chance. */
export async function sealEnteFile(): Promise<string> {
  await sodium.ready;
  const { salt, key } = enteKey();
  const { state, header } = sodium.crypto_secretstream_xchacha20poly1305_init_push(key);
  const final = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  const sealed = sodium.crypto_secretstream_xchacha20poly1305_push(state, enteList(), null, final);
  return JSON.stringify({
    version: 1,
    kdfParams: { ...ENTE_COST, salt: salt.toString('base64') },
    encryptedData: Buffer.from(sealed).toString('base64'),
    encryptionNonce: Buffer.from(header).toString('base64'),
  });
}

/** The text inside, as libsodium opens it. @throws Error when it does not. */
export async function openEnteFile(text: string): Promise<string> {
  await sodium.ready;
  const { encryptedData, encryptionNonce } = JSON.parse(text) as EnteFile;
  const state = sodium.crypto_secretstream_xchacha20poly1305_init_pull(Buffer.from(encryptionNonce, 'base64'), enteKey().key);
  const opened = sodium.crypto_secretstream_xchacha20poly1305_pull(state, Buffer.from(encryptedData, 'base64'), null);
  if (opened === false) throw new Error('libsodium does not open it');
  return Buffer.from(opened.message).toString('utf8');
}
