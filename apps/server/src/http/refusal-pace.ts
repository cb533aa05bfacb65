/**
 * How long a refused form is answered later, so that guessing is slow for whoever guesses and costs nobody else anything. Only refusals are held back: somebody who types what is right is
 * never slowed down, whoever else is in their network, so this is no way to lock anybody out. Knows nothing of accounts, and so tells nothing about them.
 *
 * A network may be refused a few times at once and then every few seconds; the whole house rather more often. Beyond either, each refusal takes a second longer: a connection then sends
 * one guess a second instead of hundreds, and the server is there for the others. This is about load; what may be guessed at all is what the attempt budgets say.
 *
 * One number a network and one for the house (the generic cell rate algorithm, ITU-T I.371): when everything that was refused so far would have come at the allowed pace.
 */
export interface Pace {
  /** Refusals that may come at once. */
  readonly burst: number;
  /** After those, one as often as this. */
  readonly everyMs: number;
}

export const NETWORK_PACE: Pace = { burst: 10, everyMs: 6_000 };
export const HOUSE_PACE: Pace = { burst: 50, everyMs: 50 };
export const HOLD_MS = 1_000;
/** The networks refused longest ago are forgotten first. */
export const MOST_NETWORKS = 10_000;

export class RefusalPace {
  readonly #networks = new Map<string, number>();
  #house = 0;

  /** Counts a refusal. @returns for how many milliseconds its answer is to be held back. */
  holdMs({ network, now }: { readonly network: string; readonly now: number }): number {
    const own = next(this.#networks.get(network) ?? 0, { now, pace: NETWORK_PACE });
    const house = next(this.#house, { now, pace: HOUSE_PACE });
    this.#house = house.paidUntil;
    this.#networks.delete(network);
    this.#networks.set(network, own.paidUntil);
    if (this.#networks.size > MOST_NETWORKS) this.#forgetOldest();
    return own.isTooFast || house.isTooFast ? HOLD_MS : 0;
  }

  get networks(): number {
    return this.#networks.size;
  }

  #forgetOldest(): void {
    for (const oldest of this.#networks.keys()) {
      this.#networks.delete(oldest);
      return;
    }
  }
}

function next(paidUntil: number, { now, pace }: { readonly now: number; readonly pace: Pace }) {
  const most = now + pace.burst * pace.everyMs;
  const wanted = Math.max(paidUntil, now) + pace.everyMs;
  // What was held back is not owed on top: whoever stops guessing is a stranger to this again after the burst's time.
  return { paidUntil: Math.min(wanted, most), isTooFast: wanted > most };
}
