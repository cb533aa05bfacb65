import { performance } from 'node:perf_hooks';
import type { Attack, Order, Raid } from './attack.ts';
import { type Answer, Browser } from './browser.ts';
import { Connections } from './connections.ts';
import { UnlockJourney } from './unlock-journey.ts';

/**
 * The second client: a process of its own, so that what it does is not on the thread that measures. It sends wrong codes as fast as they are answered, on kept connections, in
 * the three ways that cost the server most:
 *
 * * wrong passwords under ever other names from ever other networks, which no budget stops: each costs a hash;
 * * wrong passwords under the names of the very people who want in, from one network, which the budgets stop;
 * * wrong PIN Reset Codes in the session of somebody who has an account.
 */

type Shot = () => Promise<Answer>;

async function arm(attack: Attack): Promise<readonly Shot[]> {
  const connections = new Connections();
  const shots: Shot[] = [];
  for (let index = 0; index < attack.connections; index += 1) {
    shots.push(await strangersFromEverywhere({ attack, connections, index }));
    shots.push(await strangerFromOnePlace({ attack, connections }));
  }
  const codes = await insider({ attack, connections });
  return [...shots, ...Array<Shot>(attack.connections).fill(codes)];
}

interface Arms {
  readonly attack: Attack;
  readonly connections: Connections;
}

async function passwordPage({ attack, connections }: Arms): Promise<{ readonly browser: Browser; readonly url: URL }> {
  const browser = new Browser({ connections, address: ONE_PLACE });
  const { url } = await browser.open(new URL('/dashboard', attack.portal));
  return { browser, url };
}

async function strangersFromEverywhere(given: Arms & { readonly index: number }): Promise<Shot> {
  const { browser, url } = await passwordPage(given);
  let turn = 0;
  return () => {
    turn += 1;
    browser.comesFrom(networkNumber(turn * given.attack.connections + given.index));
    return browser.submit(url, formOf(`nobody.${String(given.index)}.${String(turn)}`));
  };
}

async function strangerFromOnePlace(given: Arms): Promise<Shot> {
  const { browser, url } = await passwordPage(given);
  let turn = 0;
  return () => {
    turn += 1;
    return browser.submit(url, formOf(given.attack.victims[turn % given.attack.victims.length] ?? ''));
  };
}

async function insider({ attack, connections }: Arms): Promise<Shot> {
  const journey = await UnlockJourney.begin({ connections, selfAdministration: attack.selfAdministration, person: attack.insider });
  await journey.prove();
  return () => journey.tryCode(WRONG_CODE);
}

const ONE_PLACE = '203.0.113.66';
/** In good order, and no token's. */
const WRONG_CODE = '10000 00000 00000';

function networkNumber(index: number): string {
  return `100.${String((index >> 16) & 255)}.${String((index >> 8) & 255)}.${String(index & 255)}`;
}

function formOf(userName: string): string {
  return new URLSearchParams({ userName, password: 'not the password of anybody' }).toString();
}

async function raid(shots: readonly Shot[], isOver: () => boolean): Promise<Raid> {
  const started = performance.now();
  const statuses: Record<string, number> = {};
  let requests = 0;
  const fire = async (shot: Shot): Promise<void> => {
    while (!isOver()) {
      const { status } = await shot();
      requests += 1;
      statuses[String(status)] = (statuses[String(status)] ?? 0) + 1;
    }
  };
  await Promise.all(shots.map(fire));
  return { requests, seconds: (performance.now() - started) / 1000, statuses };
}

let shots: readonly Shot[] = [];
let isOver = true;

async function obey(order: Order): Promise<void> {
  switch (order.kind) {
    case 'prepare':
      shots = await arm(order.attack);
      process.send?.('ready');
      return;
    case 'begin':
      isOver = false;
      process.send?.(await raid(shots, () => isOver));
      return;
    case 'end':
      isOver = true;
      return;
  }
}

process.on('message', (order: Order) => {
  obey(order).catch((error: unknown) => {
    process.stderr.write(`the attack failed: ${String(error)}\n`);
    process.exit(1);
  });
});
