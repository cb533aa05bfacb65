import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '@sallyport/platform';
import { defineBenchmark, round } from './harness.ts';
import { Connections } from './house/connections.ts';
import { type Door, openDoors } from './house/doors.ts';
import { createPeople, type Person } from './house/people.ts';
import { type RunningServer, startServer } from './house/running-server.ts';
import { unlikeness } from './house/sameness.ts';
import { openIn, removeFolder, type Settings, settingsFor, temporaryFolder } from './house/temporary-installation.ts';

/**
 * Whether the time that an answer takes tells if there is such an account. At every door that takes a name, three groups knock in turn, one request at a time and in an order drawn anew each time: people
 * who have an account, other people who have one, and names that nobody has. How unlike the times of the first and the third are is compared to how unlike those of the first
 * and the second are, which nothing but chance can tell apart: that is the limit, measured in the same run.
 *
 * Of each round the door that tells most counts, for the value as for the limit, so that one door that tells is not hidden by others that do not. A ratio about 1 says that time tells nothing; a
 * door that tells everything has an unlikeness of 1, here about 4 times the limit. Everybody knocks from a network of their own, and slowly enough that no refusal is held back.
 */
export const benchmark = defineBenchmark({
  name: 'enumeration',
  summary: 'unlikeness of the times of answers about known and unknown accounts, against that of two groups of known ones',
  options: { rounds: 7, samples: 40, 'pause-ms': 60 },
  run: async ({ rounds, samples, 'pause-ms': pauseMs }) => {
    const folder = await temporaryFolder();
    const connections = new Connections();
    let server: RunningServer | undefined;
    try {
      const settings = { ...settingsFor(folder), SALLYPORT_TRUST_PROXY: 'yes' };
      const people = await fill(settings, 2 * samples * (rounds + 1));
      server = await startServer({ settings, logFile: join(folder, 'server.log') });
      const doors = await openDoors({ server, connections });
      const groups = groupsOf(people);
      const measured: Times[][] = [];
      for (let turn = 0; turn <= rounds; turn += 1) {
        const times: Times[] = [];
        for (const door of doors)
          times.push(await knockInTurn({ door, groups: groups.slice(turn * samples, (turn + 1) * samples), pauseMs }));
        // The first is a warm-up, which counts nothing.
        if (turn > 0) measured.push(times);
        process.stderr.write(`round ${String(turn)} of ${String(rounds)}\n`);
      }
      const most = (compare: (times: Times) => number) => measured.map((times) => Math.max(...times.map(compare)));
      return {
        unit: 'unlikeness',
        subject: { name: 'known and unknown', rounds: most(({ known, unknown }) => unlikeness(known, unknown)) },
        limit: { name: 'known and known', rounds: most(({ known, others }) => unlikeness(known, others)) },
        more: { samples, ...eachDoor(doors, measured) },
      };
    } finally {
      connections.close();
      await server?.stop();
      await removeFolder(folder);
    }
  },
});

/** In milliseconds. */
interface Times {
  readonly known: number[];
  readonly others: number[];
  readonly unknown: number[];
}

interface Visitor {
  readonly group: keyof Times;
  readonly userName: string;
  readonly address: string;
}

async function fill(settings: Settings, count: number): Promise<readonly Person[]> {
  const installation = await openIn(settings, systemClock);
  try {
    const people = await createPeople(installation.identity, count);
    while ((await installation.delivery.deliverDue()).sent > 0);
    return people;
  } finally {
    await installation.close();
  }
}

/** Threes who knock one after the other: two who are known and a name as long that is not. */
function groupsOf(people: readonly Person[]): readonly (readonly Visitor[])[] {
  const half = people.length / 2;
  return people.slice(0, half).map((person, index) => {
    const other = people[half + index] ?? person;
    const unknown = { userName: person.userName.replace('person', 'nobody'), address: person.address.replace(/^10\./, '100.') };
    return [
      { group: 'known', ...person },
      { group: 'others', ...other },
      { group: 'unknown', ...unknown },
    ];
  });
}

async function knockInTurn(given: {
  readonly door: Door;
  readonly groups: readonly (readonly Visitor[])[];
  readonly pauseMs: number;
}): Promise<Times> {
  const times: Times = { known: [], others: [], unknown: [] };
  for (const three of given.groups) {
    for (const visitor of shuffled(three)) {
      times[visitor.group].push(await given.door.knock(visitor));
      await wait(given.pauseMs);
    }
  }
  return times;
}

function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** Of each door, over all rounds: known and unknown / known and known. */
function eachDoor(doors: readonly Door[], measured: readonly (readonly Times[])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    doors.map(({ name }, index) => {
      const all = (group: keyof Times) => measured.flatMap((times) => times[index]?.[group] ?? []);
      const [known, others, unknown] = [all('known'), all('others'), all('unknown')];
      return [name, `${String(round(unlikeness(known, unknown)))} / ${String(round(unlikeness(known, others)))}`];
    }),
  );
}
