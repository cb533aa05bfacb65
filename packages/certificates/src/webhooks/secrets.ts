import { Secret } from '@sallyport/platform';
import type { WebhookId } from '../identifiers.ts';
import type { CertificatesPorts } from '../ports.ts';
import type { CertificateWebhookTable } from '../schema.ts';

const SECRET_OCTETS = 32;

export function newSecret(
  { randomness, sealer }: Pick<CertificatesPorts, 'randomness' | 'sealer'>,
  webhookId: WebhookId,
): { readonly sealed: Uint8Array } {
  const secret = randomness.bytes(SECRET_OCTETS);
  const sealed = sealer.seal({ plaintext: secret, place: placeOf(webhookId) });
  secret.fill(0);
  return { sealed };
}

export function openSecret(
  { sealer }: Pick<CertificatesPorts, 'sealer'>,
  { webhook_id, sealed_secret }: Pick<CertificateWebhookTable, 'webhook_id' | 'sealed_secret'>,
): Secret<Uint8Array> {
  return new Secret(sealer.open({ sealed: sealed_secret, place: placeOf(webhook_id) }));
}

function placeOf(webhookId: WebhookId) {
  return { table: 'certificate_webhook', column: 'sealed_secret', row: webhookId };
}
