/**
 * Runs at most `atOnce` tasks at a time and lets at most `waiting` more wait, first come, first served. Whoever finds the queue full is told so at once
 * instead of joining a line that no longer ends: that keeps the memory and the longest wait bounded when someone floods the sign-in page.
 */
export interface BoundedQueue {
  run<Result>(task: () => Promise<Result>): Promise<Result | 'busy'>;
}

export function createBoundedQueue({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): BoundedQueue {
  const line: (() => void)[] = [];
  let running = 0;

  async function takePlace(): Promise<void> {
    if (running < atOnce) {
      running += 1;
      return;
    }
    await new Promise<void>((resolve) => line.push(resolve));
  }

  /** Hands the place on without giving it back first, so that nobody can slip in before the first of the line. */
  function leave(): void {
    const next = line.shift();
    if (next) next();
    else running -= 1;
  }

  return {
    run: async (task) => {
      if (running >= atOnce && line.length >= waiting) return 'busy';
      await takePlace();
      try {
        return await task();
      } finally {
        leave();
      }
    },
  };
}
