/** CRLReason (RFC 5280 section 5.3.1), each with its number. 7 is not used. */
const REASON_CODES = {
  unspecified: 0,
  'key-compromise': 1,
  'ca-compromise': 2,
  'affiliation-changed': 3,
  superseded: 4,
  'cessation-of-operation': 5,
  'certificate-hold': 6,
  'remove-from-crl': 8,
  'privilege-withdrawn': 9,
  'aa-compromise': 10,
} as const;

/** Every reason that can stand in a list or an answer of anybody. */
export type ListedReason = keyof typeof REASON_CODES;

/**
 * Why we revoke. A hold could be lifted again, so that a list of yesterday would prove nothing (Baseline Requirements 7.2.2 forbid it);
 * removal from a list belongs to delta CRLs, which we do not make.
 */
export type RevocationReason = Exclude<ListedReason, 'certificate-hold' | 'remove-from-crl' | 'aa-compromise'>;

export const REVOCATION_REASONS: readonly RevocationReason[] = [
  'unspecified',
  'key-compromise',
  'ca-compromise',
  'affiliation-changed',
  'superseded',
  'cessation-of-operation',
  'privilege-withdrawn',
];

export function isRevocationReason(reason: string): reason is RevocationReason {
  return REVOCATION_REASONS.some((one) => one === reason);
}

/** As RFC 5280 counts them, for whoever keeps it. */
export function reasonNumber(reason: RevocationReason): number {
  return REASON_CODES[reason];
}

/** Undefined for a number that none of our reasons has. */
export function reasonNumbered(number: number): RevocationReason | undefined {
  return REVOCATION_REASONS.find((reason) => REASON_CODES[reason] === number);
}

/** Its number in the ENUMERATED. `unspecified` is none: it is said by saying nothing (RFC 5280 section 5.3.1). */
export function reasonCode(reason: RevocationReason): number | undefined {
  return reason === 'unspecified' ? undefined : REASON_CODES[reason];
}

const BY_CODE = new Map((Object.keys(REASON_CODES) as ListedReason[]).map((reason) => [REASON_CODES[reason] as number, reason]));

/** The reason in the content of an ENUMERATED. */
export function reasonIn(content: Uint8Array): ListedReason | undefined {
  const [code] = content;
  return content.length === 1 && code !== undefined ? BY_CODE.get(code) : undefined;
}
