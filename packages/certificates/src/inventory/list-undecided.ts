import type { RevocationReason } from '@sallyport/pki';
import type { Instant } from '@sallyport/platform';
import type { ByPerson } from '../actor.ts';
import { permit } from '../people/permit.ts';
import { grants } from '../people/rules.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal } from '../refusals.ts';
import { reasonOf } from '../revocation/rules.ts';
import { type ListedCertificate, listed } from './listed-certificate.ts';
import { undecidedBy, undecidedRevocationsBy } from './store.ts';

export interface UndecidedRequest extends ListedCertificate {
  readonly requester: string;
  readonly note: string;
  readonly lifetimeDays: number;
  readonly approvalsNeeded: number;
}

export interface UndecidedRevocation extends ListedCertificate {
  readonly asker: string;
  readonly askedAt: Instant;
  readonly revocationReason: RevocationReason;
}

/** Both undefined for who is no approver: nothing waits for them. */
export interface Undecided {
  readonly requests: readonly UndecidedRequest[] | undefined;
  readonly revocations: readonly UndecidedRevocation[] | undefined;
}

const AT_MOST = 100;

/** The requests and the revocations that wait for this person's word, the oldest first; a hundred of each at most. */
export async function listUndecided(
  { database, clock }: CertificatesPorts,
  { person }: ByPerson,
): Promise<Undecided | Refusal<'step-up-needed' | 'role-missing'>> {
  const may = await permit(database, { person, permission: 'look' });
  if (isRefusal(may)) return may;
  if (!grants(may.roles, 'decide')) return { requests: undefined, revocations: undefined };
  const now = clock.now();
  const [requests, revocations] = await Promise.all([
    undecidedBy(database.query, { ...person, limit: AT_MOST }),
    undecidedRevocationsBy(database.query, { ...person, limit: AT_MOST }),
  ]);
  return {
    requests: requests.map((row) => ({
      ...listed(row, now),
      requester: row.requester,
      note: row.note,
      lifetimeDays: row.lifetime_days,
      approvalsNeeded: row.approvals_needed,
    })),
    revocations: revocations.map((row) => ({
      ...listed(row, now),
      asker: row.asker,
      askedAt: row.asked_at,
      revocationReason: reasonOf(row.revocation_reason),
    })),
  };
}
