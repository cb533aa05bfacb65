import { spend } from '@sallyport/platform';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { type OnWebhook, type WebhookRefusal, actOnWebhook } from './act-on-webhook.ts';
import { deliverMessage } from './deliver-messages.ts';
import { messageOf } from './queue-messages.ts';
import type { WebhookFault } from './rules.ts';
import { insertMessages } from './store.ts';

export interface WebhookTried {
  readonly kind: 'tried';
  /** Undefined: the receiver took it. */
  readonly fault: WebhookFault | undefined;
}

/** Sends a message that says nothing but that it is a test, and tells at once what came of it. The try is paid for before anybody outside is asked. */
export async function tryWebhook(
  ports: CertificatesPorts,
  input: OnWebhook,
): Promise<WebhookTried | WebhookRefusal | Refusal<'webhook-tries-exhausted'>> {
  const message = messageOf(ports, {
    webhook: { webhook_id: input.webhookId },
    occasion: 'webhook.test',
    at: ports.clock.now(),
    data: { webhookId: input.webhookId },
  });
  const begun = await actOnWebhook<{ readonly kind: 'begun' }, 'webhook-tries-exhausted'>(ports, input, {
    action: 'certificate-webhook.try',
    act: async (tx, { now, webhook }) => {
      const subject = webhook.organisation_id;
      const spent = await spend(tx, { ...ports.policy.webhookTries, kind: 'webhook-try', subject, now });
      if (spent.ticket === undefined) return refuse('webhook-tries-exhausted', subject, { until: spent.freesAt });
      await insertMessages(tx, [message]);
      return { kind: 'begun' };
    },
  });
  if (isRefusal(begun)) return begun;
  const fate = await deliverMessage(ports, message.message_id);
  return { kind: 'tried', fault: fate === 'taken' || fate.kind === 'delivered' ? undefined : fate.fault };
}
