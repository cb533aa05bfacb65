import { type Bytes, concat, domain } from './bytes.ts';
import { exactFields, octetsOf } from './json.ts';
import { type Result, ok, refuse } from './result.ts';

/**
 * Section 16: the owner has removed the token from its device. Signed with K_dev, which every state of a token can do, before K_dev
 * is destroyed. Like a revocation it is for ever and needs no time: replaying it changes nothing.
 */
export function removalMessage(tokenId: Uint8Array): Bytes {
  return concat(domain('remove'), tokenId);
}

/** The door of `POST /v1/tokens/{tokenId}/removal`: refuses anything that is not exactly a `TokenRemoval`. */
export function parseRemoval(json: unknown): Result<{ readonly signature: Bytes }, { readonly code: 'MALFORMED' }> {
  const signature = octetsOf(exactFields(json, ['sig'])?.sig, 64);
  return signature === undefined ? refuse({ code: 'MALFORMED' }) : ok({ signature });
}
