/** What comes with issue and signature, before there is either. */
export const UNSIGNED = {
  reason: null,
  serial: null,
  authority_id: null,
  to_be_signed: null,
  lint: null,
  claimed_until: null,
  der: null,
  sha256: null,
  not_before: null,
  not_after: null,
  revoked_at: null,
  revocation_reason: null,
  listed_number: null,
  answer_due_at: null,
  notice_due_at: null,
} as const;
