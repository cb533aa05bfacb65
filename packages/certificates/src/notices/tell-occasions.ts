import { type Transaction, parseEmailAddress } from '@sallyport/platform';
import type { CertificateId, OrganisationId } from '../identifiers.ts';
import type { CertificatesPorts } from '../ports.ts';
import type { CertificateEventTable, CertificatesSchema } from '../schema.ts';
import { queueMessages } from '../webhooks/queue-messages.ts';
import { type Occasion, isToldTo, isToldToAddresses } from './rules.ts';
import {
  type ListenerWithMail,
  type ToldCertificate,
  type UntoldEvent,
  addressesOf,
  certificatesTold,
  claimEvents,
  insertDigestItems,
  listenersOf,
  untoldEvents,
} from './store.ts';
import { type Told, toldOf, writeLetter } from './write-letter.ts';

type Tx = Transaction<CertificatesSchema>;

/**
 * Tells everybody whom it concerns what has happened to certificates: by mail at once, in tomorrow's digest, by webhook. For a loop in every process:
 * what happened is taken, and every mail and message about it queued, in one transaction of one process. What happened to several certificates since
 * the last look is one mail a person. Answers how many things were told.
 */
export async function tellOccasions(ports: CertificatesPorts): Promise<number> {
  const untold = await untoldEvents(ports.database.query);
  const organisations = Map.groupBy(untold, ({ organisation_id }) => organisation_id);
  let told = 0;
  for (const [organisationId, events] of organisations) {
    told += await ports.database.transact((tx) => tell(tx, ports, { organisationId, events }));
  }
  return told;
}

interface Happened {
  readonly event: CertificateEventTable;
  readonly certificate: ToldCertificate;
}

async function tell(
  tx: Tx,
  ports: CertificatesPorts,
  { organisationId, events }: { readonly organisationId: OrganisationId; readonly events: readonly UntoldEvent[] },
): Promise<number> {
  const claimed = await claimEvents(tx, { events, now: ports.clock.now() });
  const certificates = await certificatesTold(
    tx.query,
    claimed.map(({ certificate_id }) => certificate_id),
  );
  const happened = claimed
    .toSorted((left, right) => left.at - right.at)
    .flatMap((event): Happened[] => {
      const certificate = certificates.get(event.certificate_id);
      return certificate === undefined ? [] : [{ event, certificate }];
    });
  if (happened.length === 0) return 0;
  const listeners = await listenersOf(tx.query, organisationId);
  const told = toldIn(listeners);
  for (const listener of listeners) await tellListener(tx, ports, { listener, listeners, happened, told });
  await tellAddresses(tx, ports, { happened, told });
  await queueMessages(tx, ports, { organisationId, happened });
  return happened.length;
}

function toldIn(listeners: readonly ListenerWithMail[]): (one: Happened) => Told {
  const names = new Map<string, string>(listeners.map(({ personId, name }) => [personId, name]));
  return ({ event, certificate }) => toldOf(event, { certificate, nameOf: (personId) => names.get(personId) });
}

async function tellListener(
  tx: Tx,
  ports: CertificatesPorts,
  given: {
    readonly listener: ListenerWithMail;
    readonly listeners: readonly ListenerWithMail[];
    readonly happened: readonly Happened[];
    readonly told: (one: Happened) => Told;
  },
): Promise<void> {
  const { listener, listeners, happened, told } = given;
  const to = listener.mail === null ? undefined : parseEmailAddress(listener.mail);
  const heard = happened.filter((one) => isToldTo(occasionOf(one), listener, listeners));
  if (to === undefined || heard.length === 0) return;
  const { personId, name, pace } = listener;
  if (pace === 'daily') {
    await insertDigestItems(tx, { personId, events: heard.map(({ event }) => event) });
    return;
  }
  const letter = writeLetter(ports, { to, name, told: heard.map(told), pace });
  if (letter !== undefined) await ports.mailer.queue(tx, letter);
}

async function tellAddresses(
  tx: Tx,
  ports: CertificatesPorts,
  { happened, told }: { readonly happened: readonly Happened[]; readonly told: (one: Happened) => Told },
): Promise<void> {
  const heard = happened.filter((one) => isToldToAddresses(occasionOf(one)));
  const kept = await addressesOf(
    tx.query,
    heard.map(({ certificate }) => certificate.certificate_id),
  );
  for (const [address, rows] of Map.groupBy(kept, (row) => row.address)) {
    const to = parseEmailAddress(address);
    if (to === undefined) continue;
    const ids = new Set<CertificateId>(rows.map(({ certificate_id }) => certificate_id));
    const theirs = heard.filter(({ certificate }) => ids.has(certificate.certificate_id));
    const letter = writeLetter(ports, { to, name: undefined, told: theirs.map(told), pace: 'each' });
    if (letter !== undefined) await ports.mailer.queue(tx, letter);
  }
}

function occasionOf({ event, certificate }: Happened): Occasion {
  const { status, requested_by: requestedBy } = certificate;
  return { what: event.what, by: event.person_id, certificate: { status, requestedBy } };
}
