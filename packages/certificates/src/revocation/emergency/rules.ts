import type { RevocationReason } from '@sallyport/pki';
import type { Instant } from '@sallyport/platform';
import { UNSIGNED } from '../../issuance/unsigned.ts';
import type { CertificateTable } from '../../schema.ts';

/** Which certificates: all that is said has to be so. */
export interface EmergencyChoice {
  /** The CA that signed it. */
  readonly authorityId?: string;
  /** As certificates show it: `P-256`, `RSA 2048`. */
  readonly keyName?: string;
  readonly profileId?: string;
  readonly issuedFrom?: Instant;
  /** Never after the beginning. */
  readonly issuedUntil: Instant;
}

export type Afterwards = 'reissue' | 'nothing';

export interface EmergencyWish {
  readonly choice: EmergencyChoice;
  readonly reason: RevocationReason;
  readonly afterwards: Afterwards;
  /** The CA that issues now. */
  readonly currentAuthorityId: string | undefined;
}

export type EmergencyMistake =
  /** Everything would be revoked: that has to be said by naming the CA. */
  | 'nothing-chosen'
  /** The key of each is with somebody else: its holder has to make another, and to ask for a certificate of it. */
  | 'same-key'
  /** What is issued anew would come from the very CA: make the next one first. */
  | 'same-authority';

export function mistakeInEmergency({ choice, reason, afterwards, currentAuthorityId }: EmergencyWish): EmergencyMistake | undefined {
  const { authorityId, keyName, profileId, issuedFrom } = choice;
  if ([authorityId, keyName, profileId, issuedFrom].every((said) => said === undefined)) return 'nothing-chosen';
  if (afterwards === 'nothing') return undefined;
  if (reason === 'key-compromise') return 'same-key';
  return authorityId !== undefined && authorityId === currentAuthorityId ? 'same-authority' : undefined;
}

/** The same names under the same key until the same end, agreed to by the operator. What is in use only: the rest has been replaced, or left management. */
export function successorRow(
  row: CertificateTable,
  { certificateId, now }: { readonly certificateId: CertificateTable['certificate_id']; readonly now: Instant },
): CertificateTable | undefined {
  if (row.status !== 'ACTIVE' || row.csr === null) return undefined;
  return {
    ...row,
    ...UNSIGNED,
    certificate_id: certificateId,
    status: 'APPROVED',
    status_since: now,
    origin: 'reissue',
    predecessor_id: row.certificate_id,
    predecessor_ends_at: null,
    overlap_hours: null,
    requested_at: now,
    keeps_not_after: row.not_after,
    approvals_needed: 0,
  };
}
