import type { Transaction } from '@sallyport/platform';
import type { ByPerson } from '../actor.ts';
import { type AuditAction, audit } from '../audit.ts';
import type { WebhookId } from '../identifiers.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, type RefusalCode, isRefusal, refuse } from '../refusals.ts';
import type { CertificatesSchema, CertificateWebhookTable } from '../schema.ts';
import { lockWebhook } from './store.ts';

export interface OnWebhook extends ByPerson {
  readonly webhookId: WebhookId;
}

export type WebhookRefusal = Refusal<'step-up-needed' | 'role-missing' | 'webhook-not-found'>;

export interface ActOnWebhook<Done extends object, Code extends RefusalCode> {
  readonly action: AuditAction;
  readonly act: (
    tx: Transaction<CertificatesSchema>,
    given: { readonly webhook: CertificateWebhookTable; readonly now: number },
  ) => Promise<Done | Refusal<Code>>;
}

/** May they, is it theirs, do it, and write down who did: one transaction. */
export function actOnWebhook<Done extends object, Code extends RefusalCode = never>(
  { database, clock }: Pick<CertificatesPorts, 'database' | 'clock'>,
  { person, webhookId }: OnWebhook,
  { action, act }: ActOnWebhook<Done, Code>,
): Promise<Done | WebhookRefusal | Refusal<Code>> {
  return database.transact(async (tx) => {
    const now = clock.now();
    const may = await permit(tx, { person, permission: 'manage-webhooks' });
    const found = isRefusal(may) ? may : await lockWebhook(tx, { webhookId, organisationId: person.organisationId });
    const webhook = found ?? refuse('webhook-not-found', 'none of this organisation');
    const outcome = isRefusal(webhook) ? webhook : await act(tx, { webhook, now });
    const about = { at: now, action, by: person, subject: `webhook:${webhookId}` } as const;
    await audit(tx, isRefusal(outcome) ? { ...about, refusal: outcome } : about);
    return outcome;
  });
}
