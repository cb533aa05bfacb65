import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Secret, systemClock } from '@sallyport/platform';
import { alternate, defineBenchmark, ratePerSecond } from './harness.ts';
import { Connections } from './house/connections.ts';
import { PasswordSignIn } from './house/password-sign-in.ts';
import { BENCHMARK, createPeople, PASSWORD, type Person } from './house/people.ts';
import { type RunningServer, startServer } from './house/running-server.ts';
import { openIn, removeFolder, type Settings, settingsFor, temporaryFolder } from './house/temporary-installation.ts';
import { matchBare } from './limits/bare-argon2id.ts';

/**
 * Password sign-ins a second over HTTP: the built server as `sallyport serve` runs it, and the POST of user name and password of the Federation's
 * page, from person after person, each in a browser that has never been here and from a network of their own. What comes before (the portal, the
 * authorization request, the page itself) is done before the time is taken; of every round one sign-in is followed to the portal's dashboard after it.
 *
 * The callers run in this process, on the same cores as the server.
 */
export const benchmark = defineBenchmark({
  name: 'password-sign-in',
  summary: 'password sign-ins a second over HTTP, against bare Argon2id on all cores',
  options: { rounds: 15, callers: 16, 'sign-ins': 600 },
  run: async ({ rounds, callers, 'sign-ins': signIns }) => {
    const folder = await temporaryFolder();
    let server: RunningServer | undefined;
    try {
      const settings = { ...settingsFor(folder), SALLYPORT_TRUST_PROXY: 'yes' };
      const { people, hash } = await fill(settings, signIns);
      server = await startServer({ settings, logFile: join(folder, 'server.log') });
      const portal = server.certificateServices;
      const measured = await alternate({
        rounds,
        subject: {
          name: 'sign-ins',
          measure: () => measure({ portal, people, callers }),
        },
        limit: {
          name: 'bare Argon2id',
          measure: () => ratePerSecond({ callers: CORES, works: signIns, work: () => matchBare({ password: PASSWORD, hash }) }),
        },
        report: (line) => process.stderr.write(`${line}\n`),
      });
      return { unit: '1/s', ...measured, more: { callers, signIns, cores: CORES } };
    } finally {
      await server?.stop();
      await removeFolder(folder);
    }
  },
});

const CORES = availableParallelism();

/** Makes the people, and sends the mails about it, which would otherwise be the server's work while it is measured. */
async function fill(settings: Settings, count: number): Promise<{ readonly people: readonly Person[]; readonly hash: string }> {
  const installation = await openIn(settings, systemClock);
  try {
    const people = await createPeople(installation.identity, count);
    while ((await installation.delivery.deliverDue()).sent > 0);
    const hash = await installation.identity.passwordHasher.hash(new Secret(PASSWORD), BENCHMARK);
    return { people, hash };
  } finally {
    await installation.close();
  }
}

async function measure(given: { readonly portal: string; readonly people: readonly Person[]; readonly callers: number }): Promise<number> {
  const { portal, people, callers } = given;
  const connections = new Connections();
  try {
    const begun: PasswordSignIn[] = [];
    const begin = async (person: Person | undefined) => {
      if (person) begun.push(await PasswordSignIn.begin({ connections, portal, person }));
    };
    await ratePerSecond({ callers, works: people.length, work: (index) => begin(people[index]) });
    const rate = await ratePerSecond({ callers, works: begun.length, work: async (index) => begun[index]?.submit() });
    for (const signIn of begun) signIn.checkAccepted();
    await begun.at(-1)?.arrive();
    return rate;
  } finally {
    connections.close();
  }
}
