import { type AnyTransaction, type AuditDetails, type AuditParty, type Instant, appendAudit } from '@sallyport/platform';
import type { AccountId } from './identifiers.ts';
import { networkOf } from './network.ts';
import type { Refusal } from './refusals.ts';
import type { Visit } from './visit.ts';

/** Everything this room writes into the audit log. */
export type AuditAction =
  | 'organisation.create'
  | 'account.create'
  | 'invitation.create'
  | 'invitation.accept'
  | 'password.sign-in'
  | 'password.change'
  | 'password.reset-request'
  | 'password.reset'
  | 'questions.register'
  | 'questions.answer'
  | 'recovery-codes.make'
  | 'recovery-codes.spend'
  | 'temporary-access.issue'
  | 'temporary-access.spend'
  | 'mailed-code.send'
  | 'mailed-code.answer'
  | 'questions.add'
  | 'questions.change'
  | 'questions.remove'
  | 'soft-token.start-activation'
  | 'soft-token.answer-activation'
  | 'soft-token.start-typed-activation'
  | 'soft-token.answer-typed-activation'
  | 'soft-token.register-offline'
  | 'soft-token.confirm-activation'
  | 'soft-token.otp'
  | 'soft-token.check-clock'
  | 'soft-token.unlock'
  | 'soft-token.view-unlock-code'
  | 'soft-token.confirm-unlock'
  | 'soft-token.expire-unlock'
  | 'soft-token.reactivate'
  | 'soft-token.receipt'
  | 'soft-token.contact'
  | 'soft-token.promise-keys'
  | 'soft-token.renew-keys'
  | 'soft-token.revoke'
  | 'soft-token.remove'
  | 'address.request'
  | 'address.confirm'
  | 'address.remove'
  | 'address.make-primary'
  | 'session.end'
  | 'session.end-all'
  | 'account.freeze'
  | 'account.thaw'
  | 'delay.start'
  | 'delay.cancel'
  | 'delay.execute'
  | 'passkey.start-registration'
  | 'passkey.register'
  | 'passkey.rename'
  | 'passkey.remove'
  | 'passkey.suspend'
  | 'passkey.sign-in'
  | 'passkey.prove'
  | 'delay.ripen'
  | 'delay.lapse'
  | 'recovery-contact.name'
  | 'recovery-contact.confirm'
  | 'recovery-contact.decline'
  | 'recovery-contact.remove'
  | 'recovery-contact.ask'
  | 'recovery-contact.vouch'
  | 'recovery-contact.refuse'
  | 'recovery-contact.accept'
  | 'rehearsal.begin'
  | 'rehearsal.password'
  | 'rehearsal.questions'
  | 'rehearsal.one-time-password'
  | 'rehearsal.passkey'
  | 'rehearsal.recovery-code'
  | 'rehearsal.send-code'
  | 'rehearsal.mailed-code'
  | 'rehearsal.note'
  | 'soft-token.report-misplaced'
  | 'soft-token.return-to-service';

export interface Act {
  readonly at: Instant;
  readonly action: AuditAction;
  /** Whose account it is about; undefined when nobody is known by the name that was given, which is never written down. */
  readonly account: AccountId | undefined;
  /** The owner in a session, somebody who has proved nothing yet, the machine itself, or the owner of another account. */
  readonly actor: 'owner' | 'anonymous' | 'system' | { readonly account: AccountId };
  readonly visit?: Visit | undefined;
  readonly refusal?: Refusal | undefined;
  readonly details?: AuditDetails;
}

/** Appends to the audit log in the transaction of the act, as its last statement. */
export function audit(tx: AnyTransaction, act: Act): Promise<void> {
  const subject: AuditParty = act.account === undefined ? 'anonymous' : `account:${act.account}`;
  return appendAudit(tx, {
    at: act.at,
    actor: actorOf(act.actor, subject),
    action: act.action,
    subject,
    outcome: act.refusal ? 'refused' : 'done',
    reason: act.refusal && `${act.refusal.code}: ${act.refusal.reason}`,
    network: act.visit && networkOf(act.visit.address),
    details: act.details,
  });
}

function actorOf(actor: Act['actor'], subject: AuditParty): AuditParty {
  if (typeof actor === 'object') return `account:${actor.account}`;
  return actor === 'owner' ? subject : actor;
}
