import { type AwaitingPin, readAccount, refused, toBase64url } from '@sallyport/protocol';
import {
  ACCOUNT_ID_OCTETS,
  type AccountId,
  type OpenPersonalVault,
  type PersonalContents,
  type PersonalTypes,
  RECOVERY_KEY_GROUPS,
  wipeAccounts,
} from '@sallyport/protocol/personal-vault';
import {
  addAccounts,
  changeView,
  deleteAccount,
  duplicateOf,
  moveAccount,
  noteUse,
  pinAccount,
  purgeDeleted,
  renameAccount,
  restoreAccount,
  unpinAccount,
  withoutDuplicates,
} from '@sallyport/token-client/personal';
import { makeDeviceKeys } from '../../storage/device-keys.ts';
import { demandWasm } from '../argon2id.ts';
import type { PinChange, Refusal } from '../engine-messages.ts';
import { systemClock, systemRandomness } from '../surroundings.ts';
import { Offers, type Reading } from './offers.ts';
import type {
  AccountNamed,
  ListEdit,
  OfferOutcome,
  OpenedList,
  PersonalAnswers,
  PersonalCommand,
  PersonalView,
  PinRefused,
  ShownList,
  TypedAccount,
  TypedOutcome,
} from './personal-messages.ts';
import { personalVaultHere } from './personal-vault-here.ts';

/** What the engine holds in memory: nothing, keys that wait for a PIN, or the open vault. */
type Held =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'awaiting-pin'; readonly awaiting: AwaitingPin<PersonalTypes> }
  | { readonly kind: 'open'; readonly vault: OpenPersonalVault };

type Duties = {
  readonly [Name in PersonalCommand['do']]: (command: Extract<PersonalCommand, { do: Name }>) => Promise<PersonalAnswers[Name]>;
};

const CLOSED = refused({ code: 'VAULT_CLOSED' });
const DONE = { kind: 'done' } as const;
/** Attempts before the lock, as an issuer's token has them; the longest PIN the format knows. */
const POLICY = { maxAttempts: 5, maxPinLength: 16 } as const;

/** Obeys the page's commands over the personal vault. Lives in a dedicated worker of its own and is never reached but by messages. */
export class PersonalEngine {
  readonly #announceChange: () => void;
  readonly #offers = new Offers();
  #vault = personalVaultHere();
  #held: Held = { kind: 'nothing' };

