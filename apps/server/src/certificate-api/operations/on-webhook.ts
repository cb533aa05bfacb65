import type { OnWebhook, WebhookId } from '@sallyport/certificates';
import { Type } from 'typebox';
import type { Call } from '../operation.ts';
import { CLOSED, Id } from '../schemas.ts';

export const WebhookParams = Type.Object({ webhookId: Id }, CLOSED);

export function onWebhook({ person, params }: Call<{ readonly webhookId: string }>): OnWebhook {
  return { person, webhookId: params.webhookId as WebhookId };
}
