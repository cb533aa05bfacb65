import { listWebhooks } from '@sallyport/certificates';
import { Type } from 'typebox';
import { answer, operation } from '../operation.ts';
import { CLOSED, ListedWebhook } from '../schemas.ts';
import { listedWebhookAnswer } from '../webhook-answers.ts';

export const listWebhooksOperation = operation({
  id: 'listWebhooks',
  method: 'GET',
  path: '/webhooks',
  tag: 'Webhooks',
  summary: 'The machines that the organisation wants to be told',
  scope: 'manage-webhooks',
  answers: { status: 200, means: 'The webhooks.', schema: Type.Object({ webhooks: Type.Array(ListedWebhook) }, CLOSED) },
  run: async ({ certificates, person }) =>
    answer(await listWebhooks(certificates, { person }), ({ webhooks }) => ({ webhooks: webhooks.map(listedWebhookAnswer) })),
});