  readonly #duties: Duties = {
    look: () => this.#look(),
    create: ({ minPinLength }) => this.#create(minPinLength),
    'enter-pin': ({ pin }) => this.#enterPin(pin),
    'enter-recovery-key': ({ key }) => this.#enterRecoveryKey(key),
    'set-pin': (entries) => this.#setPin(entries),
    abandon: () => Promise.resolve(this.#abandon()),
    show: () => this.#whileOpen((vault) => listOf(vault)),
    'next-password': ({ id }) => this.#whileOpen((vault) => this.#announced(vault.nextPassword(id))),
    edit: ({ edit }) => this.#edit(edit),
    'add-typed': ({ typed }) => this.#addTyped(typed),
    offer: ({ sources }) => this.#offer(() => this.#offers.take(sources)),
    'offer-frame': ({ frame }) => this.#offer(() => this.#offers.takeFrame(frame)),
    'unseal-offer': ({ secret }) => this.#offer(() => this.#offers.unseal(secret)),
    'skip-sealed': () => this.#offer(() => this.#offers.skipSealed()),
    'save-offer': () => this.#saveOffer(),
    'drop-offer': () => Promise.resolve(this.#dropOffer()),
    'recovery-key': () => this.#recoveryKey(),
    'check-recovery-key': ({ typed }) => this.#whileOpen((vault) => vault.checkRecoveryKey(typed)),
    'change-pin': (change) => this.#changePin(change),
    'replace-recovery-key': ({ pin }) => this.#replaceRecoveryKey(pin),
    export: ({ pin, form }) => this.#export(pin, form),
    destroy: () => this.#destroy(),
  };

  constructor(surroundings: { readonly announceChange: () => void }) {
    this.#announceChange = surroundings.announceChange;
  }

  async obey(command: PersonalCommand): Promise<PersonalAnswers[keyof PersonalAnswers]> {
    const duty = this.#duties[command.do] as (command: PersonalCommand) => Promise<PersonalAnswers[keyof PersonalAnswers]>;
    return duty(command);
  }

  /** Another window changed the list, or moved the vault on; then what is open here is over. */
  async changedElsewhere(): Promise<void> {
    if (this.#held.kind === 'open') await this.#held.vault.refresh();
  }

  async #look(): Promise<PersonalView> {
    await demandWasm();
    const status = await this.#vault.start();
    switch (status.kind) {
      case 'empty':
      case 'refused':
        return status;
      case 'closed':
        return { kind: 'closed', serial: status.identity.serial, attemptsLeft: status.attemptsLeft, policy: status.policy };
      case 'locked': {
        const { identity, policy, reset, problem } = status;
        return { kind: 'locked', serial: identity.serial, policy, waitSeconds: reset.waitSeconds, problem };
      }
    }
  }

  async #create(minPinLength: number): Promise<PersonalAnswers['create']> {
    this.#letGo();
    this.#vault = personalVaultHere(await makeDeviceKeys());
    const outcome = await this.#vault.create({ ...POLICY, minPinLength });
    if (outcome.kind === 'refused') return outcome;
    this.#held = { kind: 'awaiting-pin', awaiting: outcome.awaiting };
    return { kind: 'set-pin' };
  }

