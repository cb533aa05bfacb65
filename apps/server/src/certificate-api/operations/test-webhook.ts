import { tryWebhook } from '@sallyport/certificates';
import { Type } from 'typebox';
import { answer, operation } from '../operation.ts';
import { CLOSED, Fault } from '../schemas.ts';
import { WebhookParams, onWebhook } from './on-webhook.ts';

export const testWebhookOperation = operation({
  id: 'testWebhook',
  method: 'POST',
  path: '/webhooks/:webhookId/test',
  tag: 'Webhooks',
  summary: 'Send a message that is nothing but a test',
  scope: 'manage-webhooks',
  params: WebhookParams,
  answers: {
    status: 200,
    means: 'It was sent, or could not be.',
    schema: Type.Object({ fault: Type.Optional({ ...Fault, description: 'Absent: the receiver took it. Else why not.' }) }, CLOSED),
  },
  run: async (call) =>
    answer(await tryWebhook(call.certificates, onWebhook(call)), ({ fault }) => ({ ...(fault !== undefined && { fault }) })),
});
