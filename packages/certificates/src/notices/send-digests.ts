import { parseEmailAddress } from '@sallyport/platform';
import { namesOfPeople } from '../inventory/store.ts';
import type { PersonId } from '../identifiers.ts';
import { findPerson, rolesOf } from '../people/store.ts';
import type { CertificatesPorts } from '../ports.ts';
import { nextDigest } from './rules.ts';
import { certificatesTold, claimDigest, digestsDue, takeDigestItems } from './store.ts';
import { toldOf, writeLetter } from './write-letter.ts';

/**
 * One mail a day for whoever wants it so; none on a day on which nothing happened. For a loop in every process: of all that look, one gets a person's
 * digest, and queues it in the same transaction. Answers how many were sent.
 */
export async function sendDigests(ports: CertificatesPorts): Promise<number> {
  let sent = 0;
  for (const personId of await digestsDue(ports.database.query, ports.clock.now())) {
    if (await sendOne(ports, personId)) sent += 1;
  }
  return sent;
}

function sendOne(ports: CertificatesPorts, personId: PersonId): Promise<boolean> {
  return ports.database.transact(async (tx) => {
    const now = ports.clock.now();
    if (!(await claimDigest(tx, { personId, now, next: nextDigest(now) }))) return false;
    const events = await takeDigestItems(tx, personId);
    const person = await findPerson(tx.query, { person_id: personId });
    const to = person?.mail ? parseEmailAddress(person.mail) : undefined;
    if (person === undefined || to === undefined || events.length === 0) return false;
    const { organisation_id: organisationId, name } = person;
    // What was meant for them while they had a role is not for them any more.
    if ((await rolesOf(tx, { personId, organisationId })).length === 0) return false;
    const certificates = await certificatesTold(
      tx.query,
      events.map(({ certificate_id }) => certificate_id),
    );
    const names = await namesOfPeople(
      tx.query,
      events.flatMap(({ person_id }) => person_id ?? []),
    );
    const told = events.flatMap((event) => {
      const certificate = certificates.get(event.certificate_id);
      return certificate === undefined ? [] : [toldOf(event, { certificate, nameOf: (id) => names.get(id as PersonId) })];
    });
    const letter = writeLetter(ports, { to, name, told, pace: 'daily' });
    if (letter !== undefined) await ports.mailer.queue(tx, letter);
    return letter !== undefined;
  });
}
