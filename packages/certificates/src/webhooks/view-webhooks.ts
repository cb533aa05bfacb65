import type { Instant } from '@sallyport/platform';
import type { ByPerson } from '../actor.ts';
import type { WebhookId } from '../identifiers.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { CertificateWebhookMessageTable, CertificateWebhookTable } from '../schema.ts';
import type { OnWebhook, WebhookRefusal } from './act-on-webhook.ts';
import type { WebhookFault, WebhookOccasion } from './rules.ts';
import { countMessages, findWebhook, messagesOf, webhooksOf } from './store.ts';

export interface ListedWebhook {
  readonly webhookId: WebhookId;
  readonly url: string;
  readonly occasions: readonly WebhookOccasion[];
  readonly state: CertificateWebhookTable['state'];
  readonly addedAt: Instant;
  /** Messages that wait for a try, and those that nobody has taken. */
  readonly waiting: number;
  readonly dead: number;
}

export interface WebhookView extends ListedWebhook {
  /** The latest. */
  readonly messages: readonly {
    readonly messageId: string;
    readonly occasion: WebhookOccasion;
    readonly state: CertificateWebhookMessageTable['state'];
    readonly madeAt: Instant;
    readonly tries: number;
    /** When the next try is, of one that waits. */
    readonly dueAt: Instant;
    readonly fault: WebhookFault | undefined;
  }[];
}

export async function listWebhooks(
  { database }: Pick<CertificatesPorts, 'database'>,
  { person }: ByPerson,
): Promise<{ readonly kind: 'webhooks'; readonly webhooks: readonly ListedWebhook[] } | Refusal<'step-up-needed' | 'role-missing'>> {
  const { query } = database;
  const may = await permit(database, { person, permission: 'manage-webhooks' });
  if (isRefusal(may)) return may;
  const rows = await webhooksOf(query, person.organisationId);
  const counts = await countMessages(
    query,
    rows.map(({ webhook_id }) => webhook_id),
  );
  return { kind: 'webhooks', webhooks: rows.map((row) => listed(row, counts)) };
}

export async function viewWebhook(
  { database }: Pick<CertificatesPorts, 'database'>,
  { person, webhookId }: OnWebhook,
): Promise<WebhookView | WebhookRefusal> {
  const { query } = database;
  const may = await permit(database, { person, permission: 'manage-webhooks' });
  if (isRefusal(may)) return may;
  const row = await findWebhook(query, { webhookId, organisationId: person.organisationId });
  if (row === undefined) return refuse('webhook-not-found', 'none of this organisation');
  const [counts, messages] = await Promise.all([countMessages(query, [webhookId]), messagesOf(query, webhookId)]);
  return {
    ...listed(row, counts),
    messages: messages.map(({ message_id, occasion, state, made_at, tries, due_at, fault }) => ({
      messageId: message_id,
      occasion,
      state,
      madeAt: made_at,
      tries,
      dueAt: due_at,
      fault: fault ?? undefined,
    })),
  };
}

function listed(row: CertificateWebhookTable, counts: Awaited<ReturnType<typeof countMessages>>): ListedWebhook {
  const count = (state: CertificateWebhookMessageTable['state']): number =>
    counts.find((one) => one.webhook_id === row.webhook_id && one.state === state)?.count ?? 0;
  return {
    webhookId: row.webhook_id,
    url: row.url,
    occasions: JSON.parse(row.occasions) as WebhookOccasion[],
    state: row.state,
    addedAt: row.added_at,
    waiting: count('WAITING'),
    dead: count('DEAD'),
  };
}
