import type { ListedWebhook as Listed, WebhookView } from '@sallyport/certificates';
import type { Static } from 'typebox';
import { type ListedWebhook, type Webhook, moment } from './schemas.ts';

/** Webhooks, as the API says them; their secrets are asked for by themselves. */

export function listedWebhookAnswer({ webhookId, url, occasions, state, addedAt, waiting, dead }: Listed): Static<typeof ListedWebhook> {
  return { id: webhookId, url, occasions: [...occasions], state, addedAt: moment(addedAt), waiting, dead };
}

export function webhookAnswer(view: WebhookView): Static<typeof Webhook> {
  return {
    ...listedWebhookAnswer(view),
    messages: view.messages.map(({ messageId, occasion, state, madeAt, tries, dueAt, fault }) => ({
      id: messageId,
      occasion,
      state,
      madeAt: moment(madeAt),
      tries,
      ...(state === 'WAITING' && { nextTryAt: moment(dueAt) }),
      ...(fault !== undefined && { fault }),
    })),
  };
}
