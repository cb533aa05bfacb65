import { type PlatformSchema, openDatabase, platformMigrations } from '@sallyport/platform';
import {
  type CaProvider,
  type CertificateId,
  type CertificatesPorts,
  type CertificatesSchema,
  type OwnAuthority,
  type Person,
  certificatesMigrations,
  issueCertificate,
  issueDueLists,
  revokeCertificate,
} from '../index.ts';
import { portsOn, serverProfile } from './test-office.ts';

/**
 * A server process of its own, told by its parent what to do. At the point where it is to die it says so and does nothing more, for its parent to kill it.
 */
export interface Order {
  readonly databaseUrl: string;
  readonly now: number;
  readonly person: Person;
  /** Issued, then revoked, with a list after each. */
  readonly certificateIds: readonly CertificateId[];
  readonly diesAt?: 'after the revocation' | 'after the number' | 'after the signature';
  /** Or nothing is revoked: every certificate is begun, and its issue goes as far as the point at the same place. */
  readonly issuesUntil?: readonly IssuePoint[];
}

/** Between two durable steps of an issue. */
export type IssuePoint = 'before the serial' | 'before the signature' | 'before the record';

/** The numbers of the lists this process made, in this order. */
export interface Done {
  readonly numbers: readonly number[];
}

process.once('message', (order: Order) => {
  void run(order);
});

async function run(order: Order): Promise<void> {
  const database = await openDatabase<PlatformSchema & CertificatesSchema>({
    url: order.databaseUrl,
    migrations: [platformMigrations, certificatesMigrations],
  });
  const opened = await portsOn({ database, clock: { now: () => order.now }, profiles: [serverProfile({ issue: 1 })] });
  const ports = mortal(opened, order.diesAt);
  const started = new Promise((resolve) => process.once('message', resolve));
  process.send?.('ready');
  await started;
  if (order.issuesUntil !== undefined) await beginAll(opened, order.certificateIds, order.issuesUntil);
  const numbers: number[] = [];
  for (const certificateId of order.certificateIds) {
    await issueCertificate(ports, certificateId);
    await revokeCertificate(ports, { person: order.person, certificateId, reason: 'superseded' });
    if (order.diesAt === 'after the revocation') await lastWord();
    for (const { authorityId, outcome } of await issueDueLists(ports)) {
      if (authorityId === 'issuing' && outcome.kind === 'issued') numbers.push(outcome.number);
    }
  }
  await database.close();
  process.send?.({ numbers } satisfies Done);
  process.disconnect();
}

async function beginAll(ports: CertificatesPorts, certificateIds: readonly CertificateId[], points: readonly IssuePoint[]): Promise<never> {
  const reached = certificateIds.map(
    (certificateId, index) =>
      new Promise<void>((reach) => {
        void issueCertificate(
          { ...ports, provider: stoppingAt(ports.provider, points[index] ?? 'before the serial', reach) },
          certificateId,
        );
      }),
  );
  await Promise.all(reached);
  return lastWord();
}

/** The provider, until the point; from there on it does nothing more. */
function stoppingAt(provider: CaProvider, point: IssuePoint, reach: () => void): CaProvider {
  const stop = (): Promise<never> => {
    reach();
    return new Promise(() => undefined);
  };
  return {
    ...provider,
    issue: async (order, journal) => {
      if (point === 'before the serial') return stop();
      await provider.issue(order, {
        ...journal,
        write: async (record) => {
          await journal.write(record);
          if (point === 'before the signature') await stop();
        },
      });
      return stop();
    },
  };
}

function lastWord(): Promise<never> {
  process.send?.('here');
  return new Promise(() => undefined);
}

function mortal(ports: CertificatesPorts, diesAt: Order['diesAt']): CertificatesPorts {
  if (diesAt !== 'after the number' && diesAt !== 'after the signature') return ports;
  const all = ports.authorities.all().map((authority): OwnAuthority => {
    if (authority.kind === 'root') return authority;
    const { lists } = authority;
    const sign: typeof lists.sign = async (list) => {
      if (diesAt === 'after the signature') await lists.sign(list);
      return lastWord();
    };
    return { ...authority, lists: { ...lists, sign } };
  });
  return { ...ports, authorities: { ...ports.authorities, all: () => all } };
}
