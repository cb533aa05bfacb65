/**
 * Who is served next when more wait than can be served: the pure rule behind the hashing queue.
 *
 *     known ───┐  4 turns          lane ─▶ network ─▶ account
 *              ├──────────▶ next      each a ring: whoever was served goes to its end
 *     stranger ┘  1 turn
 *
 * Deficit round robin (Shreedhar and Varghese, 1995) over three levels. Every hash costs the same, so a deficit is a number of turns. Two lanes: people
 * who have proved something here already, and strangers. While both wait, the known have four turns of five, so that a flood of strangers costs them little and
 * never ends the strangers' service. Within a lane the networks take turns, and within a network the accounts: a flood from one place, or at one account, waits for
 * itself.
 *
 * Each lane has places of its own, so a stranger never takes a place from somebody known. When a lane is full, the newcomer is refused if its network holds as many places
 * as any; otherwise the last of the longest account of the network that holds most gives way. First come, first served was rejected: whoever comes fastest
 * fills it, and everybody else is told that it is full.
 */
export interface Asker {
  /** `known` once somebody has proved something: a browser this account has signed in from, a session, a link from a mail. */
  readonly lane: Lane;
  readonly network: string;
  /** Whose secret is looked at; for a stranger, whichever name was typed. */
  readonly account: string;
}

export type Lane = 'known' | 'stranger';

export type Joining<Waiter> =
  | { readonly kind: 'waits' }
  | { readonly kind: 'refused' }
  /** Waits, in place of one who is to be told that the line is full. */
  | { readonly kind: 'displaces'; readonly displaced: Waiter };

/** Turns of a lane while the other waits too. */
export const TURNS: Readonly<Record<Lane, number>> = { known: 4, stranger: 1 };

type Network<Waiter> = Map<string, Waiter[]>;

export class FairLine<Waiter> {
  readonly #places: number;
  readonly #lanes: Readonly<Record<Lane, LaneOfNetworks<Waiter>>>;
  #turnsTaken = 0;

  /** @param given.places how many may wait in each lane. */
  constructor({ places }: { readonly places: number }) {
    this.#places = places;
    this.#lanes = { known: new LaneOfNetworks(), stranger: new LaneOfNetworks() };
  }

  waitingIn(lane: Lane): number {
    return this.#lanes[lane].size;
  }

  join(asker: Asker, waiter: Waiter): Joining<Waiter> {
    const lane = this.#lanes[asker.lane];
    if (lane.size < this.#places) {
      lane.add(asker, waiter);
      return { kind: 'waits' };
    }
    const longest = lane.longestNetwork();
    if (longest === undefined || lane.waitingFrom(asker.network) >= lane.waitingFrom(longest) - 1) return { kind: 'refused' };
    const displaced = lane.dropLastOf(longest);
    lane.add(asker, waiter);
    return { kind: 'displaces', displaced };
  }

  /** Takes out who is served next, of the lanes that may be served now. */
  next(lanes: readonly Lane[]): { readonly lane: Lane; readonly waiter: Waiter } | undefined {
    const waiting = lanes.filter((lane) => this.#lanes[lane].size > 0);
    const [only] = waiting;
    if (only === undefined) return undefined;
    const lane = waiting.length === 1 ? only : this.#laneInTurn();
    return { lane, waiter: this.#lanes[lane].take() };
  }

  #laneInTurn(): Lane {
    const turn = this.#turnsTaken;
    this.#turnsTaken = (turn + 1) % (TURNS.known + TURNS.stranger);
    return turn < TURNS.known ? 'known' : 'stranger';
  }
}

/** The rings are maps: a map keeps the order in which keys came, and one that is taken out and put in again stands at the end. */
class LaneOfNetworks<Waiter> {
  readonly #networks = new Map<string, Network<Waiter>>();
  readonly #sizes = new Map<string, number>();
  size = 0;

  waitingFrom(network: string): number {
    return this.#sizes.get(network) ?? 0;
  }

  add({ network, account }: Asker, waiter: Waiter): void {
    const accounts: Network<Waiter> = this.#networks.get(network) ?? new Map<string, Waiter[]>();
    const line = accounts.get(account) ?? [];
    line.push(waiter);
    accounts.set(account, line);
    this.#networks.set(network, accounts);
    this.#count(network, 1);
  }

  take(): Waiter {
    const [network, accounts] = firstOf(this.#networks);
    const [account, line] = firstOf(accounts);
    const waiter = shiftOf(line);
    moveToEnd(accounts, { key: account, value: line, isEmpty: line.length === 0 });
    moveToEnd(this.#networks, { key: network, value: accounts, isEmpty: accounts.size === 0 });
    this.#count(network, -1);
    return waiter;
  }

  /** At most as many as there are places are looked at, and only when they are all taken. */
  longestNetwork(): string | undefined {
    let longest: string | undefined;
    for (const network of this.#sizes.keys()) {
      if (longest === undefined || this.waitingFrom(network) > this.waitingFrom(longest)) longest = network;
    }
    return longest;
  }

  dropLastOf(network: string): Waiter {
    const accounts = this.#networks.get(network) ?? new Map<string, Waiter[]>();
    const [account, line] = [...accounts].reduce((longest, other) => (other[1].length > longest[1].length ? other : longest));
    const waiter = line.pop();
    if (waiter === undefined) throw new Error('an empty line was kept');
    if (line.length === 0) accounts.delete(account);
    if (accounts.size === 0) this.#networks.delete(network);
    this.#count(network, -1);
    return waiter;
  }

  #count(network: string, change: 1 | -1): void {
    const size = this.waitingFrom(network) + change;
    if (size === 0) this.#sizes.delete(network);
    else this.#sizes.set(network, size);
    this.size += change;
  }
}

function firstOf<Value>(ring: ReadonlyMap<string, Value>): [string, Value] {
  const first = ring.entries().next();
  if (first.done === true) throw new Error('nobody waits');
  return first.value;
}

function shiftOf<Waiter>(line: Waiter[]): Waiter {
  const waiter = line.shift();
  if (waiter === undefined) throw new Error('an empty line was kept');
  return waiter;
}

function moveToEnd<Value>(
  ring: Map<string, Value>,
  last: { readonly key: string; readonly value: Value; readonly isEmpty: boolean },
): void {
  ring.delete(last.key);
  if (!last.isEmpty) ring.set(last.key, last.value);
}
