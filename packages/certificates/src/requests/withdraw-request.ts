import { newId } from '@sallyport/platform';
import type { OnCertificate } from '../actor.ts';
import { audit } from '../audit.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { notThere } from './not-there.ts';
import { changeStatus, insertEvent, lockCertificate } from './store.ts';

type WithdrawRefusal = Refusal<'step-up-needed' | 'role-missing' | 'certificate-not-found' | 'status-changed'>;

/** By whoever asked, as long as it has not been begun. What others asked for is declined instead. */
export function withdrawRequest(ports: CertificatesPorts, input: OnCertificate): Promise<{ readonly kind: 'withdrawn' } | WithdrawRefusal> {
  const eventId = newId(ports.randomness);
  return ports.database.transact(async (tx): Promise<{ readonly kind: 'withdrawn' } | WithdrawRefusal> => {
    const { person, certificateId } = input;
    const now = ports.clock.now();
    const act = { at: now, action: 'certificate.withdraw', by: person, subject: `certificate:${certificateId}` } as const;
    const may = await permit(tx.query, { person, permission: 'request' });
    const { organisationId } = person;
    const asked = isRefusal(may) ? may : await lockCertificate(tx, { certificateId, organisationId, change: 'decline' });
    const refusal = await refusalFor();
    if (refusal !== undefined) {
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    return { kind: 'withdrawn' };

    async function refusalFor(): Promise<WithdrawRefusal | undefined> {
      if (asked === undefined) return notThere(tx.query, input);
      if (isRefusal(asked)) return asked;
      if (asked.requested_by !== person.personId) return refuse('role-missing', 'asked for by somebody else', { roles: ['approver'] });
      await changeStatus(tx, { certificateId, from: asked.status, change: 'decline', now });
      await insertEvent(tx, { certificateId, eventId, at: now, personId: person.personId, what: 'withdrawn' });
      await audit(tx, act);
      return undefined;
    }
  });
}
