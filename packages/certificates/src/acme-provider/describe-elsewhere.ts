import type { Instant } from '@sallyport/platform';
import type { CertificateId } from '../identifiers.ts';
import type { CertificatesPorts } from '../ports.ts';
import { accountRows, unfinishedRows } from './store.ts';

export interface ElsewhereDescription {
  readonly accounts: readonly { readonly directory: string; readonly url: string; readonly madeAt: Instant }[];
  /** What does not get on: an order, or a revocation that the CA has not confirmed. Oldest first, a hundred at most. */
  readonly unfinished: readonly {
    readonly certificateId: CertificateId;
    readonly name: string;
    readonly what: 'order' | 'revocation';
    readonly since: Instant;
    /** As `acme/…`. */
    readonly problem: string | undefined;
  }[];
}

/** What there is with CAs elsewhere, for the operator. */
export async function describeElsewhere({ database }: Pick<CertificatesPorts, 'database'>): Promise<ElsewhereDescription> {
  const [accounts, rows] = await Promise.all([accountRows(database.query), unfinishedRows(database.query)]);
  return {
    accounts: accounts.map(({ directory, account_url: url, made_at: madeAt }) => ({ directory, url, madeAt })),
    unfinished: rows.map(({ certificate_id: certificateId, first_name: name, status, status_since: since, problem, tell_problem }) =>
      status === 'REVOKED'
        ? { certificateId, name, what: 'revocation', since, problem: tell_problem ?? undefined }
        : { certificateId, name, what: 'order', since, problem: problem ?? undefined },
    ),
  };
}
