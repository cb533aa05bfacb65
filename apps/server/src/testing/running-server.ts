import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestWorld, testWorld } from '@sallyport/certificates/testing';
import { countingHasher } from '@sallyport/identity/testing';
import { type Installation, type InstallationConfiguration, openInstallation } from '@sallyport/installation';
import type { DnsName } from '@sallyport/pki';
import { type Clock, createLog, type EmailAddress, Secret, systemClock, systemRandomness } from '@sallyport/platform';
import { freePorts, scratchFolder } from '@sallyport/platform/testing';
import { fastArgon2id } from '@sallyport/protocol/testing';
import { buildListeners } from '../listeners.ts';
import { openListeners } from '../open-listeners.ts';
import { loadSupport } from '../support/load-support.ts';
import { overhearRoutes, type Route } from './route-list.ts';

/** All listeners of one server on free ports, on a database of their own: what a browser meets, without a browser. */
export interface RunningServer {
  readonly configuration: InstallationConfiguration;
  readonly installation: Installation;
  /** Every line the server logged. */
  readonly logged: readonly string[];
  /** For how many milliseconds each answer would have been held back that was. */
  readonly heldBack: readonly number[];
  /** Every route of every listener. */
  readonly routes: readonly Route[];
  /** Where proofs of domains are looked for, in place of the DNS and the web. */
  readonly world: TestWorld;
  readonly stop: () => Promise<void>;
}

const LISTENERS = 6;

/** How the server is reached: by visitors themselves, or through one proxy, under TLS origins of its own. */
export type Surroundings = 'bare' | 'behind-a-proxy';

export interface Circumstances {
  readonly stands?: Surroundings;
  readonly recoveryPolicy?: InstallationConfiguration['recoveryPolicy'];
  /** For what takes days. */
  readonly clock?: Clock;
  /** In earnest where a token hashes its activation code by itself, so that both must come to the same. */
  readonly keyHashing?: 'next-to-nothing' | 'in-earnest';
}

export async function runServer({
  stands = 'bare',
  recoveryPolicy = 'classic',
  clock = systemClock,
  keyHashing = 'next-to-nothing',
}: Circumstances = {}): Promise<RunningServer> {
  const folder = await mkdtemp(join(scratchFolder(), 'sallyport-server-'));
  const supportFile = join(import.meta.dirname, '../../../cli/demonstration/support.json');
  const configuration = configurationFor({ folder, basePort: await freePorts(LISTENERS), supportFile, stands, recoveryPolicy });
  const logged: string[] = [];
  const heldBack: number[] = [];
  const log = createLog({ level: 'trace', destination: { write: (line) => logged.push(line) } });
  const opened = await openInstallation(configuration, { clock, randomness: systemRandomness, log });
  const world = testWorld();
  const installation = {
    ...opened,
    // A person is six hashes of 19 MiB each and one of 64 MiB, which is most of what a test of pages would cost; their real cost is paid in the tests of the hashers and in those end to end.
    identity: {
      ...opened.identity,
      passwordHasher: countingHasher(),
      keyHasher: keyHashing === 'in-earnest' ? opened.identity.keyHasher : fastArgon2id,
    },
    certificates: { ...opened.certificates, vantage: world.vantage },
  };
  const support = loadSupport(supportFile);
  if (support.kind === 'refused') throw new Error(support.problems);
  const page = { stylesheet: '/assets/sallyport.css', scripts: [], fonts: [] };
  const { directory } = support;
  const { listeners, routes } = await overhearRoutes(() =>
    buildListeners({
      configuration,
      installation,
      support: directory,
      assets: { folder, page },
      softTokenFolder: folder,
      log,
      wait: (ms) => Promise.resolve(heldBack.push(ms)),
    }),
  );
  const opening = await openListeners('127.0.0.1', listeners);
  if (opening.kind === 'refused') throw new Error(opening.problems);
  return {
    configuration,
    installation,
    logged,
    heldBack,
    routes,
    world,
    stop: async () => {
      await Promise.all(listeners.map(({ listener }) => listener.close()));
      await installation.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Given {
  readonly folder: string;
  readonly basePort: number;
  readonly supportFile: string;
  readonly stands: Surroundings;
  readonly recoveryPolicy: InstallationConfiguration['recoveryPolicy'];
}

function configurationFor(given: Given): InstallationConfiguration {
  const listener = (offset: number) => {
    const port = given.basePort + offset;
    const origins = { bare: `http://localhost:${String(port)}`, 'behind-a-proxy': `https://part-${String(offset)}.example` };
    return { origin: origins[given.stands], port };
  };
  return {
    dataFolder: given.folder,
    databaseUrl: new Secret(`sqlite:${join(given.folder, 'sallyport.db')}`),
    sealingKeys: undefined,
    listeners: {
      'certificate-services': listener(0),
      federation: listener(1),
      'self-administration': listener(2),
      'soft-token': listener(3),
      outbox: listener(4),
      revocation: listener(5),
    },
    listenHost: '127.0.0.1',
    trustProxy: given.stands === 'behind-a-proxy',
    smtp: undefined,
    mailFrom: 'no-reply@sallyport.example' as EmailAddress,
    issuerName: 'Test Harbour',
    supportFile: given.supportFile,
    supportMail: 'help-desk@northwind.example' as EmailAddress,
    supportTelephone: undefined,
    recoveryPolicy: given.recoveryPolicy,
    tokenOpensWithoutPin: false,
    passwordMinimumLength: 15,
    // What is asked for here is about something else than who has a domain.
    caaNames: [],
    certificateSuffixes: [
      { suffix: { type: 'dns', name: 'example' as DnsName }, organisations: 'all' },
      { suffix: { type: 'ip', address: { octets: Uint8Array.of(192, 0, 2, 7) } }, organisations: 'all' },
    ],
    acme: undefined,
    outboundRanges: [],
    dnsServers: undefined,
    logLevel: 'trace',
  };
}
