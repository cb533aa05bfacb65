import type { Aead } from '@sallyport/protocol';

/** AES-256-GCM by the browser. */
export const aesGcm: Aead = {
  seal: async ({ key, nonce, aad, plaintext }) => {
    const sealed = await crypto.subtle.encrypt(parameters(nonce, aad), await importKey(key, 'encrypt'), new Uint8Array(plaintext));
    return new Uint8Array(sealed);
  },
  open: async ({ key, nonce, aad, ciphertext }) => {
    const imported = await importKey(key, 'decrypt');
    try {
      return new Uint8Array(await crypto.subtle.decrypt(parameters(nonce, aad), imported, new Uint8Array(ciphertext)));
    } catch (failure) {
      // WebCrypto says a tag that does not verify, and nothing else here, by OperationError.
      if (failure instanceof DOMException && failure.name === 'OperationError') return undefined;
      throw failure;
    }
  },
};

function parameters(nonce: Uint8Array, aad: Uint8Array): AesGcmParams {
  return { name: 'AES-GCM', iv: new Uint8Array(nonce), additionalData: new Uint8Array(aad), tagLength: 128 };
}

async function importKey(key: Uint8Array, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', new Uint8Array(key), 'AES-GCM', false, [use]);
}
