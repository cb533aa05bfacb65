/** CRLReason by its number (RFC 5280 section 5.3.1): those a person may choose. What only a CA says of itself is not among them. */
export const REVOCATION_REASONS = {
  unspecified: 0,
  'key-compromise': 1,
  'affiliation-changed': 3,
  superseded: 4,
  'cessation-of-operation': 5,
  'privilege-withdrawn': 9,
} as const;

export type RevocationReason = keyof typeof REVOCATION_REASONS;

export function parseRevocationReason(text: string): RevocationReason | undefined {
  return Object.hasOwn(REVOCATION_REASONS, text) ? (text as RevocationReason) : undefined;
}
