import { type Asker, FairLine, type Lane } from './fair-line.ts';

/**
 * Runs at most `atOnce` tasks at a time and lets at most `waiting` more wait in each lane, in the order of `FairLine`. Whoever finds the lane full, or gives way in it, is told so at
 * once instead of joining a line that no longer ends: that keeps the memory and the longest wait bounded when someone floods the sign-in page.
 *
 * Strangers leave one of the places free, if there are two: somebody known starts at once, whatever strangers do. While somebody known is served they begin only while fewer than
 * `besideKnown` tasks run, so that they do not share the cores with them either; one stranger at a time is always served.
 */
export interface BoundedQueue {
  run<Result>(asker: Asker, task: () => Promise<Result>): Promise<Result | 'busy'>;
}

export interface Bounds {
  readonly atOnce: number;
  /** Default: as many as `atOnce`. */
  readonly besideKnown?: number;
  readonly waiting: number;
}

export function createBoundedQueue({ atOnce, besideKnown = atOnce, waiting }: Bounds): BoundedQueue {
  const line = new FairLine<(turn: 'served' | 'busy') => void>({ places: waiting });
  const running: Record<Lane, number> = { known: 0, stranger: 0 };

  function hasRoom(lane: Lane): boolean {
    const taken = running.known + running.stranger;
    if (lane === 'known' || running.stranger === 0) return taken < atOnce;
    return taken < (running.known > 0 ? Math.min(besideKnown, atOnce - 1) : atOnce - 1);
  }

  async function takePlace(asker: Asker): Promise<'served' | 'busy'> {
    // Nobody is passed over: where there is room, no one of that lane waits.
    if (hasRoom(asker.lane)) {
      running[asker.lane] += 1;
      return 'served';
    }
    return new Promise((resolve) => {
      const joining = line.join(asker, resolve);
      if (joining.kind === 'refused') resolve('busy');
      if (joining.kind === 'displaces') joining.displaced('busy');
    });
  }

  /**
   * Hands the place on without giving it back first, so that nobody can slip in before the first of the line. When the last one known leaves, several strangers may begin.
   */
  function leave(lane: Lane): void {
    running[lane] -= 1;
    for (let next = nextWithRoom(); next; next = nextWithRoom()) {
      running[next.lane] += 1;
      next.waiter('served');
    }
  }

  const nextWithRoom = () => line.next(LANES.filter(hasRoom));

  return {
    run: async (asker, task) => {
      if ((await takePlace(asker)) === 'busy') return 'busy';
      try {
        return await task();
      } finally {
        leave(asker.lane);
      }
    },
  };
}

const LANES: readonly Lane[] = ['known', 'stranger'];
