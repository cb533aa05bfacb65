import type { CertificatesPorts } from '../ports.ts';
import { changeStatus } from '../requests/store.ts';
import { type Decided, type Decision, type DecisionRefusal, giveWord } from './give-word.ts';
import { approvalsOf, insertApproval } from './store.ts';

/** A word on somebody else's request; the last one needed makes it approved, a decline is its end. */
export function decideOnRequest(ports: CertificatesPorts, input: Decision): Promise<Decided | DecisionRefusal> {
  const { certificateId } = input;
  return giveWord<never>(ports, input, {
    change: 'approve',
    actions: { approve: 'certificate.approve', decline: 'certificate.decline' },
    events: { approve: 'approved', decline: 'declined' },
    matterOf: (tx, { status: from, requested_by: askedBy, approvals_needed: needed }, now) => ({
      askedBy,
      needed,
      keep: (word) => insertApproval(tx, { certificate_id: certificateId, ...word }),
      kept: () => approvalsOf(tx.query, certificateId),
      settle: async (outcome) => {
        const change = outcome === 'agreed' ? 'approve' : 'decline';
        const along = outcome === 'agreed' ? {} : { reason: input.reason.trim() };
        const status = await changeStatus(tx, { certificateId, from, change, now, along });
        return { status: status ?? from, acts: [] };
      },
    }),
  });
}
