import type { ByPerson } from '../actor.ts';
import { audit } from '../audit.ts';
import { permit } from '../people/permit.ts';
import type { Role } from '../people/rules.ts';
import { findPerson } from '../people/store.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal } from '../refusals.ts';
import { type NoticeChoice, nextDigest } from './rules.ts';
import { choiceOf, keepChoice } from './store.ts';

export interface OwnNotices {
  readonly choice: NoticeChoice;
  readonly roles: readonly Role[];
  /** Where the mails go; undefined when the Federation knows no address. */
  readonly mail: string | undefined;
}

type NoticesRefusal = Refusal<'step-up-needed' | 'role-missing'>;

/** What somebody is told themselves. */
export async function viewNotices({ database }: CertificatesPorts, { person }: ByPerson): Promise<OwnNotices | NoticesRefusal> {
  const { query } = database;
  const may = await permit(database, { person, permission: 'choose-notices' });
  if (isRefusal(may)) return may;
  const [choice, row] = await Promise.all([choiceOf(query, person.personId), findPerson(query, { person_id: person.personId })]);
  return { choice, roles: may.roles, mail: row?.mail ?? undefined };
}

export function chooseNotices(
  ports: CertificatesPorts,
  { person, choice }: ByPerson & { readonly choice: NoticeChoice },
): Promise<{ readonly kind: 'chosen' } | NoticesRefusal> {
  return ports.database.transact(async (tx) => {
    const now = ports.clock.now();
    const act = { at: now, action: 'certificate-notice.choose', by: person, subject: `person:${person.personId}` } as const;
    const may = await permit(tx, { person, permission: 'choose-notices' });
    if (isRefusal(may)) {
      await audit(tx, { ...act, refusal: may });
      return may;
    }
    const { personId } = person;
    const { scope, pace, approvals } = choice;
    // Whoever wants none any more still gets what was kept for the next one, at once.
    const digestDueAt = pace === 'daily' ? nextDigest(now) : now;
    await keepChoice(tx, { personId, choice: { scope, pace, approvals }, digestDueAt });
    await audit(tx, { ...act, details: { scope, pace, approvals } });
    return { kind: 'chosen' };
  });
}
