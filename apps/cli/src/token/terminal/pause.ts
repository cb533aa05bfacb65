import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, unless Ctrl-C or a request to end comes first. */
export async function pauseUntilInterrupted(milliseconds: number): Promise<'over' | 'interrupted'> {
  const interruption = new AbortController();
  const interrupt = (): void => {
    interruption.abort();
  };
  for (const signal of SIGNALS) process.once(signal, interrupt);
  try {
    await sleep(milliseconds, undefined, { signal: interruption.signal });
    return 'over';
  } catch {
    return 'interrupted';
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
