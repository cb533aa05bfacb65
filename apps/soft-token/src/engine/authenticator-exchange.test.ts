import type { PrfAnswer, PrfQuestion } from '@sallyport/protocol';
import { afterEach, expect, test } from 'vitest';
import type { PrfWanted } from './authenticator-messages.ts';
import { isPrfBrought } from './authenticator-messages.ts';
import { EngineClient, type PageSideAuthenticator } from './engine-client.ts';
import type { Told } from './engine-messages.ts';
import { PageAuthenticator } from './page-authenticator.ts';

/** The octets of the authenticator on their way from the page to the engine: once, and nothing of them stays behind. */

const question: PrfQuestion = { credentialId: Uint8Array.of(1), relyingPartyId: 'token.example', inputs: [new Uint8Array(32)] };

/** A worker as far as messages go, with a real channel, so that a transfer really takes the octets away. */
class ChannelWorker extends EventTarget {
  readonly far: MessagePort;
  readonly #near: MessagePort;

  constructor() {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#near = port1;
    this.far = port2;
    port1.onmessage = ({ data }: MessageEvent<unknown>) => this.dispatchEvent(new MessageEvent('message', { data }));
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#near.postMessage(message, transfer);
  }

  terminate(): void {
    this.#near.close();
  }
}

const workers: ChannelWorker[] = [];

afterEach(() => {
  for (const worker of workers.splice(0)) worker.terminate();
});

function clientOver(authenticator: PageSideAuthenticator): EngineClient {
  const start = () => {
    const worker = new ChannelWorker();
    workers.push(worker);
    return worker as unknown as Worker;
  };
  return new EngineClient({ start, onChanged: () => undefined, authenticator });
}

test('an answer is handed over whole, and the page keeps no octet of it', async () => {
  const output = new Uint8Array(32).fill(7);
  clientOver({ evaluate: () => Promise.resolve({ kind: 'outputs', outputs: [output] }), cancel: () => undefined });
  const [worker] = workers;
  const engine = new PageAuthenticator((wanted) => worker?.far.postMessage(wanted));
  if (worker) {
    worker.far.onmessage = ({ data }: MessageEvent<Told>) => {
      if (isPrfBrought(data)) engine.hear(data);
    };
  }
  expect(await engine.evaluate(question)).toEqual({ kind: 'outputs', outputs: [new Uint8Array(32).fill(7)] });
  expect(output.byteLength).toBe(0);
});

test('an answer for an engine that was closed meanwhile is wiped, and the question is taken back from the person', async () => {
  const output = new Uint8Array(32).fill(7);
  const answers: ((answer: PrfAnswer) => void)[] = [];
  let cancelled = 0;
  const client = clientOver({
    evaluate: () => new Promise((answer) => answers.push(answer)),
    cancel: () => (cancelled += 1),
  });
  workers[0]?.far.postMessage({ kind: 'prf-wanted', question: 1, prf: question } satisfies PrfWanted);
  await expect.poll(() => answers.length).toBe(1);
  client.close();
  expect(cancelled).toBe(1);
  answers[0]?.({ kind: 'outputs', outputs: [output] });
  await expect.poll(() => output).toEqual(new Uint8Array(32));
});

test('the engine takes one answer to each question; another one, or one to no question, is wiped', async () => {
  const said: PrfWanted[] = [];
  const engine = new PageAuthenticator((wanted) => said.push(wanted));
  const [first, second] = [engine.evaluate(question), engine.evaluate(question)];
  const outputs = [1, 2, 3].map((fill) => new Uint8Array(32).fill(fill));
  const bring = (index: number, output: Uint8Array<ArrayBuffer> | undefined): void => {
    engine.hear({ question: said[index]?.question ?? 99, answer: { kind: 'outputs', outputs: output ? [output] : [] } });
  };
  bring(1, outputs[1]);
  bring(0, outputs[0]);
  bring(0, outputs[2]);
  expect(await first).toEqual({ kind: 'outputs', outputs: [outputs[0]] });
  expect(await second).toEqual({ kind: 'outputs', outputs: [outputs[1]] });
  expect(outputs[2]).toEqual(new Uint8Array(32));
  bring(7, outputs[2]?.fill(9));
  expect(outputs[2]).toEqual(new Uint8Array(32));
});
