import type { CertificateProfile } from '@sallyport/pki';
import { type Refusal, refuse } from '../refusals.ts';
import type { ChosenReason } from '../revocation/reasons.ts';

/** What somebody says on a matter that waits for N of M. */
export interface Word {
  readonly decision: 'approve' | 'decline';
  /** Shown to whoever asked; must be given to decline. */
  readonly reason: string;
}

const REASON_MAX_CHARACTERS = 500;

export function mistakeInWord({ decision, reason }: Word): Refusal<'reason-missing' | 'note-too-long'> | undefined {
  if (decision === 'decline' && reason.trim() === '') return refuse('reason-missing', 'declined without a reason');
  if (reason.length > REASON_MAX_CHARACTERS) return refuse('note-too-long', 'reason', { limit: REASON_MAX_CHARACTERS });
  return undefined;
}

/** The last approval that is needed settles it; the first decline ends it. */
export function countWords(
  words: readonly Pick<Word, 'decision'>[],
  needed: number,
): { readonly approvals: number; readonly outcome: 'open' | 'agreed' | 'declined' } {
  const approvals = words.filter(({ decision }) => decision === 'approve').length;
  if (approvals < words.length) return { approvals, outcome: 'declined' };
  return { approvals, outcome: approvals < needed ? 'open' : 'agreed' };
}

/**
 * How many others must agree before it is revoked. A key that others have waits for nobody: 24 hours are all there is (Baseline Requirements 4.9.1.1).
 * A profile that is not offered any more asks for nobody's word, since what protects others is not held up.
 */
export function approvalsToRevoke(profile: CertificateProfile | undefined, reason: ChosenReason): number {
  return reason === 'key-compromise' ? 0 : (profile?.approvals.revoke.needed ?? 0);
}
