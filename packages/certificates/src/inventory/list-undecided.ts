import type { ByPerson } from '../actor.ts';
import { permit } from '../people/permit.ts';
import { grants } from '../people/rules.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal } from '../refusals.ts';
import { type ListedCertificate, listed } from './listed-certificate.ts';
import { undecidedBy } from './store.ts';

export interface UndecidedRequest extends ListedCertificate {
  readonly requester: string;
  readonly note: string;
  readonly lifetimeDays: number;
  readonly approvalsNeeded: number;
}

export interface UndecidedRequests {
  /** Undefined for who is no approver: nothing waits for them. */
  readonly requests: readonly UndecidedRequest[] | undefined;
}

const AT_MOST = 100;

/** The requests that wait for this person's word, the oldest first; a hundred at most. */
export async function listUndecided(
  { database, clock }: CertificatesPorts,
  { person }: ByPerson,
): Promise<UndecidedRequests | Refusal<'step-up-needed' | 'role-missing'>> {
  const may = await permit(database.query, { person, permission: 'look' });
  if (isRefusal(may)) return may;
  if (!grants(may.roles, 'decide')) return { requests: undefined };
  const now = clock.now();
  const rows = await undecidedBy(database.query, { ...person, limit: AT_MOST });
  return {
    requests: rows.map((row) => ({
      ...listed(row, now),
      requester: row.requester,
      note: row.note,
      lifetimeDays: row.lifetime_days,
      approvalsNeeded: row.approvals_needed,
    })),
  };
}
