import { createHmac } from 'node:crypto';
import type { Instant } from '../clock.ts';
import type { Secret } from '../secret.ts';

export interface WebhookMessage {
  readonly id: string;
  readonly at: Instant;
  readonly body: string;
}

/** As it is written in a setting of a receiver. */
export function formatWebhookSecret(secret: Secret<Uint8Array>): string {
  return `whsec_${Buffer.from(secret.reveal()).toString('base64')}`;
}

/**
 * The headers of a message as Standard Webhooks (version 1.0.0, "Signature scheme") has them: HMAC-SHA256 over id, seconds and body. The time is within the
 * signature, so that a receiver can refuse what is older than five minutes, and the id tells it what it has had before.
 */
export function signWebhook(secret: Secret<Uint8Array>, { id, at, body }: WebhookMessage): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', secret.reveal()).update(`${id}.${seconds}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': `v1,${signature}`,
  };
}
