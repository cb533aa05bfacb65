import { setTimeout as sleep } from 'node:timers/promises';

/** Waiting that a person can end. */
export interface Waiting {
  /** `interrupted`: by Ctrl-C or a request to end, now or at any moment since this waiting began. */
  readonly pause: (milliseconds: number) => Promise<'over' | 'interrupted'>;
  readonly end: () => void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Listens from now on, not only while it pauses: a signal that came in between would end the process where it stands. */
export function beginWaiting(): Waiting {
  const interruption = new AbortController();
  const interrupt = (): void => {
    interruption.abort();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return {
    pause: async (milliseconds) => {
      try {
        await sleep(milliseconds, undefined, { signal: interruption.signal });
        return 'over';
      } catch {
        return 'interrupted';
      }
    },
    end: () => {
      for (const signal of SIGNALS) process.off(signal, interrupt);
    },
  };
}
