import type { CertificatesPorts } from '../ports.ts';
import { type OnWebhook, type WebhookRefusal, actOnWebhook } from './act-on-webhook.ts';
import { deleteWebhook } from './store.ts';

/** With everything that waits for it. */
export function removeWebhook(ports: CertificatesPorts, input: OnWebhook): Promise<{ readonly kind: 'removed' } | WebhookRefusal> {
  return actOnWebhook(ports, input, {
    action: 'certificate-webhook.remove',
    act: async (tx, { webhook: { webhook_id: webhookId, organisation_id: organisationId } }) => {
      await deleteWebhook(tx, { webhookId, organisationId });
      return { kind: 'removed' } as const;
    },
  });
}
