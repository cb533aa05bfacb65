import { type AuditDetails, type Instant, type Transaction, newId } from '@sallyport/platform';
import type { OnCertificate } from '../actor.ts';
import { type AuditAction, audit } from '../audit.ts';
import { permit } from '../people/permit.ts';
import type { Permission } from '../people/rules.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, type RefusalCode, isRefusal } from '../refusals.ts';
import { notThere } from '../requests/not-there.ts';
import { type AlongWithStatus, changeStatus, insertEvent, lockCertificate } from '../requests/store.ts';
import type { CertificateEventKind, CertificatesSchema, CertificateTable } from '../schema.ts';
import type { StatusChange } from './rules.ts';

export type ActRefusal = Refusal<'step-up-needed' | 'role-missing' | 'certificate-not-found' | 'status-changed'>;

/** A change of status that somebody with the right role makes. */
export interface ActOnCertificate<Code extends RefusalCode = never> {
  readonly permission: Permission;
  readonly change: StatusChange;
  readonly action: AuditAction;
  readonly what: CertificateEventKind;
  /** What this act asks besides of the certificate, and what changes along with its status. */
  readonly judge?: (row: CertificateTable, now: Instant) => Refusal<Code> | AlongWithAct;
}

export interface AlongWithAct {
  readonly columns?: AlongWithStatus;
  /** For its history. */
  readonly note?: string;
  readonly details?: AuditDetails;
}

/** May they, is it where the change starts, change it, and write down who did: one transaction. Undefined when it is done. */
export function actOnCertificate<Code extends RefusalCode = never>(
  ports: CertificatesPorts,
  input: OnCertificate,
  kind: ActOnCertificate<Code>,
): Promise<ActRefusal | Refusal<Code> | undefined> {
  const eventId = newId(ports.randomness);
  const { person, certificateId } = input;
  const { permission, change, action, what } = kind;
  return ports.database.transact(async (tx): Promise<ActRefusal | Refusal<Code> | undefined> => {
    const now = ports.clock.now();
    const act = { at: now, action, by: person, subject: `certificate:${certificateId}` } as const;
    const row = await lockForAct(tx, input, { permission, change });
    const refused = async <Refused extends Refusal>(refusal: Refused): Promise<Refused> => {
      await audit(tx, { ...act, refusal });
      return refusal;
    };
    if (isRefusal(row)) return refused(row);
    const along = kind.judge?.(row, now) ?? {};
    if ('code' in along) return refused(along);
    const { columns = {}, note, details } = along;
    await changeStatus(tx, { certificateId, from: row.status, change, now, along: columns });
    await insertEvent(tx, { certificateId, eventId, at: now, personId: person.personId, what, note });
    await audit(tx, { ...act, ...(details && { details }) });
    return undefined;
  });
}

/** The certificate, locked where this change starts, for somebody who may make it. */
export async function lockForAct(
  tx: Transaction<CertificatesSchema>,
  input: OnCertificate,
  { permission, change }: { readonly permission: Permission; readonly change: StatusChange },
): Promise<CertificateTable | ActRefusal> {
  const { person, certificateId } = input;
  const may = await permit(tx, { person, permission });
  if (isRefusal(may)) return may;
  const row = await lockCertificate(tx, { certificateId, organisationId: person.organisationId, change });
  return row ?? notThere(tx.query, input);
}
