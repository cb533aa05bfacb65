/** The parts of a distinguished name we write, in the order in which they stand in it. */
export interface Subject {
  readonly country?: string;
  readonly stateOrProvince?: string;
  readonly locality?: string;
  readonly organization?: string;
  readonly organizationalUnit?: string;
  readonly commonName?: string;
}

/** The upper bounds of RFC 5280 appendix A.1, in characters. */
export const SUBJECT_BOUNDS: Readonly<Record<keyof Subject, number>> = {
  country: 2,
  stateOrProvince: 128,
  locality: 128,
  organization: 64,
  organizationalUnit: 64,
  commonName: 64,
};

export type SubjectRefusal = { readonly code: 'subject-malformed'; readonly field: keyof Subject };

/** Empty, too long, with control characters, or a country that is not two capital letters (ISO 3166-1). */
export function mistakeInSubject(subject: Subject): SubjectRefusal | undefined {
  for (const field of SUBJECT_FIELDS) {
    const value = subject[field];
    if (value !== undefined && !isGood(field, value)) return { code: 'subject-malformed', field };
  }
  return undefined;
}

export const SUBJECT_FIELDS = ['country', 'stateOrProvince', 'locality', 'organization', 'organizationalUnit', 'commonName'] as const;

function isGood(field: keyof Subject, value: string): boolean {
  if (field === 'country') return /^[A-Z]{2}$/.test(value);
  const { length } = Array.from(value);
  return length > 0 && length <= SUBJECT_BOUNDS[field] && value.trim() === value && value.isWellFormed() && !/[\p{Cc}\p{Cn}]/u.test(value);
}
