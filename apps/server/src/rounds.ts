import type { Log } from '@sallyport/platform';

/** Work that is done over and over, in every process. */
export interface Rounds {
  stop(): void;
}

/** A round begins so long after the one before is over. One that fails is logged with these words, and the next one tries again. */
export function startRounds(given: {
  readonly everyMs: number;
  readonly round: () => Promise<void>;
  readonly log: Log;
  readonly failed: string;
}): Rounds {
  const { everyMs, round, log, failed } = given;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const next = (): void => {
    if (!isStopped) timer = setTimeout(run, everyMs).unref();
  };
  const run = (): void => {
    round()
      .catch((error: unknown) => {
        log.error({ err: error }, failed);
      })
      .finally(next);
  };
  run();
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
