import { type Transaction, newId } from '@sallyport/platform';
import type { OnCertificate } from '../actor.ts';
import { approvalsToRevoke } from '../approvals/rules.ts';
import { insertWish, openWishOf } from '../approvals/store.ts';
import { audit } from '../audit.ts';
import type { RevocationWishId } from '../identifiers.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { insertEvent } from '../requests/store.ts';
import type { CertificatesSchema, CertificateTable } from '../schema.ts';
import { type ActRefusal, lockForAct } from '../status/act-on-certificate.ts';
import { type ChosenReason, REVOCATION_REASONS, parseChosenReason } from './reasons.ts';
import { revokeLocked } from './revoke-locked.ts';

export type RevocationOutcome =
  | { readonly kind: 'revoked' }
  /** It is as good as before until so many others have agreed. */
  | { readonly kind: 'asked'; readonly needed: number };

export type RevocationRefusal = ActRefusal | Refusal<'not-ours' | 'revocation-reason-unknown' | 'revocation-asked-already'>;

interface ToRevoke {
  readonly row: CertificateTable;
  readonly reason: ChosenReason;
  readonly needed: number;
}

/**
 * For ever. Nobody may rely on it from this moment on; a key that others have is not certified again. Where the profile wants others to agree first, it
 * is asked for, but never for such a key, and whoever has asked may still revoke for that reason.
 */
export function revokeCertificate(
  ports: CertificatesPorts,
  input: OnCertificate & { readonly reason: string },
): Promise<RevocationOutcome | RevocationRefusal> {
  const { person, certificateId } = input;
  const eventId = newId(ports.randomness);
  const wishId = newId(ports.randomness) as RevocationWishId;
  return ports.database.transact(async (tx): Promise<RevocationOutcome | RevocationRefusal> => {
    const now = ports.clock.now();
    const act = { at: now, by: person, subject: `certificate:${certificateId}` } as const;
    const judged = await judge(tx, ports, input);
    if (isRefusal(judged)) {
      await audit(tx, { ...act, action: 'certificate.revoke', refusal: judged });
      return judged;
    }
    const { row, reason, needed } = judged;
    const number = REVOCATION_REASONS[reason];
    if (needed === 0) {
      await audit(tx, await revokeLocked(tx, { row, reason: number, by: person, eventId, now }));
      return { kind: 'revoked' };
    }
    await insertWish(tx, {
      wish_id: wishId,
      certificate_id: certificateId,
      asked_by: person.personId,
      asked_at: now,
      reason: number,
      approvals_needed: needed,
      state: 'OPEN',
      settled_at: null,
    });
    await insertEvent(tx, { certificateId, eventId, at: now, personId: person.personId, what: 'revocation-asked', note: reason });
    await audit(tx, { ...act, action: 'certificate.ask-revocation', details: { reason, needed, wish: wishId } });
    return { kind: 'asked', needed };
  });
}

async function judge(
  tx: Transaction<CertificatesSchema>,
  { profiles }: Pick<CertificatesPorts, 'profiles'>,
  input: OnCertificate & { readonly reason: string },
): Promise<ToRevoke | RevocationRefusal> {
  const row = await lockForAct(tx, input, { permission: 'revoke', change: 'revoke' });
  if (isRefusal(row)) return row;
  // Whoever brings in a copy of somebody's certificate has not become its subscriber.
  if (row.origin === 'import') return refuse('not-ours', 'imported');
  const reason = parseChosenReason(input.reason);
  if (reason === undefined) return refuse('revocation-reason-unknown', 'not of the list');
  const profile = profiles.find(({ id }) => id === row.profile_id);
  const needed = approvalsToRevoke(profile, reason);
  const isAsked = needed > 0 && (await openWishOf(tx.query, row.certificate_id)) !== undefined;
  return isAsked ? refuse('revocation-asked-already', reason) : { row, reason, needed };
}
