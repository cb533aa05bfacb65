import { type AnyTransaction, type AuditDetails, type AuditParty, type Instant, appendAudit } from '@sallyport/platform';
import type { Person } from './actor.ts';
import type { Refusal } from './refusals.ts';

/** Everything this room writes into the audit log. */
export type AuditAction =
  | 'certificate.request'
  | 'certificate.renew'
  | 'certificate.reissue'
  | 'certificate.approve'
  | 'certificate.decline'
  | 'certificate.withdraw'
  | 'certificate.issue'
  | 'certificate.retry'
  | 'certificate.revoke'
  | 'certificate.ask-revocation'
  | 'certificate.approve-revocation'
  | 'certificate.decline-revocation'
  | 'certificate.revoke-many'
  | 'certificate.deactivate'
  | 'certificate.names-proven'
  | 'certificate.tell-others'
  | 'certificate-notice.choose'
  | 'certificate-webhook.add'
  | 'certificate-webhook.remove'
  | 'certificate-webhook.try'
  | 'certificate-webhook.show-secret'
  | 'certificate-webhook.send-again'
  | 'certificate.describe'
  | 'certificate.import'
  | 'certificate-domain.add'
  | 'certificate-domain.prove-again'
  | 'certificate-domain.check'
  | 'certificate-domain.verify'
  | 'certificate-domain.decline'
  | 'certificate-domain.allow'
  | 'certificate-field.keep'
  | 'certificate-field.retire'
  | 'certificate-view.save'
  | 'certificate-view.delete'
  | 'certificate-organisation.verify'
  | 'certificate-role.grant'
  | 'certificate-role.withdraw'
  | 'certificate-authority.make'
  | 'certificate-authority.import'
  | 'certificate-authority.revoke'
  | 'certificate-authority.register'
  | 'certificate.revocation-told'
  | 'certificate-list.issue'
  | 'certificate-api-key.make'
  | 'certificate-api-key.present'
  | 'certificate-api-key.revoke'
  | 'certificate-list.import';

/** Somebody who showed a key that opens nothing. */
export type Stranger = Pick<Person, 'network'>;

export interface Act {
  readonly at: Instant;
  readonly action: AuditAction;
  /** Undefined: the machine itself, or an operator at it. */
  readonly by: Person | Stranger | undefined;
  readonly subject:
    | `certificate:${string}`
    | `domain:${string}`
    | `organisation:${string}`
    | `person:${string}`
    | `authority:${string}`
    | `webhook:${string}`
    | `field:${string}`
    | `view:${string}`
    | `api-key:${string}`
    | 'system';
  readonly refusal?: Refusal | undefined;
  readonly details?: AuditDetails;
}

/** Appends to the audit log in the transaction of the act, as its last statement. People are the accounts of the Federation. */
export function audit(tx: AnyTransaction, act: Act): Promise<void> {
  const through = act.by && 'through' in act.by ? act.by.through : undefined;
  return appendAudit(tx, {
    at: act.at,
    actor: actorOf(act),
    action: act.action,
    subject: act.subject,
    outcome: act.refusal ? 'refused' : 'done',
    reason: act.refusal && `${act.refusal.code}: ${act.refusal.reason}`,
    network: act.by?.network,
    details: through === undefined ? act.details : { ...act.details, apiKey: through.keyId },
  });
}

function actorOf({ by }: Act): AuditParty {
  if (by === undefined) return 'system';
  return 'personId' in by ? `account:${by.personId}` : 'anonymous';
}
