import { type Instant, type Transaction, newId } from '@sallyport/platform';
import type { OnCertificate } from '../actor.ts';
import { type Act, type AuditAction, audit } from '../audit.ts';
import type { PersonId } from '../identifiers.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, type RefusalCode, isRefusal, refuse } from '../refusals.ts';
import { insertEvent } from '../requests/store.ts';
import type { CertificateEventKind, CertificatesSchema, CertificateTable } from '../schema.ts';
import { type ActRefusal, lockForAct } from '../status/act-on-certificate.ts';
import type { Status } from '../status/rules.ts';
import { type Word, countWords, mistakeInWord } from './rules.ts';
import type { KeptWord } from './store.ts';

type Tx = Transaction<CertificatesSchema>;

export interface Decision extends OnCertificate, Word {}

export interface Decided {
  readonly kind: 'decided';
  /** What the certificate is now: as it was while more people must agree. */
  readonly status: Status;
  readonly approvals: number;
  readonly needed: number;
}

export type DecisionRefusal = ActRefusal | Refusal<'own-request' | 'decided-already' | 'reason-missing' | 'note-too-long'>;

/** What waits for N of M: the request of a certificate, or its revocation. */
export interface MatterKind<Code extends RefusalCode> {
  /** The certificate is where this change starts, and locked: whoever counts counts alone. */
  readonly change: 'approve' | 'revoke';
  readonly actions: Readonly<Record<Word['decision'], AuditAction>>;
  readonly events: Readonly<Record<Word['decision'], CertificateEventKind>>;
  readonly matterOf: (tx: Tx, certificate: CertificateTable, now: Instant) => Promise<Matter | Refusal<Code>> | Matter;
}

export interface Matter {
  readonly askedBy: PersonId;
  readonly needed: number;
  /** False when this person has had their word. */
  readonly keep: (word: KeptWord) => Promise<boolean>;
  readonly kept: () => Promise<readonly Pick<Word, 'decision'>[]>;
  readonly settle: (outcome: 'agreed' | 'declined') => Promise<Settled>;
}

export interface Settled {
  readonly status: Status;
  /** What else has been done by it, for the audit log. */
  readonly acts: readonly Act[];
}

/** N of M: one word of each approver, none of whoever asked; the last one needed settles the matter, the first that declines ends it. */
export function giveWord<Code extends RefusalCode>(
  ports: CertificatesPorts,
  input: Decision,
  kind: MatterKind<Code>,
): Promise<Decided | DecisionRefusal | Refusal<Code>> {
  const eventId = newId(ports.randomness);
  return ports.database.transact(async (tx): Promise<Decided | DecisionRefusal | Refusal<Code>> => {
    const { person, certificateId, decision } = input;
    const now = ports.clock.now();
    const act = { at: now, action: kind.actions[decision], by: person, subject: `certificate:${certificateId}` } as const;
    const outcome = await count(tx, { input, kind, now });
    if ('code' in outcome) {
      await audit(tx, { ...act, refusal: outcome });
      return outcome;
    }
    const { acts, ...decided } = outcome;
    const note = input.reason.trim() || undefined;
    await insertEvent(tx, { certificateId, eventId, at: now, personId: person.personId, what: kind.events[decision], note });
    await audit(tx, { ...act, details: { approvals: decided.approvals, needed: decided.needed } });
    for (const further of acts) await audit(tx, further);
    return decided;
  });
}

async function count<Code extends RefusalCode>(
  tx: Tx,
  { input, kind, now }: { readonly input: Decision; readonly kind: MatterKind<Code>; readonly now: Instant },
): Promise<(Decided & Pick<Settled, 'acts'>) | DecisionRefusal | Refusal<Code>> {
  const { person, decision } = input;
  const certificate = await lockForAct(tx, input, { permission: 'decide', change: kind.change });
  if (isRefusal(certificate)) return certificate;
  const mistake = mistakeInWord(input);
  if (mistake !== undefined) return mistake;
  const matter = await kind.matterOf(tx, certificate, now);
  if ('code' in matter) return matter;
  const { askedBy, needed } = matter;
  if (askedBy === person.personId) return refuse('own-request', decision);
  const reason = input.reason.trim() || null;
  if (!(await matter.keep({ person_id: person.personId, decision, reason, decided_at: now }))) return refuse('decided-already', decision);
  const { approvals, outcome } = countWords(await matter.kept(), needed);
  const settled = outcome === 'open' ? { status: certificate.status, acts: [] } : await matter.settle(outcome);
  return { kind: 'decided', ...settled, approvals, needed };
}
