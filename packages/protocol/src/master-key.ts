import { type Bytes, domain, wipe } from './bytes.ts';
import { hkdfExpand, hkdfExtract } from './key-schedule.ts';
import type { Aead } from './ports.ts';

/**
 * MK, as it came out of a slot. The constructor is private and `unwrap` opens a seal, so that holding a `MasterKey` proves
 * that a slot was opened; whatever asks for one (the vault body, and through it every one-time password) cannot be reached
 * by an `if` that forgot to look (section 18, invariant 1). The octets themselves never leave this object.
 */
export class MasterKey {
  readonly #octets: Bytes;
  #isWiped = false;

  private constructor(octets: Bytes) {
    this.#octets = octets;
  }

  /** Undefined when the seal does not open or holds no key. */
  static async unwrap(
    seal: { readonly wrappingKey: Uint8Array; readonly nonce: Uint8Array; readonly aad: Uint8Array; readonly sealed: Uint8Array },
    aead: Aead,
  ): Promise<MasterKey | undefined> {
    const octets = await aead.open({ key: seal.wrappingKey, nonce: seal.nonce, aad: seal.aad, ciphertext: seal.sealed });
    return octets?.length === 32 ? new MasterKey(octets) : undefined;
  }

  /** `K_vault = HKDF(MK, salt16, DS("vault-key"), 32)` (section 5). Undefined once wiped: sealing under zeros would lose the vault. */
  vaultKey(salt: Uint8Array): Bytes | undefined {
    return this.#isWiped ? undefined : hkdfExpand(hkdfExtract(salt, this.#octets), domain('vault-key'), 32);
  }

  wipe(): void {
    this.#isWiped = true;
    wipe(this.#octets);
  }
}
