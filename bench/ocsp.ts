import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { alternate, defineBenchmark, median, round } from './harness.ts';
import type { OcspTask } from './house/ocsp-thread.ts';

/** What the responder promises on two cores, in answers a second. */
const PROMISED = { onDemand: 5000, preSigned: 20_000 } as const;

/**
 * OCSP from the octets of a request to the octets of its answer, without HTTP and without a database, on one thread a core: on demand with
 * a nonce (read, written, read once more by the signer, signed, the signature checked), and out of a store of answers made before, with what
 * caches are told. Beside it as many bare signatures over such answers as the same threads make, which no responder can go above.
 */
export const benchmark = defineBenchmark({
  name: 'ocsp',
  summary: 'OCSP answers a second, on demand and signed before, on two threads, against bare signatures and against what is promised',
  options: { rounds: 7, threads: 2, works: 4000 },
  run: async ({ rounds, threads, works }) => {
    const workers = Array.from({ length: threads }, () => new Worker(new URL('house/ocsp-thread.ts', import.meta.url)));
    try {
      await Promise.all(workers.map((worker) => once(worker, 'message')));
      const rate = async (task: OcspTask) => {
        const started = performance.now();
        for (const worker of workers) worker.postMessage(task);
        await Promise.all(workers.map((worker) => once(worker, 'message')));
        return (workers.length * task.works * 1000) / (performance.now() - started);
      };
      const preSigned: number[] = [];
      const measured = await alternate({
        rounds,
        subject: {
          name: 'on demand',
          measure: async () => {
            preSigned.push(await rate({ kind: 'pre-signed', works: 5 * works }));
            return rate({ kind: 'on-demand', works });
          },
        },
        limit: { name: 'bare signing', measure: () => rate({ kind: 'bare-signing', works }) },
        report: (line) => process.stderr.write(`${line}\n`),
      });
      return {
        unit: '1/s',
        ...measured,
        more: {
          promised: PROMISED.onDemand,
          preSigned: round(median(preSigned)),
          preSignedPromised: PROMISED.preSigned,
          threads,
        },
      };
    } finally {
      await Promise.all(workers.map((worker) => worker.terminate()));
    }
  },
});
