import type { WebWorker } from 'puppeteer-core';

/** V8's own profiler in a worker: how long its thread had something to do. */
export class WorkerProfile {
  readonly #client: WebWorker['client'];
  readonly #started: Promise<unknown>;

  constructor(worker: WebWorker) {
    this.#client = worker.client;
    this.#started = this.#client.send('Profiler.enable').then(() => this.#client.send('Profiler.start'));
  }

  /** Since the start, or since it was asked the last time. In milliseconds. */
  async busyMs(): Promise<number> {
    await this.#started;
    const { profile } = await this.#client.send('Profiler.stop');
    await this.#client.send('Profiler.start');
    const { nodes, samples = [], timeDeltas = [] } = profile;
    const idle = new Set(nodes.filter(({ callFrame }) => callFrame.functionName === '(idle)').map(({ id }) => id));
    const busy = timeDeltas.filter((_, place) => !idle.has(samples[place] ?? 0));
    return busy.reduce((sum, microseconds) => sum + microseconds, 0) / 1000;
  }
}
