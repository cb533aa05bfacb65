import type { Clock, DeviceError } from '@sallyport/protocol';
import type { AccountId } from '@sallyport/protocol/personal-vault';
import { inOrder } from '@sallyport/token-client/personal';
import { type EngineClient, EngineTrouble } from '../../engine/engine-client.ts';
import type { PinChange, Refusal } from '../../engine/engine-messages.ts';
import type {
  ExportForm,
  ListEdit,
  OfferOutcome,
  OfferSource,
  OpenedList,
  PersonalTalk,
  PersonalView,
  PinPolicy,
  ShownList,
  TypedAccount,
} from '../../engine/personal/personal-messages.ts';
import type { UpdateNotice } from '../../service-worker/installed-app.ts';
import type { CloseReason } from '../model.ts';
import { type News, type PersonalModel, type PersonalNote, type PersonalScreen, type RecoveryProblem, STARTING } from './personal-model.ts';
import type { RememberedVault } from './remembered-vault.ts';

export interface PersonalAppPorts {
  readonly engine: Pick<EngineClient<PersonalTalk>, 'ask' | 'close'>;
  readonly remembered: RememberedVault;
  readonly clock: Clock;
  /** Asks the browser not to clear our storage; undefined where it cannot be asked. */
  readonly askToPersist: () => Promise<boolean | undefined>;
  /** Hands a file to the person. */
  readonly saveFile: (file: { readonly name: string; readonly type: string; readonly text: string }) => void;
}

/** Before there is a vault to ask. */
export const FIRST_POLICY: PinPolicy = { maxAttempts: 5, minPinLength: 6, maxPinLength: 16 };

/**
 * The personal vault without its pixels: what the person does goes in by name, a model to draw comes out. It goes back to what storage says
 * whenever it is not sure.
 */
export class PersonalApp {
  readonly #ports: PersonalAppPorts;
  readonly #listeners = new Set<() => void>();
  #model: PersonalModel = STARTING;
  /** When each account had been used last as the vault was opened: the list must not move under the finger that uses it. */
  #usedAtOpening: ReadonlyMap<AccountId, number> | undefined;

  constructor(ports: PersonalAppPorts) {
    this.#ports = ports;
  }

  get model(): PersonalModel {
    return this.#model;
  }

