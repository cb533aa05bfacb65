import { constantTimeEqual } from '../bytes.ts';
import { type Refused, refused } from '../device-errors.ts';
import type { MasterKey } from '../master-key.ts';
import { judgeNewPin } from '../pin-policy.ts';
import { openBody, sealBody } from '../sealed-body.ts';
import type { AskedForEpoch } from './ask-authenticator.ts';
import { commitAndOpen } from './commit-and-open.ts';
import type { VaultContext } from './context.ts';
import { exclusively } from './exclusively.ts';
import type { NewPinEntries, SetPinOutcome } from './face.ts';
import { type Loaded, type StoredToken, loadToken, mustBeLocked } from './load.ts';
import { type Protection, byPinAlone } from './protection.ts';
import { type EpochPrf, NO_PRF, wipePrf } from './slot-prf.ts';
import type { VaultTypes } from './vault-kind.ts';

export interface CommitWish<Of extends VaultTypes> {
  /** In the body. */
  readonly change?: (contents: Of['contents']) => Of['contents'];
  readonly protection?: Protection;
  /** What the authenticator has said about the slots to come, if it has: it is not asked a second time then. Called once the PIN is taken. */
  readonly answered?: () => EpochPrf | undefined;
}

/**
 * The body of an open vault: holds the master key, reads out of the seal for a moment what is needed, and writes only while nobody else has
 * moved the vault on. Whoever has one has opened a slot, as it takes a `MasterKey`.
 */
export class HeldBody<Of extends VaultTypes> {
  readonly context: VaultContext<Of>;
  /** As it stood when the vault was opened. */
  readonly token: StoredToken;
  readonly #masterKey: MasterKey;
  #isOpen = true;
  #whenClosed: () => void = () => undefined;

  constructor(input: { readonly context: VaultContext<Of>; readonly token: StoredToken; readonly masterKey: MasterKey }) {
    this.context = input.context;
    this.token = input.token;
    this.#masterKey = input.masterKey;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** What else is to be dropped when the vault closes, also when it finds itself moved on. */
  whenClosed(drop: () => void): void {
    this.#whenClosed = drop;
  }

  /** The contents as they stood when the vault was opened. The caller wipes them. */
  async read(): Promise<{ readonly kind: 'contents'; readonly value: Of['contents'] } | Refused> {
    return this.#contentsOf(this.token);
  }

  /** Whether the vault still stands where it stood when it was opened; one that does not is closed. */
  async isCurrent(): Promise<boolean> {
    if (this.#isOpen && !this.#isOf(await loadToken(this.context))) this.close();
    return this.#isOpen;
  }

  /** Holds the mutex and reads everything again before it writes, so that an open window cannot undo a lock. */
  async whileCurrent<Outcome extends { readonly kind: string }>(
    work: (token: StoredToken, contents: Of['contents']) => Promise<Outcome> | Outcome,
  ): Promise<Outcome | Refused> {
    return exclusively<Outcome | Refused>(this.context, async () => {
      const token = await loadToken(this.context);
      if (!this.#isOf(token)) {
        this.close();
        return refused({ code: 'VAULT_CLOSED' });
      }
      const contents = await this.#contentsOf(token);
      if (contents.kind === 'refused') return contents;
      try {
        return await work(token, contents.value);
      } finally {
        this.context.kind.text.wipe(contents.value);
      }
    });
  }

  /** Seals these contents in place of the old, in the same epoch. The mutex held. */
  async rewrite(token: StoredToken, contents: Of['contents']): Promise<{ readonly kind: 'rewritten' } | Refused> {
    const { randomness, aead, storage, kind } = this.context;
    const { headerHash } = this.token;
    const body = await sealBody(
      { text: kind.text, contents, masterKey: this.#masterKey, headerHash, salt: randomness.bytes(16), nonce: randomness.bytes(12) },
      aead,
    );
    if (!body.ok) return refused(body.error);
    await storage.writeCore({ ...token.records, body: body.value });
    return { kind: 'rewritten' };
  }

  /** COMMIT under a PIN; `wish` is what shall be different besides. This one is closed by it, the vault in the answer goes on. */
  async commit(entries: NewPinEntries, wish: CommitWish<Of> = {}): Promise<SetPinOutcome<Of>> {
    const { change = (contents: Of['contents']): Of['contents'] => contents, protection = this.token.protection } = wish;
    if (!this.#isOpen) return refused({ code: 'VAULT_CLOSED' });
    const pin = judgeNewPin(entries, this.token.header);
    if (!pin.ok) return refused(pin.error);
    const answered = wish.answered?.();
    const asked = answered ? ({ kind: 'asked', frame: this.token.header, prf: answered } as const) : await this.#askForEpoch(protection);
    if (asked.kind === 'refused') return asked;
    const { frame, prf } = asked;
    const outcome = await this.whileCurrent<SetPinOutcome<Of>>((token, contents) =>
      commitAndOpen(this.context, { frame, epoch: token.header.epoch + 1, contents: change(contents), pin: pin.value, prf }),
    );
    wipePrf(prf.pin, prf.prfOnly);
    if (outcome.kind === 'open') this.close();
    return outcome;
  }

  /** Before the mutex is held; the code that asks is loaded when there is somebody to ask. */
  async #askForEpoch(protection: Protection): Promise<AskedForEpoch | Refused> {
    const { header } = this.token;
    if (protection.kind === 'pin') return { kind: 'asked', frame: byPinAlone(header), prf: NO_PRF };
    const { askForEpoch } = await import('./ask-authenticator.ts');
    return askForEpoch(this.context, { frame: header, protection });
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#masterKey.wipe();
    this.#whenClosed();
  }

  /**
   * Another window may have changed the PIN, locked or revoked the token; or shown its PIN Reset Code, after which a one-time password of the old
   * epoch must not end an unlock (section 8).
   */
  #isOf(token: Loaded): token is StoredToken {
    return (
      token.kind === 'stored' &&
      token.state.state === 'active' &&
      !mustBeLocked(token) &&
      constantTimeEqual(token.headerHash, this.token.headerHash)
    );
  }

  async #contentsOf({
    records,
    headerHash,
  }: StoredToken): Promise<{ readonly kind: 'contents'; readonly value: Of['contents'] } | Refused> {
    const { kind, aead } = this.context;
    const opened = await openBody<Of['contents']>({ text: kind.text, body: records.body, masterKey: this.#masterKey, headerHash }, aead);
    return opened.ok ? { kind: 'contents', value: opened.value } : refused(opened.error);
  }
}
