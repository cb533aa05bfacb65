import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { AcmeAccountKey, AcmeKeys } from '@sallyport/certificates';
import { generateSigningKey } from '@sallyport/pki/node-cryptography';
import { FlattenedSign, calculateJwkThumbprint } from 'jose';

const text = new TextEncoder();

/** P-256, whose ES256 every CA takes (RFC 8555 section 6.2). */
export const accountKeys: AcmeKeys = {
  generate: async () => (await generateSigningKey()).pkcs8,
  load: async (pkcs8): Promise<AcmeAccountKey> => {
    const key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
    const { kty = '', crv = '', x = '', y = '' } = createPublicKey(key).export({ format: 'jwk' });
    const jwk = { kty, crv, x, y };
    return {
      jwk,
      thumbprint: await calculateJwkThumbprint(jwk),
      sign: async ({ header, payload }) =>
        JSON.stringify(await new FlattenedSign(text.encode(payload)).setProtectedHeader({ ...header, alg: 'ES256' }).sign(key)),
      bind: async ({ url, account }) => {
        const by = Buffer.from(account.key.reveal(), 'base64url');
        const bound = new FlattenedSign(text.encode(JSON.stringify(jwk))).setProtectedHeader({ alg: 'HS256', kid: account.keyId, url });
        try {
          return await bound.sign(new Uint8Array(by));
        } finally {
          by.fill(0);
        }
      },
    };
  },
};