  get isOpen(): boolean {
    return this.#model.list !== undefined;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async start(): Promise<void> {
    await this.#work(async () => {
      await this.#lookAgain();
      if (this.#model.view?.kind === 'empty') this.#set({ wasRemoved: this.#ports.remembered.isRemembered });
    });
  }

  offerUpdate(update: UpdateNotice): void {
    this.#set({ update });
  }

  /** Among the screens that need no answer from the engine. */
  go(screen: PersonalScreen): void {
    this.#show(screen);
  }

  // Making a vault, and a recovery key.

  async setUp(entries: { readonly pin: string; readonly repeated: string; readonly minPinLength: number }): Promise<void> {
    await this.#work(async () => {
      const created = await this.#ports.engine.ask({ do: 'create', minPinLength: entries.minPinLength });
      const answer = created.kind === 'refused' ? created : await this.#ports.engine.ask({ do: 'set-pin', ...entries });
      if (answer.kind === 'open') await this.#arrive(answer);
      else if (isOfPin(answer.error)) this.#show({ at: 'set-up', refusal: answer.error });
      else await this.#lookAgain();
    });
  }

  toCheckKey(): void {
    const { screen } = this.#model;
    if (screen.at === 'write-down') this.#show({ at: 'check-key', key: screen.key, wrong: [] });
  }

  backToKey(): void {
    const { screen } = this.#model;
    if (screen.at === 'check-key') this.#show({ at: 'write-down', key: screen.key });
  }

  async checkKey(typed: readonly [string, string]): Promise<void> {
    const { screen } = this.#model;
    if (screen.at !== 'check-key') return;
    const [first, second] = screen.key.toCheck;
    await this.#work(async () => {
      const groups = [
        { group: first, typed: typed[0] },
        { group: second, typed: typed[1] },
      ];
      const answer = await this.#ports.engine.ask({ do: 'check-recovery-key', typed: groups });
      if (answer.kind === 'wrong-groups') this.#show({ ...screen, wrong: answer.groups });
      else if (answer.kind === 'checked') await this.#refreshed({ screen: { at: 'list' }, news: { kind: 'key-checked' } });
      else await this.#lookAgain(MOVED_ON);
    });
  }

  async replaceKey(pin: string): Promise<void> {
    await this.#work(async () => {
      const answer = await this.#ports.engine.ask({ do: 'replace-recovery-key', pin });
      if (answer.kind === 'open') await this.#arrive(answer);
      else await this.#pinRefused(answer, (note) => ({ at: 'replace-key', note }));
    });
  }

  // PIN and recovery key.

  async enterPin(pin: string): Promise<void> {
    await this.#work(async () => {
      const answer = await this.#ports.engine.ask({ do: 'enter-pin', pin });
      if (answer.kind === 'open') await this.#arrive(answer);
      else await this.#pinRefused(answer, (note) => ({ at: 'closed', note }));
    });
  }

  async recover(key: string): Promise<void> {
    await this.#work(async () => {
      const answer = await this.#ports.engine.ask({ do: 'enter-recovery-key', key });
      if (answer.kind === 'must-set-pin') {
        this.#show({ at: 'must-set-pin', policy: policyOf(this.#model.view), refusal: undefined });
        return;
      }
      const problem = this.#recoveryProblemOf(answer);
      if (problem) this.#show({ at: 'recover', problem });
      else await this.#lookAgain();
    });
  }

  async setNewPin(entries: { readonly pin: string; readonly repeated: string }): Promise<void> {
    const { screen } = this.#model;
    if (screen.at !== 'must-set-pin') return;
    await this.#work(async () => {
      const answer = await this.#ports.engine.ask({ do: 'set-pin', ...entries });
      if (answer.kind === 'open') await this.#arrive(answer);
      else if (isOfPin(answer.error)) this.#show({ ...screen, refusal: answer.error });
      else await this.#lookAgain(MOVED_ON);
    });
  }

  async changePin(change: PinChange): Promise<void> {
    await this.#work(async () => {
      const answer = await this.#ports.engine.ask({ do: 'change-pin', ...change });
      if (answer.kind === 'open') await this.#arrive(answer, { kind: 'pin-changed' });
      else if (answer.kind !== 'not-changed') await this.#pinRefused(answer, (note) => ({ at: 'change-pin', note, refusal: undefined }));
      else if (isOfPin(answer.error)) this.#show({ at: 'change-pin', note: undefined, refusal: answer.error });
      else await this.#lookAgain(MOVED_ON);
    });
  }

  /** Leaves the choice of a PIN: nothing has changed. */
  async abandon(): Promise<void> {
    await this.#work(async () => {
      await this.#ports.engine.ask({ do: 'abandon' });
      await this.#lookAgain();
    });
  }

  async destroy(): Promise<void> {
    await this.#work(async () => {
      await this.#ports.engine.ask({ do: 'destroy' });
      this.#ports.remembered.forget();
      this.#closed();
      await this.#lookAgain();
    });
  }

  // While it is open.

  async close(because: CloseReason): Promise<void> {
    if (!this.isOpen) return;
    this.#ports.engine.close();
    // Off the screen first: storage may take a moment to answer.
    this.#closed();
    this.#show({ at: 'starting' });
    await this.#quietly(() => this.#lookAgain({ kind: 'closed', because }));
  }

  warnOfClosing(seconds: number | undefined): void {
    if (this.#model.closesInSeconds !== seconds) this.#set({ closesInSeconds: seconds });
  }

  /** At the end of a time step. Only the list is another then: where the person is, and what was said, may have changed since it was asked for. */
  async refresh(): Promise<void> {
    if (this.isOpen) await this.#quietly(() => this.#refreshed());
  }

  /** Another window changed the list, or the vault itself. */
  async changed(): Promise<void> {
    if (this.isOpen) return this.refresh();
    const { at } = this.#model.screen;
    if (at === 'closed' || at === 'recover' || at === 'set-up') await this.#quietly(() => this.#followChange());
  }

  async nextPassword(id: AccountId): Promise<void> {
    await this.#quietly(async () => {
      const answer = await this.#ports.engine.ask({ do: 'next-password', id });
      if (answer.kind === 'refused') return this.#lookAgain(MOVED_ON);
      this.#set({ asked: new Map(this.#model.asked).set(id, answer.digits) });
      await this.#edit({ edit: 'note-use', id });
    });
  }

  async noteUse(id: AccountId): Promise<void> {
    await this.#quietly(() => this.#edit({ edit: 'note-use', id }));
  }

  async edit(edit: ListEdit, then?: PersonalScreen): Promise<void> {
    const before = this.#nameOf(edit);
    await this.#quietly(async () => {
      await this.#edit(edit);
      if (!this.isOpen) return;
      this.#set({ news: this.#newsOf(edit, before) });
      if (then) this.#set({ screen: then });
    });
  }

  async addTyped(typed: TypedAccount): Promise<void> {
    await this.#work(async () => {
      const answer = await this.#ports.engine.ask({ do: 'add-typed', typed });
      switch (answer.kind) {
        case 'added':
          this.#takeList(answer.list);
          this.#set({ screen: { at: 'list' }, news: { kind: 'saved', count: 1 } });
          return;
        case 'duplicate':
        case 'unlawful':
          this.#show({ at: 'by-hand', problem: answer });
          return;
        case 'refused':
          if (answer.error.code === 'PARAM_RANGE') this.#show({ at: 'by-hand', problem: { kind: 'full' } });
          else await this.#lookAgain(MOVED_ON);
      }
    });
  }

  /** Beside what is offered already, such as the other pictures of one export. */
  async offer(sources: readonly OfferSource[]): Promise<void> {
    await this.#work(async () => {
      await this.#followOffer(await this.#ports.engine.ask({ do: 'offer', sources }));
    });
  }

  /** A frame of the camera: what is not found in it is no problem, there will be another. Answers whether the camera is to go on looking. */
  async lookAtFrame(frame: ImageBitmap): Promise<'more' | 'done'> {
    if (this.#model.isBusy) return 'more';
    const outcome = await this.#askQuietly(frame);
    if (outcome === undefined || outcome.kind === 'nothing-found') return 'more';
    await this.#quietly(() => this.#followOffer(outcome));
    const { screen } = this.#model;
    return screen.at === 'offer' && screen.offer.batches.some(({ missing }) => missing.length > 0) ? 'more' : 'done';
  }

  async unseal(secret: string): Promise<void> {
    await this.#work(async () => this.#followOffer(await this.#ports.engine.ask({ do: 'unseal-offer', secret })));
  }

  /** Goes on without the file whose password or key is not at hand. */
  async skipSealed(): Promise<void> {
    await this.#work(async () => this.#followOffer(await this.#ports.engine.ask({ do: 'skip-sealed' })));
  }

  async saveOffer(): Promise<void> {
    const { screen } = this.#model;
    if (screen.at !== 'offer') return;
    await this.#work(async () => {
      const answer = await this.#ports.engine.ask({ do: 'save-offer' });
      if (answer.kind === 'saved') {
        this.#takeList(answer.list);
        this.#set({ screen: { at: 'list' }, news: { kind: 'saved', count: answer.count } });
      } else if (answer.error.code === 'PARAM_RANGE') this.#show({ ...screen, problem: 'full' });
      else await this.#lookAgain(MOVED_ON);
    });
  }

  async dropOffer(): Promise<void> {
    await this.#work(async () => {
      await this.#ports.engine.ask({ do: 'drop-offer' });
      this.#show({ at: 'add', problem: undefined });
    });
  }

  async export(pin: string): Promise<void> {
    const { screen } = this.#model;
    if (screen.at !== 'export') return;
    const { form } = screen;
    await this.#work(async () => {
      const answer = await this.#ports.engine.ask({ do: 'export', pin, form });
      if (answer.kind !== 'exported') return this.#pinRefused(answer, (note) => ({ at: 'export', form, note }));
      this.#ports.saveFile(fileOf(answer, form));
      await this.#refreshed({ screen: { at: 'list' }, news: { kind: 'exported' } });
    });
  }

  // How it is done.

  async #askQuietly(frame: ImageBitmap): Promise<OfferOutcome | undefined> {
    let outcome: OfferOutcome | undefined;
    await this.#quietly(async () => {
      outcome = await this.#ports.engine.ask({ do: 'offer-frame', frame });
    });
    return outcome;
  }

  async #followOffer(outcome: OfferOutcome): Promise<void> {
    switch (outcome.kind) {
      case 'offer':
        this.#show({ at: 'offer', offer: outcome.offer, problem: undefined });
        return;
      case 'sealed':
        this.#show({ at: 'unseal', sealed: outcome });
        return;
      case 'nothing-found':
        return;
      case 'unreadable':
        this.#show({ at: 'add', problem: outcome.because });
        return;
      case 'refused':
        await this.#lookAgain(MOVED_ON);
    }
  }

  async #edit(edit: ListEdit): Promise<void> {
    const answer = await this.#ports.engine.ask({ do: 'edit', edit });
    if (answer.kind === 'list') this.#takeList(answer);
    else await this.#lookAgain(MOVED_ON);
  }

  #nameOf(edit: ListEdit): string {
    const account = 'id' in edit ? this.#model.list?.accounts.find(({ id }) => id === edit.id) : undefined;
    return account === undefined ? '' : account.issuer || account.label;
  }

  #newsOf(edit: ListEdit, name: string): News | undefined {
    switch (edit.edit) {
      case 'delete':
        return { kind: 'deleted', id: edit.id, name };
      case 'restore':
        return { kind: 'restored', name };
      case 'move': {
        const seen = inOrder(this.#model.list?.accounts ?? [], 'hand');
        return { kind: 'moved', name, place: seen.findIndex(({ id }) => id === edit.id) + 1 };
      }
      case 'rename':
      case 'pin':
      case 'unpin':
      case 'note-use':
      case 'view':
        return undefined;
    }
  }

  /** The vault is open: the recovery key first, as long as nobody has checked it; else the list. */
  async #arrive(opened: OpenedList, news?: News): Promise<void> {
    this.#ports.remembered.remember();
    this.#usedAtOpening ??= new Map(opened.list.accounts.map(({ id, usedAt }) => [id, usedAt]));
    this.#takeList(opened.list);
    this.#set({ wasRemoved: false, isPersistent: await this.#ports.askToPersist() });
    const key = opened.list.isRecoveryKeyChecked ? undefined : await this.#ports.engine.ask({ do: 'recovery-key' });
    if (key?.kind === 'recovery-key') this.#show({ at: 'write-down', key });
    else this.#set({ screen: { at: 'list' }, news });
  }

  async #refreshed(then: Partial<Pick<PersonalModel, 'screen' | 'news'>> = {}): Promise<void> {
    const answer = await this.#ports.engine.ask({ do: 'show' });
    if (!this.isOpen) return;
    if (answer.kind === 'refused') return this.#lookAgain(MOVED_ON);
    this.#takeList(answer);
    this.#set(then);
  }

  #takeList(list: ShownList): void {
    const accounts = list.accounts.map((account) => ({ ...account, usedAt: this.#usedAtOpening?.get(account.id) ?? 0 }));
    this.#set({ list: { ...list, accounts } });
  }

  async #pinRefused(
    answer: Refusal | { readonly kind: 'wrong-pin'; readonly attemptsLeft: number } | { readonly kind: 'locked' },
    screenWith: (note: PersonalNote) => PersonalScreen,
  ): Promise<void> {
    switch (answer.kind) {
      case 'wrong-pin':
        await this.#look();
        this.#show(screenWith({ kind: 'wrong-pin', attemptsLeft: answer.attemptsLeft }));
        return;
      case 'locked':
        // Section 8, LOCK: zero memory, close the worker.
        this.#ports.engine.close();
        this.#closed();
        return this.#lookAgain();
      case 'refused':
        if (isOfPin(answer.error)) this.#show(screenWith({ kind: 'refused', error: answer.error }));
        else await this.#lookAgain();
    }
  }

  #recoveryProblemOf(answer: Refusal | { readonly kind: 'wrong-key'; readonly waitSeconds: number }): RecoveryProblem | undefined {
    const now = this.#ports.clock.now();
    if (answer.kind === 'wrong-key') return { kind: 'wrong-key', waitUntil: now + answer.waitSeconds * 1000 };
    if (answer.error.code === 'BACKOFF') return { kind: 'wait', waitUntil: now + answer.error.seconds * 1000 };
    return answer.error.code === 'STORAGE_EVICTED' ? undefined : { kind: 'refused', error: answer.error };
  }

  async #look(): Promise<PersonalView> {
    const view = await this.#ports.engine.ask({ do: 'look' });
    this.#set({ view });
    return view;
  }

  /** Back to what storage says. */
  async #lookAgain(note?: PersonalNote): Promise<void> {
    const view = await this.#look();
    this.#closed();
    this.#show(screenOf(view, { note, now: this.#ports.clock.now() }));
  }

  /** What is being typed here stays unless the vault stands elsewhere now. */
  async #followChange(): Promise<void> {
    const before = this.#model.view?.kind;
    const view = await this.#look();
    if (view.kind !== before) this.#show(screenOf(view, { note: MOVED_ON, now: this.#ports.clock.now() }));
  }

  #closed(): void {
    this.#usedAtOpening = undefined;
    this.#set({ list: undefined, asked: new Map(), news: undefined, closesInSeconds: undefined });
  }

  /** One thing at a time; the forms wait. A device that fails underneath is told, never hidden. */
  async #work(work: () => Promise<void>): Promise<void> {
    if (this.#model.isBusy) return;
    this.#set({ isBusy: true });
    await this.#quietly(work);
    this.#set({ isBusy: false });
  }

  /** Closing the engine ends what was under way in it: that is no trouble. */
  async #quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (failure) {
      if (!(failure instanceof EngineTrouble)) throw failure;
      if (failure.trouble === 'closed') return;
      this.#closed();
      this.#show({ at: 'trouble', trouble: failure.trouble });
    }
  }

  #show(screen: PersonalScreen): void {
    this.#set({ screen, news: undefined });
  }

  #set(change: Partial<PersonalModel>): void {
    this.#model = { ...this.#model, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const MOVED_ON: PersonalNote = { kind: 'closed', because: 'moved-on' };

