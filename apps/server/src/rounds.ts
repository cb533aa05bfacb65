import type { Log } from '@sallyport/platform';

export interface Rounds {
  stop(): void;
}

export interface RoundsToMake {
  readonly everyMs: number;
  readonly round: () => Promise<void>;
  readonly log: Log;
  /** For the log, when one fails. */
  readonly failure: string;
}

/** Every so often in every process; a round begins when the one before is over. */
export function startRounds({ everyMs, round, log, failure }: RoundsToMake): Rounds {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const next = (): void => {
    if (!isStopped) timer = setTimeout(run, everyMs).unref();
  };
  const run = (): void => {
    round()
      .catch((error: unknown) => {
        log.error({ err: error }, failure);
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
