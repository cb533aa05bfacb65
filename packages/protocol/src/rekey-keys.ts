import { type Bytes, concat, domain, lv, wipe } from './bytes.ts';
import { type TokenKeys, deriveTokenKeys } from './activation-keys.ts';
import { type OtpAlgorithm, hkdfExtract, sha256 } from './key-schedule.ts';

/** Section 15, re-key: from what both sides hold after the exchange to the new keys. No HPKE here, so that an open vault needs none of it. */

/** What one exchange gives either side. Worth nothing without K_srv, which never leaves the vault. */
export interface RekeyMaterial {
  /** `H(transcript)`: any change to any message gives other keys, even one that both ends let pass. */
  readonly transcriptHash: Bytes;
  /** `Export(DS("krekey"), 32) || n_d || n_s` in its three parts. */
  readonly exported: Bytes;
  readonly deviceNonce: Bytes;
  readonly serverNonce: Bytes;
}

export interface RekeyTranscript {
  readonly tokenId: Uint8Array;
  /** The server's one-time public key. */
  readonly offer: Uint8Array;
  readonly enc: Uint8Array;
  readonly ct: Uint8Array;
  readonly ct2: Uint8Array;
}

export function transcriptHashOf({ tokenId, offer, enc, ct, ct2 }: RekeyTranscript): Bytes {
  return sha256(concat(domain('rekey-transcript'), tokenId, lv(offer), lv(enc), lv(ct), lv(ct2)));
}

/** What the request's MAC under K_srv is over: checked before anything is opened. */
export function rekeyRequestMessage(request: { readonly tokenId: Uint8Array; readonly enc: Uint8Array; readonly ct: Uint8Array }): Bytes {
  return concat(domain('rekey-req'), request.tokenId, lv(request.enc), lv(request.ct));
}

/** `PRK'` and the keys of section 2 out of it. Whoever knows only the old keys, or only the exchange, gets others. The caller wipes all of them. */
export function deriveRenewedKeys(input: {
  readonly material: RekeyMaterial;
  readonly serverKey: Uint8Array;
  readonly tokenId: Uint8Array;
  readonly algorithm: OtpAlgorithm;
}): TokenKeys {
  const { material, serverKey, tokenId, algorithm } = input;
  const inputKey = concat(material.exported, serverKey, material.deviceNonce, material.serverNonce);
  const activationKey = hkdfExtract(material.transcriptHash, inputKey);
  const keys = deriveTokenKeys({ activationKey, tokenId, algorithm });
  wipe(inputKey, activationKey);
  return keys;
}

export function wipeMaterial({ transcriptHash, exported, deviceNonce, serverNonce }: RekeyMaterial): void {
  wipe(transcriptHash, exported, deviceNonce, serverNonce);
}
