import { Secret, formatWebhookSecret } from '@sallyport/platform';
import type { CertificatesPorts } from '../ports.ts';
import { type OnWebhook, type WebhookRefusal, actOnWebhook } from './act-on-webhook.ts';
import { openSecret } from './secrets.ts';

export interface ShownSecret {
  readonly kind: 'secret';
  readonly url: string;
  /** As a receiver's setting wants it. */
  readonly secret: Secret<string>;
}

/** By which its receiver knows that a message is ours. Whoever asks to see it is written down. */
export function showWebhookSecret(ports: CertificatesPorts, input: OnWebhook): Promise<ShownSecret | WebhookRefusal> {
  return actOnWebhook(ports, input, {
    action: 'certificate-webhook.show-secret',
    act: (_, { webhook }) =>
      Promise.resolve({ kind: 'secret', url: webhook.url, secret: new Secret(formatWebhookSecret(openSecret(ports, webhook))) } as const),
  });
}
