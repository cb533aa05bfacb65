/**
 * A colleague of the same organisation who vouches (NIST SP 800-63B-4 §4.2.1.4, recovery contacts).
 *
 *   NAMED ──agrees, at level 2──▶ CONFIRMED ──either side ends it──▶ REMOVED
 *     │ └──declines──▶ DECLINED                                         ▲
 *     └──────────────────────either side ends it────────────────────────┘
 *
 * A vouching is asked of a confirmed contact, in one browser:
 *
 *   asked ──the contact types the code heard by voice──▶ vouched ──in that browser, once──▶ used
 *
 * From each it may end: replaced by another, refused, three wrong codes, run out, withdrawn at level 2, the contact gone, the account frozen. What it opens still waits.
 */
export type ContactState = 'NAMED' | 'CONFIRMED' | 'DECLINED' | 'REMOVED';

export type VouchingEnd = 'used' | 'replaced' | 'refused' | 'withdrawn' | 'wrong-code' | 'contact-gone' | 'frozen';

/** One bond between two people, as far as it decides who counts. */
export interface Bond {
  /** `mutual`: each is the other's contact. */
  readonly kind: 'one-way' | 'mutual';
  /** Whether the contact can sign in and vouch at all now. */
  readonly contact: 'able' | 'unable';
  /** Ways of the contact that do not hang on each other, without their everyday token and any contact of theirs. */
  readonly waysOfContact: number;
}

const WAYS_ALONE = 2;

/**
 * Whether a contact is a way back to count on. Two people who are each other's only way are none: what strands one may strand both, and then nobody is left who could vouch.
 */
export function counts({ kind, contact, waysOfContact }: Bond): boolean {
  return contact === 'able' && (kind === 'one-way' || waysOfContact >= WAYS_ALONE);
}
