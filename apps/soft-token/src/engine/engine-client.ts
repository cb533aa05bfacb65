import { type PrfAuthenticator, wipe } from '@sallyport/protocol';
import { type PrfWanted, transferOf } from './authenticator-messages.ts';
import type { AnswerIn, Said, Talk, Told, TokenTalk, Trouble } from './engine-messages.ts';

/** The engine did not answer. `closed`: because the page closed it. */
export class EngineTrouble extends Error {
  readonly trouble: Trouble | 'closed';

  constructor(trouble: Trouble | 'closed') {
    super(trouble);
    this.name = 'EngineTrouble';
    this.trouble = trouble;
  }
}

/** Of this device, with a way to end a question that nobody waits for any more. It never rejects: the engine must not wait for ever. */
export interface PageSideAuthenticator extends PrfAuthenticator {
  cancel(): void;
}

interface Waiting<Of extends Talk> {
  readonly resolve: (answer: AnswerIn<Of>) => void;
  readonly reject: (trouble: EngineTrouble) => void;
}

/**
 * The page's handle on the engine. Closing a token ends the worker and with it every octet it held: key, WebAssembly memory and all;
 * the next command starts a fresh one.
 */
export class EngineClient<Of extends Talk = TokenTalk> {
  readonly #start: () => Worker;
  readonly #onChanged: (changed: Of['changed']) => void;
  readonly #authenticator: PageSideAuthenticator | undefined;
  readonly #waiting = new Map<number, Waiting<Of>>();
  #worker: Worker | undefined;
  #nextId = 1;

  /** `authenticator`: where the engine may ask for one. */
  constructor(input: { start: () => Worker; onChanged: (changed: Of['changed']) => void; authenticator?: PageSideAuthenticator }) {
    this.#start = input.start;
    this.#onChanged = input.onChanged;
    this.#authenticator = input.authenticator;
    this.#worker = this.#startWorker();
  }

  /** @throws EngineTrouble when the device fails underneath, or when the engine was closed before it could answer. */
  async ask<Asked extends Of['commands']>(command: Asked): Promise<Of['answers'][Asked['do'] & keyof Of['answers']]> {
    const worker = (this.#worker ??= this.#startWorker());
    const id = this.#nextId++;
    const answer = new Promise<AnswerIn<Of>>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    worker.postMessage({ id, command } satisfies Told<Of>);
    // The engine answers each command with its own answer: `Engine.obey` is typed by the same table.
    return (await answer) as Of['answers'][Asked['do'] & keyof Of['answers']];
  }

  /** OPEN → CLOSED, and the end of everything in the engine's memory. A fresh engine listens at once for changes made in other windows. */
  close(): void {
    this.#worker?.terminate();
    this.#authenticator?.cancel();
    this.#giveUp('closed');
    this.#worker = this.#startWorker();
  }

  #startWorker(): Worker {
    const worker = this.#start();
    worker.addEventListener('message', (event: MessageEvent<Said<Of>>) => {
      if (event.data.kind === 'prf-wanted') void this.#bring(worker, event.data);
      else this.#hear(event.data);
    });
    worker.addEventListener('error', () => {
      if (worker !== this.#worker) return;
      this.#worker = undefined;
      this.#giveUp('unexpected');
    });
    return worker;
  }

  async #bring(worker: Worker, { question, prf }: PrfWanted): Promise<void> {
    const answer = (await this.#authenticator?.evaluate(prf)) ?? { kind: 'unavailable' as const };
    if (worker === this.#worker) worker.postMessage({ question, answer } satisfies Told<Of>, transferOf(answer));
    else if (answer.kind === 'outputs') wipe(...answer.outputs);
  }

  #hear(said: Exclude<Said<Of>, PrfWanted>): void {
    switch (said.kind) {
      case 'changed':
        this.#onChanged(said.token);
        return;
      case 'answer':
        this.#take(said.id)?.resolve(said.answer);
        return;
      case 'trouble':
        this.#take(said.id)?.reject(new EngineTrouble(said.trouble));
    }
  }

  #take(id: number): Waiting<Of> | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #giveUp(trouble: Trouble | 'closed'): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new EngineTrouble(trouble));
    this.#waiting.clear();
  }
}
