import { parentPort } from 'node:worker_threads';
import { OcspDesk } from './ocsp-desk.ts';

/** One thread with a desk of its own: it is told what to do how often, does it, and says that it is done. */

export interface OcspTask {
  readonly kind: 'on-demand' | 'pre-signed' | 'bare-signing';
  readonly works: number;
}

const desk = await OcspDesk.open();

parentPort?.on('message', ({ kind, works }: OcspTask) => {
  void desk.work(kind, works).then(() => parentPort?.postMessage('done'));
});
parentPort?.postMessage('ready');
