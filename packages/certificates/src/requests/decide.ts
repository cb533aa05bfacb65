import { type Transaction, newId } from '@sallyport/platform';
import type { OnCertificate } from '../actor.ts';
import { audit } from '../audit.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { CertificatesSchema, CertificateTable } from '../schema.ts';
import type { Status } from '../status/rules.ts';
import { notThere } from './not-there.ts';
import { approvalsOf, changeStatus, insertApproval, insertEvent, lockCertificate } from './store.ts';

export interface Decision extends OnCertificate {
  readonly decision: 'approve' | 'decline';
  /** Shown to whoever asked; must be given to decline. */
  readonly reason: string;
}

export interface Decided {
  readonly kind: 'decided';
  /** `PENDING_APPROVAL` while more people must agree. */
  readonly status: Status;
  readonly approvals: number;
  readonly needed: number;
}

type DecisionRefusal = Refusal<
  | 'step-up-needed'
  | 'role-missing'
  | 'certificate-not-found'
  | 'status-changed'
  | 'own-request'
  | 'decided-already'
  | 'reason-missing'
  | 'note-too-long'
>;

const REASON_MAX_CHARACTERS = 500;

/** N of M: one word of each approver, none of whoever asked; the last one needed makes it approved, the first that declines ends it. */
export function decideOnRequest(ports: CertificatesPorts, input: Decision): Promise<Decided | DecisionRefusal> {
  const eventId = newId(ports.randomness);
  return ports.database.transact(async (tx): Promise<Decided | DecisionRefusal> => {
    const { person, certificateId, decision } = input;
    const now = ports.clock.now();
    const action = decision === 'approve' ? 'certificate.approve' : 'certificate.decline';
    const act = { at: now, action, by: person, subject: `certificate:${certificateId}` } as const;
    const asked = await askedFor(tx, input);
    const outcome = isRefusal(asked) ? asked : await count(tx, { asked, input, now });
    if (isRefusal(outcome)) {
      await audit(tx, { ...act, refusal: outcome });
      return outcome;
    }
    const what = decision === 'approve' ? 'approved' : 'declined';
    await insertEvent(tx, { certificateId, eventId, at: now, personId: person.personId, what, note: input.reason.trim() || undefined });
    await audit(tx, { ...act, details: { approvals: outcome.approvals, needed: outcome.needed } });
    return outcome;
  });
}

/** The request, locked, when this person may have a word on it. */
async function askedFor(tx: Transaction<CertificatesSchema>, input: Decision): Promise<CertificateTable | DecisionRefusal> {
  const { person, certificateId, decision, reason } = input;
  const may = await permit(tx.query, { person, permission: 'decide' });
  if (isRefusal(may)) return may;
  if (decision === 'decline' && reason.trim() === '') return refuse('reason-missing', 'declined without a reason');
  if (reason.length > REASON_MAX_CHARACTERS) return refuse('note-too-long', 'reason', { limit: REASON_MAX_CHARACTERS });
  const { organisationId } = person;
  const asked = await lockCertificate(tx, { certificateId, organisationId, change: 'approve' });
  if (asked === undefined) return notThere(tx.query, input);
  return asked.requested_by === person.personId ? refuse('own-request', decision) : asked;
}

async function count(
  tx: Transaction<CertificatesSchema>,
  { asked, input, now }: { readonly asked: CertificateTable; readonly input: Decision; readonly now: number },
): Promise<Decided | Refusal<'decided-already'>> {
  const { person, certificateId, decision } = input;
  const reason = input.reason.trim() || null;
  const isFirstWord = await insertApproval(tx, {
    certificate_id: certificateId,
    person_id: person.personId,
    decision,
    reason,
    decided_at: now,
  });
  if (!isFirstWord) return refuse('decided-already', decision);
  const approvals = (await approvalsOf(tx.query, certificateId)).filter((one) => one.decision === 'approve').length;
  const needed = asked.approvals_needed;
  const change = decision === 'decline' ? 'decline' : approvals >= needed ? 'approve' : undefined;
  const along = decision === 'decline' ? { reason } : {};
  const status = change && (await changeStatus(tx, { certificateId, from: asked.status, change, now, along }));
  return { kind: 'decided', status: status ?? asked.status, approvals, needed };
}
