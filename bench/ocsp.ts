import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { alternate, defineBenchmark, median, round } from './harness.ts';
import { startRelyingParty } from './house/ocsp-over-http.ts';
import type { OcspTask } from './house/ocsp-thread.ts';

/** What the responder promises on two cores, in answers a second. */
const PROMISED = { onDemand: 5000, preSigned: 20_000 } as const;

/**
 * OCSP in process: from the octets of a request to the octets of its answer, without HTTP and without a database, on one thread a core; that is what is promised. On demand with
 * a nonce (read, written, read once more by the signer, signed, the signature checked), and out of a store of answers made before, with what
 * caches are told. The limit is as many bare signatures over such answers as the same threads make, which no responder can go above.
 *
 * Beside it what a relying party gets over HTTP: the built server, which is one process with its database, asked by this one on the same cores. What one network may have signed is
 * limited there, so on demand is measured in short runs.
 */
export const benchmark = defineBenchmark({
  name: 'ocsp',
  summary:
    'OCSP answers a second in process, on demand and signed before, on two threads, against bare signatures and what is promised; and over HTTP',
  options: { rounds: 7, threads: 2, works: 4000 },
  run: async ({ rounds, threads, works }) => {
    const relyingParty = await startRelyingParty();
    const workers = Array.from({ length: threads }, () => new Worker(new URL('house/ocsp-thread.ts', import.meta.url)));
    try {
      await Promise.all(workers.map((worker) => once(worker, 'message')));
      const rate = async (task: OcspTask) => {
        const started = performance.now();
        for (const worker of workers) worker.postMessage(task);
        await Promise.all(workers.map((worker) => once(worker, 'message')));
        return (workers.length * task.works * 1000) / (performance.now() - started);
      };
      const [preSigned, preSignedHttp, onDemandHttp]: number[][] = [[], [], []];
      const measured = await alternate({
        rounds,
        subject: {
          name: 'on demand, in process',
          measure: async () => {
            onDemandHttp?.push(await relyingParty.onDemand());
            preSignedHttp?.push(await relyingParty.preSigned());
            preSigned?.push(await rate({ kind: 'pre-signed', works: 5 * works }));
            return rate({ kind: 'on-demand', works });
          },
        },
        limit: { name: 'bare signing', measure: () => rate({ kind: 'bare-signing', works }) },
        report: (line) => process.stderr.write(`${line}\n`),
      });
      // The first was a warm-up.
      const series = (name: string, all: readonly number[] = []) => ({ name, rounds: all.slice(1) });
      const beside = [
        series('signed before, in process', preSigned),
        series('on demand, over HTTP', onDemandHttp),
        series('signed before, over HTTP', preSignedHttp),
      ] as const;
      return {
        unit: '1/s',
        ...measured,
        beside,
        more: {
          promised: PROMISED.onDemand,
          preSigned: round(median(beside[0].rounds)),
          preSignedPromised: PROMISED.preSigned,
          onDemandOverHttp: round(median(beside[1].rounds)),
          preSignedOverHttp: round(median(beside[2].rounds)),
          threads,
        },
      };
    } finally {
      await Promise.all(workers.map((worker) => worker.terminate()));
      await relyingParty.close();
    }
  },
});
