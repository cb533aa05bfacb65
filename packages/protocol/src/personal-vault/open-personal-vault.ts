import { concat, wipe } from '../bytes.ts';
import { type Refused, refused } from '../device-errors.ts';
import { hotpAsync, totpStep, totpWindow } from '../otp.ts';
import type { AccountOtp } from '../otp-account.ts';
import { formatOtpauth } from '../otpauth.ts';
import type { OtpKey } from '../ports.ts';
import type { VaultContext } from '../soft-token/context.ts';
import type { NewPinEntries, Opened, SetPinOutcome, TokenIdentity } from '../soft-token/face.ts';
import { HeldBody } from '../soft-token/held-body.ts';
import type { StoredToken } from '../soft-token/load.ts';
import { identityOf } from '../soft-token/status.ts';
import type { Opening } from '../soft-token/vault-kind.ts';
import { sealExport } from './export-file.ts';
import type { PersonalTypes } from './face.ts';
import { type AccountId, type ListView, PERSONAL_TEXT, type PersonalAccount, type PersonalContents } from './personal-contents.ts';
import { RECOVERY_KEY_OCTETS, type TypedGroups, formatRecoveryKey, wrongGroups } from './recovery-key.ts';

/** An account as it may be seen: everything but its secret. */
export type AccountFacts = Omit<PersonalAccount, 'secret'>;

/** The one-time passwords of one time-based account, and how long the first of them holds (Unix milliseconds). */
export interface AccountPassword {
  readonly id: AccountId;
  readonly digits: string;
  readonly nextDigits: string;
  readonly validFrom: number;
  readonly validUntil: number;
}

/** What is seen of the open vault. */
export interface PersonalFacts {
  /** Those in sight and those taken out of it since the vault was opened. */
  readonly accounts: readonly AccountFacts[];
  readonly view: ListView;
  readonly isRecoveryKeyChecked: boolean;
}

/**
 * The open personal vault. Like a token's it exists only from octets that came out of a slot (section 18, invariant 1). It keeps the master
 * key and one imported key for each account; the secrets themselves are read out of the sealed body only to be written back or exported.
 * After `close()` every method answers `VAULT_CLOSED`.
 */
export class OpenPersonalVault {
  readonly identity: TokenIdentity;

  readonly #body: HeldBody<PersonalTypes>;
  readonly #keys = new Map<AccountId, OtpKey>();
  #facts: PersonalFacts;

  private constructor(body: HeldBody<PersonalTypes>, contents: PersonalContents) {
    this.#body = body;
    this.#facts = factsOf(contents);
    this.identity = identityOf(body.token.header);
    body.whenClosed(() => {
      this.#dropKeys([...this.#keys.keys()]);
    });
  }

  /** Takes the master key over. `SLOT_DAMAGED` when the body does not open. */
  static async open(context: VaultContext<PersonalTypes>, { token, masterKey }: Opening): Promise<Opened<PersonalTypes> | Refused> {
    const body = new HeldBody<PersonalTypes>({ context, token, masterKey });
    const opened = await body.read();
    if (opened.kind === 'refused') {
      body.close();
      return opened;
    }
    const vault = new OpenPersonalVault(body, opened.value);
    await vault.#follow(opened.value);
    PERSONAL_TEXT.wipe(opened.value);
    return { kind: 'open', vault, committed: false };
  }

  get isOpen(): boolean {
    return this.#body.isOpen;
  }

  get facts(): PersonalFacts {
    return this.#facts;
  }