/** Where a vault stands while it is not open. */
function screenOf(view: PersonalView, wish: { readonly note: PersonalNote | undefined; readonly now: number }): PersonalScreen {
  switch (view.kind) {
    case 'empty':
      return { at: 'set-up', refusal: undefined };
    case 'closed':
      return { at: 'closed', note: wish.note };
    case 'locked': {
      const wait: RecoveryProblem = { kind: 'wait', waitUntil: wish.now + view.waitSeconds * 1000 };
      return { at: 'recover', problem: view.waitSeconds > 0 ? wait : undefined };
    }
    case 'refused':
      return { at: 'unreadable' };
  }
}

/** Refusals of a PIN after which the same screen is still the right one. */
function isOfPin(error: DeviceError): boolean {
  return ['PIN_POLICY', 'LOCK_BUSY', 'SLOT_DAMAGED', 'PARAM_RANGE'].includes(error.code);
}

function policyOf(view: PersonalView | undefined): PinPolicy {
  return view?.kind === 'closed' || view?.kind === 'locked' ? view.policy : FIRST_POLICY;
}

function fileOf(
  exported: { readonly text: string; readonly serial: string },
  form: ExportForm,
): { readonly name: string; readonly type: string; readonly text: string } {
  const { text, serial } = exported;
  return form === 'sealed'
    ? { name: `sallyport-codes-${serial}.json`, type: 'application/json', text }
    : { name: `sallyport-codes-${serial}-unprotected.txt`, type: 'text/plain', text };
}