  async #enterPin(pin: string): Promise<OpenedList | PinRefused> {
    const outcome = await this.#vault.enterPin(pin);
    this.#announceChange();
    switch (outcome.kind) {
      case 'open':
        return this.#openedByPin(outcome.vault);
      case 'locked':
        this.#letGo();
        return { kind: 'locked' };
      case 'revoked':
        return refused({ code: 'STORAGE_EVICTED' });
      case 'wrong-pin':
      case 'refused':
        return outcome;
    }
  }

  async #enterRecoveryKey(key: string): Promise<PersonalAnswers['enter-recovery-key']> {
    this.#letGo();
    const outcome = await this.#vault.enterRecoveryKey(key);
    switch (outcome.kind) {
      case 'must-set-pin':
        this.#held = { kind: 'awaiting-pin', awaiting: outcome.awaiting };
        return { kind: 'must-set-pin' };
      case 'wrong-code':
        return { kind: 'wrong-key', waitSeconds: outcome.waitSeconds };
      case 'revoked':
        return refused({ code: 'STORAGE_EVICTED' });
      case 'refused':
        return outcome;
    }
  }

  async #setPin(entries: { readonly pin: string; readonly repeated: string }): Promise<OpenedList | Refusal> {
    const held = this.#held;
    if (held.kind !== 'awaiting-pin') return CLOSED;
    const outcome = await held.awaiting.setPin(entries);
    if (outcome.kind === 'refused') return outcome;
    this.#announceChange();
    return this.#openedByPin(outcome.vault);
  }

  async #edit(edit: ListEdit): Promise<ShownList | Refusal> {
    return this.#whileOpen(async (vault) => {
      const changed = await this.#announced(vault.change((contents) => edited(contents, edit)));
      return changed.kind === 'refused' ? changed : listOf(vault);
    });
  }

  async #addTyped(typed: TypedAccount): Promise<TypedOutcome> {
    const read = readAccount({
      ...typed,
      digits: wholeNumber(typed.digits),
      period: wholeNumber(typed.period),
      counter: wholeNumber(typed.counter),
    });
    if (!read.ok) return { kind: 'unlawful', problem: read.error };
    const account = read.value;
    const id = newId();
    const outcome = await this.#whileOpen<TypedOutcome>(async (vault) => {
      const known = await vault.consult((contents) => namedOf(duplicateOf(contents.accounts, account)));
      if (known.kind === 'refused') return known;
      if (known.finding !== undefined) return { kind: 'duplicate', of: known.finding };
      const added = await this.#announced(vault.change((contents) => addAccounts(contents, [{ id, account }])));
      if (added.kind === 'refused') return added;
      const list = await listOf(vault);
      return list.kind === 'refused' ? list : { kind: 'added', id, list };
    });
    wipeAccounts([account]);
    return outcome;
  }

  async #offer(read: () => Promise<Reading>): Promise<OfferOutcome> {
    return this.#held.kind === 'open' ? this.#judge(await read()) : CLOSED;
  }

  /** What of it is new to the list. */
  async #judge(reading: Reading): Promise<OfferOutcome> {
    if (reading.kind !== 'ready') return reading;
    return this.#whileOpen<OfferOutcome>(async (vault) => {
      const compared = await vault.consult(({ accounts }) => {
        const { fresh, duplicates } = withoutDuplicates(accounts, reading.accounts);
        return { fresh: fresh.map(namesOf), duplicates: duplicates.map(namesOf) };
      });
      return compared.kind === 'refused' ? compared : { kind: 'offer', offer: { ...reading.rest, ...compared.finding } };
    });
  }

  async #saveOffer(): Promise<PersonalAnswers['save-offer']> {
    return this.#whileOpen<PersonalAnswers['save-offer']>(async (vault) => {
      let count = 0;
      const changed = await this.#announced(
        vault.change((contents) => {
          const { fresh } = withoutDuplicates(contents.accounts, this.#offers.accounts);
          count = fresh.length;
          return addAccounts(
            contents,
            fresh.map((account) => ({ id: newId(), account })),
          );
        }),
      );
      if (changed.kind === 'refused') return changed;
      this.#offers.drop();
      const list = await listOf(vault);
      return list.kind === 'refused' ? list : { kind: 'saved', count, list };
    });
  }

  async #recoveryKey(): Promise<PersonalAnswers['recovery-key']> {
    return this.#whileOpen<PersonalAnswers['recovery-key']>(async (vault) => {
      const shown = await vault.recoveryKey();
      // Checked already: it is shown to nobody any more.
      if (shown.kind === 'checked') return CLOSED;
      if (shown.kind === 'refused') return shown;
      return { kind: 'recovery-key', text: shown.text, serial: vault.identity.serial, toCheck: twoGroups() };
    });
  }

  async #changePin({ present, ...entries }: PinChange): Promise<PersonalAnswers['change-pin']> {
    const entered = await this.#enterPin(present);
    if (entered.kind !== 'open') return entered;
    return this.#whileOpen<PersonalAnswers['change-pin']>(async (vault) => {
      const changed = await this.#announced(vault.changePin(entries));
      return changed.kind === 'refused' ? { kind: 'not-changed', error: changed.error } : this.#opened(changed);
    });
  }

  async #replaceRecoveryKey(pin: string): Promise<OpenedList | PinRefused> {
    const entered = await this.#enterPin(pin);
    if (entered.kind !== 'open') return entered;
    return this.#whileOpen(async (vault) => this.#opened(await vault.replaceRecoveryKey({ pin, repeated: pin })));
  }

  async #export(pin: string, form: 'sealed' | 'plain'): Promise<PersonalAnswers['export']> {
    const entered = await this.#enterPin(pin);
    if (entered.kind !== 'open') return entered;
    return this.#whileOpen<PersonalAnswers['export']>(async (vault) => {
      const exported = await (form === 'sealed' ? vault.exportSealed() : vault.exportPlain());
      return exported.kind === 'refused' ? exported : { ...exported, serial: vault.identity.serial };
    });
  }

  async #destroy(): Promise<PersonalAnswers['destroy']> {
    this.#letGo();
    const outcome = await this.#vault.destroy();
    this.#announceChange();
    return outcome.kind === 'refused' ? outcome : DONE;
  }

  #abandon(): PersonalAnswers['abandon'] {
    if (this.#held.kind === 'awaiting-pin') this.#letGo();
    return DONE;
  }

  #dropOffer(): PersonalAnswers['drop-offer'] {
    this.#offers.drop();
    return DONE;
  }

  /** Accounts deleted before the vault was closed go for good when it opens; not when it is open and the PIN is only asked once more. */
  async #openedByPin(vault: OpenPersonalVault): Promise<OpenedList | Refusal> {
    if (this.#held.kind !== 'open' && vault.facts.accounts.some(({ isDeleted }) => isDeleted)) {
      const purged = await vault.change(purgeDeleted);
      if (purged.kind === 'refused') return purged;
    }
    return this.#opened({ kind: 'open', vault });
  }

  async #opened(outcome: { readonly kind: 'open'; readonly vault: OpenPersonalVault } | Refusal): Promise<OpenedList | Refusal> {
    if (outcome.kind === 'refused') return outcome;
    if (this.#held.kind === 'open') this.#held.vault.close();
    this.#held = { kind: 'open', vault: outcome.vault };
    const list = await listOf(outcome.vault);
    return list.kind === 'refused' ? list : { kind: 'open', list };
  }

  async #whileOpen<Answer>(work: (vault: OpenPersonalVault) => Promise<Answer>): Promise<Answer | Refusal> {
    return this.#held.kind === 'open' ? work(this.#held.vault) : CLOSED;
  }

  /** Tells the other windows, when something has changed. */
  async #announced<Outcome extends { readonly kind: string }>(change: Promise<Outcome>): Promise<Outcome> {
    const outcome = await change;
    if (outcome.kind !== 'refused') this.#announceChange();
    return outcome;
  }

  #letGo(): void {
    const held = this.#held;
    this.#held = { kind: 'nothing' };
    this.#offers.drop();
    if (held.kind === 'open') held.vault.close();
    if (held.kind === 'awaiting-pin') held.awaiting.abandon();
  }
}

