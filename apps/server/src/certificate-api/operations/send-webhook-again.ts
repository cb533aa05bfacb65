import { sendWebhookAgain } from '@sallyport/certificates';
import { Type } from 'typebox';
import { answer, operation } from '../operation.ts';
import { CLOSED } from '../schemas.ts';
import { WebhookParams, onWebhook } from './on-webhook.ts';

export const sendWebhookAgainOperation = operation({
  id: 'sendWebhookAgain',
  method: 'POST',
  path: '/webhooks/:webhookId/retry',
  tag: 'Webhooks',
  summary: 'Send once more what its receiver has not taken',
  description: 'One that had said it is no more is sent to again.',
  scope: 'manage-webhooks',
  params: WebhookParams,
  answers: {
    status: 200,
    means: 'They are due.',
    schema: Type.Object({ messages: Type.Integer({ description: 'How many.' }) }, CLOSED),
  },
  run: async (call) => answer(await sendWebhookAgain(call.certificates, onWebhook(call)), ({ messages }) => ({ messages })),
});
