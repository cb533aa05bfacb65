import { viewWebhook } from '@sallyport/certificates';
import { answer, operation } from '../operation.ts';
import { Webhook } from '../schemas.ts';
import { webhookAnswer } from '../webhook-answers.ts';
import { WebhookParams, onWebhook } from './on-webhook.ts';

export const readWebhookOperation = operation({
  id: 'readWebhook',
  method: 'GET',
  path: '/webhooks/:webhookId',
  tag: 'Webhooks',
  summary: 'A webhook, and what became of its latest messages',
  scope: 'manage-webhooks',
  params: WebhookParams,
  answers: { status: 200, means: 'The webhook.', schema: Webhook },
  run: async (call) => answer(await viewWebhook(call.certificates, onWebhook(call)), webhookAnswer),
});