async function listOf(vault: OpenPersonalVault): Promise<ShownList | Refusal> {
  const shown = await vault.passwords();
  return shown.kind === 'refused' ? shown : { kind: 'list', ...vault.facts, passwords: shown.passwords };
}

function edited(contents: PersonalContents, edit: ListEdit): PersonalContents {
  switch (edit.edit) {
    case 'rename':
      return renameAccount(contents, edit.id, edit);
    case 'pin':
      return pinAccount(contents, edit.id);
    case 'unpin':
      return unpinAccount(contents, edit.id);
    case 'delete':
      return deleteAccount(contents, edit.id);
    case 'restore':
      return restoreAccount(contents, edit.id);
    case 'note-use':
      return noteUse(contents, edit.id, systemClock.now());
    case 'move':
      return moveAccount(contents, edit.id, edit.direction);
    case 'view':
      return changeView(contents, edit.view);
  }
}

function namesOf({ issuer, label }: AccountNamed): AccountNamed {
  return { issuer, label };
}

function namedOf(account: AccountNamed | undefined): AccountNamed | undefined {
  return account && namesOf(account);
}

function newId(): AccountId {
  return toBase64url(systemRandomness.bytes(ACCOUNT_ID_OCTETS)) as AccountId;
}

/** Undefined, and so the default, for nothing typed; -1, which no field accepts, for what is no whole number. */
function wholeNumber(text: string): number | undefined {
  const digits = text.trim();
  if (digits === '') return undefined;
  return /^[0-9]{1,15}$/.test(digits) ? Number(digits) : -1;
}

/** Two different ones, in order; any two are as good as any other. */
function twoGroups(): readonly [number, number] {
  const [one = 0, other = 0] = systemRandomness.bytes(2);
  const first = one % RECOVERY_KEY_GROUPS;
  const second = (first + 1 + (other % (RECOVERY_KEY_GROUPS - 1))) % RECOVERY_KEY_GROUPS;
  return [Math.min(first, second) + 1, Math.max(first, second) + 1];
}
