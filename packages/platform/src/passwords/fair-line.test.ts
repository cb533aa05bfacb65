import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Asker, FairLine, type Lane, TURNS } from './fair-line.ts';

const LANES: readonly Lane[] = ['known', 'stranger'];
const asker = (network: string, account = 'ada'): Asker => ({ lane: 'stranger', network, account });

/** Everybody's name, in the order in which the line serves them. */
function serveAll(line: FairLine<string>): readonly string[] {
  const served: string[] = [];
  for (let next = line.next(LANES); next; next = line.next(LANES)) served.push(next.waiter);
  return served;
}

const anyAsker: fc.Arbitrary<Asker> = fc.record({
  lane: fc.constantFrom(...LANES),
  network: fc.constantFrom('a', 'b', 'c', 'd'),
  account: fc.constantFrom('x', 'y', 'z'),
});

describe('a fair line', () => {
  test('a flood from one network waits for itself: a newcomer from another is served second', () => {
    const line = new FairLine<string>({ places: 100 });
    for (let index = 0; index < 50; index += 1) line.join(asker('flood', `name-${String(index)}`), 'flood');
    line.join(asker('home'), 'ada');
    expect(serveAll(line).indexOf('ada')).toBe(1);
  });

  test('a flood at one account waits for itself: a neighbour in the same network is served second', () => {
    const line = new FairLine<string>({ places: 100 });
    for (let index = 0; index < 50; index += 1) line.join(asker('office', 'victim'), 'flood');
    line.join(asker('office', 'ada'), 'ada');
    expect(serveAll(line).indexOf('ada')).toBe(1);
  });

  test('a flood of strangers from as many networks as one likes takes no place and one turn of five from those who are known', () => {
    const line = new FairLine<string>({ places: 100 });
    for (let index = 0; index < 500; index += 1) line.join(asker(String(index)), 'flood');
    for (let index = 0; index < 20; index += 1) {
      expect(line.join({ lane: 'known', network: 'office', account: String(index) }, 'known')).toEqual({ kind: 'waits' });
    }
    const served = serveAll(line);
    expect(served.lastIndexOf('known')).toBeLessThan(20 + Math.ceil(20 / TURNS.known));
  });

  test('a flood of people who are known leaves strangers one turn of five', () => {
    const line = new FairLine<string>({ places: 100 });
    for (let index = 0; index < 100; index += 1) line.join({ lane: 'known', network: 'office', account: String(index) }, 'known');
    for (let index = 0; index < 10; index += 1) line.join(asker(String(index)), 'stranger');
    expect(serveAll(line).lastIndexOf('stranger')).toBeLessThan(10 * (TURNS.known + TURNS.stranger));
  });

  test('the lane that may not be served now is passed over', () => {
    const line = new FairLine<string>({ places: 10 });
    line.join({ lane: 'known', network: 'a', account: 'x' }, 'known');
    line.join(asker('b'), 'stranger');
    expect(line.next(['stranger'])).toEqual({ lane: 'stranger', waiter: 'stranger' });
    expect(line.next(['stranger'])).toBeUndefined();
    expect(line.next(LANES)).toEqual({ lane: 'known', waiter: 'known' });
    expect(line.next(LANES)).toBeUndefined();
  });

  test('never holds more than its places in a lane, and serves everybody it did not tell that it is full, once', () => {
    fc.assert(
      fc.property(fc.array(fc.option(anyAsker), { maxLength: 200 }), fc.integer({ min: 0, max: 12 }), (steps, places) => {
        const line = new FairLine<number>({ places });
        const waiting = new Set<number>();
        const leave = (who: number) => {
          expect(waiting.delete(who)).toBe(true);
        };
        for (const [index, step] of steps.entries()) {
          if (step === null) {
            const next = line.next(LANES);
            if (next) leave(next.waiter);
            else expect(waiting.size).toBe(0);
            continue;
          }
          const joining = line.join(step, index);
          if (joining.kind !== 'refused') waiting.add(index);
          if (joining.kind === 'displaces') leave(joining.displaced);
          for (const lane of LANES) expect(line.waitingIn(lane)).toBeLessThanOrEqual(places);
        }
        for (let next = line.next(LANES); next; next = line.next(LANES)) leave(next.waiter);
        expect(waiting.size).toBe(0);
      }),
    );
  });

  test('whoever is refused or displaced comes from a network that held as many places as any other, but for one', () => {
    fc.assert(
      fc.property(fc.array(anyAsker, { maxLength: 100 }), fc.integer({ min: 1, max: 12 }), (askers, places) => {
        const line = new FairLine<Asker>({ places });
        const waiting: Asker[] = [];
        for (const one of askers) {
          const held = new Map<string, number>();
          for (const { network } of waiting.filter(({ lane }) => lane === one.lane)) held.set(network, (held.get(network) ?? 0) + 1);
          const most = Math.max(0, ...held.values());
          const joining = line.join(one, one);
          if (joining.kind === 'refused') expect(held.get(one.network) ?? 0).toBeGreaterThanOrEqual(most - 1);
          else waiting.push(one);
          if (joining.kind === 'displaces') {
            expect(held.get(joining.displaced.network)).toBe(most);
            waiting.splice(waiting.indexOf(joining.displaced), 1);
          }
        }
      }),
    );
  });

  test('a network that waits is served once in every round of the networks that wait in its lane', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<string>('a', 'b', 'c', 'd', 'e'), { minLength: 1, maxLength: 60 }), (networks) => {
        const line = new FairLine<string>({ places: 100 });
        for (const network of networks) line.join(asker(network), network);
        const waitingSince = new Map(networks.map((network) => [network, 0]));
        const round = waitingSince.size;
        for (const network of serveAll(line)) {
          for (const [other, turns] of waitingSince) waitingSince.set(other, other === network ? 0 : turns + 1);
          expect(Math.max(...waitingSince.values())).toBeLessThan(round);
          networks.splice(networks.indexOf(network), 1);
          if (!networks.includes(network)) waitingSince.delete(network);
        }
      }),
    );
  });
});
