import type { ByPerson } from '../actor.ts';
import { permit } from '../people/permit.ts';
import type { Role } from '../people/rules.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal } from '../refusals.ts';
import type { Status } from '../status/rules.ts';
import { listUndecided } from './list-undecided.ts';
import { type ListedCertificate, listed } from './listed-certificate.ts';
import type { InventoryWish } from './rules.ts';
import { countByStatus, countEnding, pageOf } from './store.ts';

export interface Overview {
  readonly roles: readonly Role[];
  readonly counts: Readonly<Partial<Record<Status, number>>>;
  /** How many active ones end in each span of ten days from now on: nine spans. */
  readonly ending: readonly number[];
  readonly next: readonly ListedCertificate[];
  readonly failed: readonly ListedCertificate[];
  readonly latest: readonly ListedCertificate[];
  /** How many wait for this person's word; undefined for who has none to give. */
  readonly undecided: number | undefined;
}

export const SPAN_DAYS = 10;
const SPANS = 9;
const DAY_MS = 86_400_000;
const SHOWN = 5;

/** What an organisation's certificates are at this moment, and what of them wants somebody. */
export async function viewOverview(
  ports: CertificatesPorts,
  { person }: ByPerson,
): Promise<Overview | Refusal<'step-up-needed' | 'role-missing'>> {
  const { query } = ports.database;
  const may = await permit(ports.database, { person, permission: 'look' });
  if (isRefusal(may)) return may;
  const now = ports.clock.now();
  const { organisationId } = person;
  const some = async (wish: Partial<InventoryWish>) => {
    const whole = { search: '', status: undefined, order: 'asked', after: undefined, ...wish } as const;
    return (await pageOf(query, { organisationId, wish: whole, limit: SHOWN })).map((row) => listed(row, now));
  };
  const spans = Array.from({ length: SPANS }, (_, index) => ({
    from: now + index * SPAN_DAYS * DAY_MS,
    to: now + (index + 1) * SPAN_DAYS * DAY_MS,
  }));
  const [counts, ending, next, failed, latest, waiting] = await Promise.all([
    countByStatus(query, organisationId),
    Promise.all(spans.map((span) => countEnding(query, { organisationId, ...span }))),
    some({ status: 'ACTIVE', order: 'ends', after: undefined }),
    some({ status: 'FAILED' }),
    some({}),
    listUndecided(ports, { person }),
  ]);
  const { requests, revocations } = isRefusal(waiting) ? {} : waiting;
  const undecided = requests && requests.length + (revocations?.length ?? 0);
  return { roles: may.roles, counts, ending, next, failed, latest, undecided };
}
