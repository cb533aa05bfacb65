import { showWebhookSecret } from '@sallyport/certificates';
import { Type } from 'typebox';
import { answer, operation } from '../operation.ts';
import { CLOSED } from '../schemas.ts';
import { WebhookParams, onWebhook } from './on-webhook.ts';

/** A GET, whose answer is never kept. */
export const showWebhookSecretOperation = operation({
  id: 'showWebhookSecret',
  method: 'GET',
  path: '/webhooks/:webhookId/secret',
  tag: 'Webhooks',
  summary: 'The secret by which the messages of a webhook are signed',
  description: 'Each time it is asked for is written down.',
  scope: 'manage-webhooks',
  params: WebhookParams,
  answers: {
    status: 200,
    means: 'The secret.',
    schema: Type.Object({ secret: Type.String({ description: '`whsec_…`, as Standard Webhooks writes it.' }) }, CLOSED),
  },
  run: async (call) => answer(await showWebhookSecret(call.certificates, onWebhook(call)), ({ secret }) => ({ secret: secret.reveal() })),
});
