import { newId } from '@sallyport/platform';
import type { OnCertificate } from '../actor.ts';
import { type AuditAction, audit } from '../audit.ts';
import { permit } from '../people/permit.ts';
import type { Permission } from '../people/rules.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal } from '../refusals.ts';
import { notThere } from '../requests/not-there.ts';
import { type AlongWithStatus, changeStatus, insertEvent, lockCertificate } from '../requests/store.ts';
import type { CertificateEventKind } from '../schema.ts';
import type { StatusChange } from './rules.ts';

export type ActRefusal = Refusal<'step-up-needed' | 'role-missing' | 'certificate-not-found' | 'status-changed'>;

/** A change of status that somebody with the right role makes, and that asks nothing else. */
export interface ActOnCertificate {
  readonly permission: Permission;
  readonly change: StatusChange;
  readonly action: AuditAction;
  readonly what: CertificateEventKind;
  readonly along?: AlongWithStatus;
}

/** May they, is it where the change starts, change it, and write down who did: one transaction. Undefined when it is done. */
export function actOnCertificate(ports: CertificatesPorts, input: OnCertificate, kind: ActOnCertificate): Promise<ActRefusal | undefined> {
  const eventId = newId(ports.randomness);
  const { person, certificateId } = input;
  const { permission, change, action, what } = kind;
  return ports.database.transact(async (tx): Promise<ActRefusal | undefined> => {
    const now = ports.clock.now();
    const act = { at: now, action, by: person, subject: `certificate:${certificateId}` } as const;
    const may = await permit(tx.query, { person, permission });
    const found = isRefusal(may) ? may : await lockCertificate(tx, { certificateId, organisationId: person.organisationId, change });
    const row = found ?? (await notThere(tx.query, input));
    if (isRefusal(row)) {
      await audit(tx, { ...act, refusal: row });
      return row;
    }
    await changeStatus(tx, { certificateId, from: row.status, change, now, ...(kind.along && { along: kind.along }) });
    await insertEvent(tx, { certificateId, eventId, at: now, personId: person.personId, what });
    await audit(tx, act);
    return undefined;
  });
}