  /** Of every time-based account in sight, in the order of the list. */
  async passwords(): Promise<{ readonly kind: 'passwords'; readonly passwords: readonly AccountPassword[] } | Refused> {
    if (!this.isOpen) return refused({ code: 'VAULT_CLOSED' });
    const now = this.#body.context.clock.now();
    const timeBased = this.#facts.accounts.filter(({ otp, isDeleted }) => otp.type === 'totp' && !isDeleted);
    const passwords = await Promise.all(timeBased.map(async ({ id, otp }) => this.#passwordAt(now, { id, otp })));
    return { kind: 'passwords', passwords: passwords.filter((password) => password !== undefined) };
  }

  /** Of a counter-based account: spends the counter value, durably, before it answers. `PARAM_RANGE` for any other. */
  async nextPassword(id: AccountId): Promise<{ readonly kind: 'next-password'; readonly digits: string } | Refused> {
    return this.#body.whileCurrent<{ readonly kind: 'next-password'; readonly digits: string } | Refused>(async (token, contents) => {
      const account = contents.accounts.find((other) => other.id === id && other.otp.type === 'hotp');
      if (account === undefined) return refused({ code: 'PARAM_RANGE' });
      const spent = { ...account, otp: { ...account.otp, counter: account.otp.counter + 1 } };
      const written = await this.#write(token, {
        ...contents,
        accounts: contents.accounts.map((other) => (other.id === id ? spent : other)),
      });
      const digits = await this.#codeOf(account, account.otp.counter);
      if (written.kind === 'refused') return written;
      return digits === undefined ? refused({ code: 'VAULT_CLOSED' }) : { kind: 'next-password', digits };
    });
  }

  /**
   * Changes the list, durably, starting from what is stored now and not from what this window last saw. `change` hands secrets on as they are;
   * new ones stay its caller's to wipe. `PARAM_RANGE` when the result is no lawful list (too many accounts, too long a text).
   */
  async change(change: (contents: PersonalContents) => PersonalContents): Promise<{ readonly kind: 'changed' } | Refused> {
    return this.#body.whileCurrent<{ readonly kind: 'changed' } | Refused>(async (token, contents) => {
      const written = await this.#write(token, change(contents));
      return written.kind === 'refused' ? written : { kind: 'changed' };
    });
  }

  /** Looks at the contents for a moment, to compare something with them. What it answers may hold none of their secrets. */
  async consult<Finding>(
    look: (contents: PersonalContents) => Finding,
  ): Promise<{ readonly kind: 'found'; readonly finding: Finding } | Refused> {
    return this.#body.whileCurrent<{ readonly kind: 'found'; readonly finding: Finding }>((_, contents) => ({
      kind: 'found',
      finding: look(contents),
    }));
  }

  /** Another window changed the list. */
  async refresh(): Promise<{ readonly kind: 'changed' } | Refused> {
    return this.#body.whileCurrent<{ readonly kind: 'changed' } | Refused>(async (_, contents) => {
      await this.#follow(contents);
      return { kind: 'changed' };
    });
  }

  /** In groups, to be written down: only until it has been checked. */
  async recoveryKey(): Promise<{ readonly kind: 'recovery-key'; readonly text: string } | { readonly kind: 'checked' } | Refused> {
    return this.#body.whileCurrent<{ readonly kind: 'recovery-key'; readonly text: string } | { readonly kind: 'checked' }>(
      (_, { recoveryKey, isRecoveryKeyChecked }) =>
        isRecoveryKeyChecked ? { kind: 'checked' } : { kind: 'recovery-key', text: formatRecoveryKey(recoveryKey) },
    );
  }

  /** Some groups typed back. From the first time they are right the key is shown no more. */
  async checkRecoveryKey(
    typed: TypedGroups,
  ): Promise<{ readonly kind: 'checked' } | { readonly kind: 'wrong-groups'; readonly groups: readonly number[] } | Refused> {
    return this.#body.whileCurrent<
      { readonly kind: 'checked' } | { readonly kind: 'wrong-groups'; readonly groups: readonly number[] } | Refused
    >(async (token, contents) => {
      const groups = wrongGroups(contents.recoveryKey, typed);
      if (groups.length > 0 || typed.length === 0) return { kind: 'wrong-groups', groups };
      const written = await this.#write(token, { ...contents, isRecoveryKeyChecked: true });
      return written.kind === 'refused' ? written : { kind: 'checked' };
    });
  }

  /** COMMIT under a new PIN. This object is closed by it; go on with the one in the answer. */
  async changePin(entries: NewPinEntries): Promise<SetPinOutcome<PersonalTypes>> {
    return this.#body.commit(entries);
  }

  /** COMMIT under a new recovery key, to be written down and checked like the first; the old one opens nothing but old export files. */
  async replaceRecoveryKey(entries: NewPinEntries): Promise<SetPinOutcome<PersonalTypes>> {
    const recoveryKey = this.#body.context.randomness.bytes(RECOVERY_KEY_OCTETS);
    const outcome = await this.#body.commit(entries, {
      change: (contents) => ({ ...contents, recoveryKey: concat(recoveryKey), isRecoveryKeyChecked: false }),
    });
    wipe(recoveryKey);
    return outcome;
  }

  /** The text of an export file, sealed under the recovery key. */
  async exportSealed(): Promise<{ readonly kind: 'exported'; readonly text: string } | Refused> {
    const { aead, randomness, clock } = this.#body.context;
    return this.#body.whileCurrent<{ readonly kind: 'exported'; readonly text: string } | Refused>(async (token, contents) => {
      const { tokenId, serial } = token.header;
      const head = { tokenId, serial, madeAt: clock.now() };
      const sealed = await sealExport({ ...contents, head, salt: randomness.bytes(16), nonce: randomness.bytes(12) }, aead);
      return sealed.ok ? { kind: 'exported', text: sealed.value } : refused(sealed.error);
    });
  }

  /** The accounts as `otpauth` addresses, one a line, in the clear: whoever reads them can make the codes. */
  async exportPlain(): Promise<{ readonly kind: 'exported'; readonly text: string } | Refused> {
    return this.#body.whileCurrent((_, { accounts }) => {
      const lines = accounts.filter(({ isDeleted }) => !isDeleted).map((account) => `${formatOtpauth(account)}\n`);
      return { kind: 'exported', text: lines.join('') };
    });
  }

  /** Wipes the master key and drops the keys of all accounts. */
  close(): void {
    this.#body.close();
  }

  async #write(token: StoredToken, contents: PersonalContents): Promise<{ readonly kind: 'rewritten' } | Refused> {
    const written = await this.#body.rewrite(token, contents);
    if (written.kind === 'rewritten') await this.#follow(contents);
    return written;
  }

  /** Makes the keys in hand and what is seen those of these contents. */
  async #follow(contents: PersonalContents): Promise<void> {
    const { otpKeys } = this.#body.context;
    const ids = new Set(contents.accounts.map(({ id }) => id));
    this.#dropKeys([...this.#keys.keys()].filter((id) => !ids.has(id)));
    for (const { id, otp, secret } of contents.accounts) {
      if (!this.#keys.has(id)) this.#keys.set(id, await otpKeys.hold({ seed: secret, algorithm: otp.algorithm }));
    }
    this.#facts = factsOf(contents);
    // Closed meanwhile: what was imported since is dropped too.
    if (!this.isOpen) this.#dropKeys([...this.#keys.keys()]);
  }

  #dropKeys(ids: readonly AccountId[]): void {
    for (const id of ids) {
      this.#keys.get(id)?.drop();
      this.#keys.delete(id);
    }
  }

  async #passwordAt(now: number, account: Pick<AccountFacts, 'id' | 'otp'>): Promise<AccountPassword | undefined> {
    const clock = { period: account.otp.period, t0: 0 };
    const step = Math.max(0, totpStep(clock, now));
    const [digits, nextDigits] = await Promise.all([this.#codeOf(account, step), this.#codeOf(account, step + 1)]);
    if (digits === undefined || nextDigits === undefined) return undefined;
    return { id: account.id, digits, nextDigits, ...totpWindow(clock, step) };
  }

  /** Undefined once the key was dropped. */
  async #codeOf(
    { id, otp }: { readonly id: AccountId; readonly otp: Pick<AccountOtp, 'digits'> },
    counter: number,
  ): Promise<string | undefined> {
    const key = this.#keys.get(id);
    return key && hotpAsync({ mac: (message) => key.mac(message), counter, digits: otp.digits });
  }
}

function factsOf({ accounts, view, isRecoveryKeyChecked }: PersonalContents): PersonalFacts {
  return { accounts: accounts.map(({ secret: _, ...facts }) => facts), view, isRecoveryKeyChecked };
}
