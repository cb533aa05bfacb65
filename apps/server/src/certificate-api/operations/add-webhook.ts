import { addWebhook, isRefusal, WEBHOOK_OCCASIONS } from '@sallyport/certificates';
import { Type } from 'typebox';
import { operation } from '../operation.ts';
import { CLOSED, Id, OccasionName } from '../schemas.ts';

/** The secret is not in the answer, which is kept under an `Idempotency-Key`. */
export const addWebhookOperation = operation({
  id: 'addWebhook',
  method: 'POST',
  path: '/webhooks',
  tag: 'Webhooks',
  summary: 'Name a receiver of messages',
  description:
    'Nothing is sent to it before something happens, or somebody tests it. The secret by which its messages are signed is asked for by itself.',
  scope: 'manage-webhooks',
  body: Type.Object(
    {
      url: Type.String({ maxLength: 4000, description: 'Under https.' }),
      occasions: Type.Array(OccasionName, { maxItems: WEBHOOK_OCCASIONS.length }),
    },
    CLOSED,
  ),
  answers: { status: 201, means: 'It is added.', schema: Type.Object({ id: Id }, CLOSED) },
  run: async ({ certificates, person, body: { url, occasions } }) => {
    const added = await addWebhook(certificates, { person, url, occasions });
    if (isRefusal(added)) return added;
    return { kind: 'answer', answer: { id: added.webhookId }, location: `/webhooks/${added.webhookId}` };
  },
});
