import type { Instant } from '@sallyport/platform';
import type { CertificateId, PersonId } from '../identifiers.ts';
import type { CertificateOrigin } from '../schema.ts';
import { type Status, statusAt } from '../status/rules.ts';
import type { InventoryRow } from './rules.ts';

/** One line of a list. */
export interface ListedCertificate {
  readonly certificateId: CertificateId;
  readonly status: Status;
  /** `import`: somebody else issued it, and only they can revoke it. */
  readonly origin: CertificateOrigin;
  /** Of an imported one: who issued it, as it says itself. */
  readonly issuer: string | undefined;
  /** The first one leads. */
  readonly names: readonly string[];
  readonly profileId: string;
  readonly keyName: string;
  readonly requestedBy: PersonId;
  readonly requestedAt: Instant;
  readonly serial: string | undefined;
  readonly notBefore: Instant | undefined;
  readonly notAfter: Instant | undefined;
  /** Why it was declined or failed. */
  readonly reason: string | undefined;
}

export function listed(row: InventoryRow, now: Instant): ListedCertificate {
  return {
    certificateId: row.certificate_id,
    status: statusAt({ status: row.status, notAfter: row.not_after ?? undefined }, now),
    origin: row.origin,
    issuer: row.issuer ?? undefined,
    names: JSON.parse(row.names) as string[],
    profileId: row.profile_id,
    keyName: row.key_name,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    serial: row.serial ?? row.imported_serial ?? undefined,
    notBefore: row.not_before ?? undefined,
    notAfter: row.not_after ?? undefined,
    reason: row.reason ?? undefined,
  };
}
