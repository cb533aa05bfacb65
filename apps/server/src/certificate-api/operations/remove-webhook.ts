import { removeWebhook } from '@sallyport/certificates';
import { done, operation } from '../operation.ts';
import { WebhookParams, onWebhook } from './on-webhook.ts';

export const removeWebhookOperation = operation({
  id: 'removeWebhook',
  method: 'DELETE',
  path: '/webhooks/:webhookId',
  tag: 'Webhooks',
  summary: 'Tell a receiver nothing any more',
  scope: 'manage-webhooks',
  params: WebhookParams,
  answers: { status: 204, means: 'It is removed.' },
  run: async (call) => done(await removeWebhook(call.certificates, onWebhook(call))),
});
