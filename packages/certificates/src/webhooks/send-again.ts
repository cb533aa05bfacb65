import type { CertificatesPorts } from '../ports.ts';
import { type OnWebhook, type WebhookRefusal, actOnWebhook } from './act-on-webhook.ts';
import { reviveDead, setWebhookState } from './store.ts';

/** What its receiver has not taken is due again; one that had said it is no more is sent to again. */
export function sendWebhookAgain(
  ports: CertificatesPorts,
  input: OnWebhook,
): Promise<{ readonly kind: 'due'; readonly messages: number } | WebhookRefusal> {
  return actOnWebhook(ports, input, {
    action: 'certificate-webhook.send-again',
    act: async (tx, { webhook: { webhook_id: webhookId }, now }) => {
      await setWebhookState(tx, { webhookId, state: 'ACTIVE' });
      return { kind: 'due', messages: await reviveDead(tx, { webhookId, now }) } as const;
    },
  });
}
