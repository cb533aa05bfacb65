import { newId } from '@sallyport/platform';
import type { RevocationWishId } from '../identifiers.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import { revokeLocked } from '../revocation/revoke-locked.ts';
import { type Decided, type Decision, type DecisionRefusal, giveWord } from './give-word.ts';
import { insertRevocationApproval, openWishOf, revocationApprovalsOf, settleWish } from './store.ts';

export interface RevocationDecision extends Decision {
  /** The one that was looked at, so that a form from yesterday agrees to nothing that was asked for since. Undefined: what was sent names none. */
  readonly wishId: RevocationWishId | undefined;
}

/** A word on a revocation that somebody else asked for; the last one needed revokes, a decline leaves the certificate as it is. */
export function decideOnRevocation(
  ports: CertificatesPorts,
  input: RevocationDecision,
): Promise<Decided | DecisionRefusal | Refusal<'revocation-settled'>> {
  const { person, certificateId } = input;
  const eventId = newId(ports.randomness);
  return giveWord<'revocation-settled'>(ports, input, {
    change: 'revoke',
    actions: { approve: 'certificate.approve-revocation', decline: 'certificate.decline-revocation' },
    events: { approve: 'revocation-approved', decline: 'revocation-declined' },
    matterOf: async (tx, row, now) => {
      const wish = await openWishOf(tx.query, certificateId);
      if (wish === undefined || wish.wish_id !== input.wishId) return refuse('revocation-settled', 'not the one that is asked for');
      const { wish_id: wishId } = wish;
      return {
        askedBy: wish.asked_by,
        needed: wish.approvals_needed,
        keep: (word) => insertRevocationApproval(tx, { wish_id: wishId, ...word }),
        kept: () => revocationApprovalsOf(tx.query, wishId),
        settle: async (outcome) => {
          await settleWish(tx, { wishId, state: outcome === 'agreed' ? 'AGREED' : 'DECLINED', now });
          if (outcome === 'declined') return { status: row.status, acts: [] };
          const details = { wish: wishId, askedBy: wish.asked_by };
          const act = await revokeLocked(tx, { row, reason: wish.reason, by: person, eventId, now, details });
          return { status: 'REVOKED', acts: [act] };
        },
      };
    },
  });
}
