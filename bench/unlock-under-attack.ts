import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '@sallyport/platform';
import { alternate, defineBenchmark, median, ratePerSecond, round } from './harness.ts';
import type { Raid } from './house/attack.ts';
import { Connections } from './house/connections.ts';
import { createLockedPeople, type LockedPerson } from './house/locked-people.ts';
import { percentile } from './house/percentile.ts';
import { type RunningServer, startServer } from './house/running-server.ts';
import { SecondClient } from './house/second-client.ts';
import { openIn, removeFolder, type Settings, settingsFor, temporaryFolder } from './house/temporary-installation.ts';
import { UnlockJourney, type UnlockTimes } from './house/unlock-journey.ts';

/**
 * How long people wait whose token is locked, while a second client sends wrong codes as fast as they are answered: p99 under attack, against p99 when it is calm.
 *
 * One unlock request is what the person waits for: from sending the password to the page with the unlock code. So it passes everything that an attacker can
 * fill: the sign-in, two answers and the password behind the hashing queue, four budgets, the sealed keys, the audit chain. Sending the PIN Reset Code alone would leave out the
 * one part that is slow, and with it the queue; it is measured too, as `lastStep…`. The people are where they set their account up, in a browser that is known; they come one
 * after the other from `callers` at once, each from a network of their own. The server is the built one, a process of its own; what the attack is, `house/attacker.ts` says.
 *
 * The limit is the calm p99, measured in the same run, round by round in turn, so `ratio` is how many times longer an attack makes the slowest of a hundred wait: at most 2.
 */
export const benchmark = defineBenchmark({
  name: 'unlock-under-attack',
  summary: 'p99 of unlock requests over HTTP while a second client sends wrong codes at full speed, against the calm p99',
  options: { rounds: 7, callers: 2, unlocks: 100, attackers: 4 },
  run: async ({ rounds, callers, unlocks, attackers }) => {
    const folder = await temporaryFolder();
    let server: RunningServer | undefined;
    let attacker: SecondClient | undefined;
    try {
      const settings = { ...settingsFor(folder), SALLYPORT_TRUST_PROXY: 'yes' };
      // A warm-up and the rounds, each calm and attacked; one unlock code is issued three times in a day.
      const needed = Math.ceil(((rounds + 1) * 2 * unlocks) / ISSUES_A_DAY);
      const [insider, ...people] = await fill(settings, needed + 1);
      if (!insider) throw new Error('nobody was made');
      server = await startServer({ settings, logFile: join(folder, 'server.log') });
      const { certificateServices: portal, selfAdministration } = server;
      const victims = people.map(({ userName }) => userName);
      attacker = await SecondClient.prepare({ portal, selfAdministration, insider, victims, connections: attackers });
      const phase = phaseOf({ selfAdministration, callers, unlocks, next: inTurn(people) });
      const calm: Phase[] = [];
      const attacked: Phase[] = [];
      const measured = await alternate({
        rounds,
        subject: {
          name: 'p99 under attack',
          measure: () => attacker?.attackDuring(() => keep(attacked, phase)) ?? Promise.reject(new Error('no attacker')),
        },
        limit: { name: 'p99 in calm', measure: () => keep(calm, phase) },
        report: (line) => process.stderr.write(`${line}\n`),
      });
      return {
        unit: 'ms',
        ...measured,
        more: { ...figures({ calm, attacked, raids: attacker.raids }), callers, attackers: attackers * 3 },
      };
    } finally {
      attacker?.stop();
      await server?.stop();
      await removeFolder(folder);
    }
  },
});

const ISSUES_A_DAY = 3;
/** What is under way when an attack begins is not under attack yet. */
const ATTACK_SETTLES_MS = 300;

interface Phase {
  readonly perSecond: number;
  readonly times: readonly UnlockTimes[];
}

async function fill(settings: Settings, count: number): Promise<readonly LockedPerson[]> {
  const installation = await openIn(settings, systemClock);
  try {
    const people = await createLockedPeople(installation.identity, count);
    while ((await installation.delivery.deliverDue()).sent > 0);
    return people;
  } finally {
    await installation.close();
  }
}

/** Gives one after the other, and begins again. */
function inTurn<Item>(items: readonly Item[]): () => Item {
  let turn = 0;
  return () => {
    const item = items[turn % items.length];
    turn += 1;
    if (item === undefined) throw new Error('there is nobody');
    return item;
  };
}

function phaseOf(given: {
  readonly selfAdministration: string;
  readonly callers: number;
  readonly unlocks: number;
  readonly next: () => LockedPerson;
}): () => Promise<Phase> {
  const { selfAdministration, callers, unlocks, next } = given;
  return async () => {
    const connections = new Connections();
    try {
      const journeys: UnlockJourney[] = [];
      await ratePerSecond({
        callers,
        works: unlocks,
        work: async () => journeys.push(await UnlockJourney.begin({ connections, selfAdministration, person: next() })),
      });
      await wait(ATTACK_SETTLES_MS);
      const times: UnlockTimes[] = [];
      const run = async (journey: UnlockJourney | undefined) => {
        if (journey) times.push(await journey.run());
      };
      const perSecond = await ratePerSecond({ callers, works: unlocks, work: (index) => run(journeys[index]) });
      return { perSecond, times };
    } finally {
      connections.close();
    }
  };
}

async function keep(phases: Phase[], measure: () => Promise<Phase>): Promise<number> {
  const phase = await measure();
  phases.push(phase);
  return p99(phase.times.map(({ wholeWay }) => wholeWay));
}

const p99 = (times: readonly number[]): number => percentile(times, 99);

/** Medians over the rounds, the warm-up left out. */
function figures(given: { readonly calm: readonly Phase[]; readonly attacked: readonly Phase[]; readonly raids: readonly Raid[] }) {
  const [calm, attacked, raids] = [given.calm.slice(1), given.attacked.slice(1), given.raids.slice(1)];
  const over = (phases: readonly Phase[], figure: (phase: Phase) => number) => round(median(phases.map(figure)));
  const lastStep = ({ times }: Phase) => p99(times.map((one) => one.lastStep));
  const middle = ({ times }: Phase) => median(times.map((one) => one.wholeWay));
  return {
    unlocksPerSecondCalm: over(calm, ({ perSecond }) => perSecond),
    unlocksPerSecondAttacked: over(attacked, ({ perSecond }) => perSecond),
    medianCalm: over(calm, middle),
    medianAttacked: over(attacked, middle),
    lastStepP99Calm: over(calm, lastStep),
    lastStepP99Attacked: over(attacked, lastStep),
    wrongCodesPerSecond: round(median(raids.map(({ requests, seconds }) => requests / seconds))),
    answersToWrongCodes: tallied(raids),
  };
}

function tallied(raids: readonly Raid[]): string {
  const counts = new Map<string, number>();
  for (const [status, count] of raids.flatMap(({ statuses }) => Object.entries(statuses)))
    counts.set(status, (counts.get(status) ?? 0) + count);
  return [...counts].map(([status, count]) => `${status}: ${String(count)}`).join(', ');
}
