import type { Instant, ReadOnlyQuery, Transaction } from '@sallyport/platform';
import type { OrganisationId, WebhookId } from '../identifiers.ts';
import type { CertificatesSchema, CertificateWebhookMessageTable, CertificateWebhookTable } from '../schema.ts';
import type { WebhookFault } from './rules.ts';

type Query = ReadOnlyQuery<CertificatesSchema>;
type Tx = Transaction<CertificatesSchema>;

interface Whose {
  readonly webhookId: WebhookId;
  readonly organisationId: OrganisationId;
}

export async function insertWebhook(tx: Tx, row: CertificateWebhookTable): Promise<void> {
  await tx.query.insertInto('certificate_webhook').values(row).execute();
}

export function webhooksOf(query: Query, organisationId: OrganisationId): Promise<readonly CertificateWebhookTable[]> {
  return query
    .selectFrom('certificate_webhook')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .orderBy('added_at')
    .orderBy('webhook_id')
    .execute();
}

/** Of this organisation only. */
export function findWebhook(query: Query, { webhookId, organisationId }: Whose): Promise<CertificateWebhookTable | undefined> {
  return query
    .selectFrom('certificate_webhook')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirst();
}

/** With everything that waits for it. False when it was not there. */
export async function deleteWebhook(tx: Tx, { webhookId, organisationId }: Whose): Promise<boolean> {
  const found = await lockWebhook(tx, { webhookId, organisationId });
  if (found === undefined) return false;
  await tx.query.deleteFrom('certificate_webhook_message').where('webhook_id', '=', webhookId).execute();
  await tx.query.deleteFrom('certificate_webhook').where('webhook_id', '=', webhookId).execute();
  return true;
}

/** Locks the row, so that no message is queued for one that is being taken out. */
export function lockWebhook(tx: Tx, { webhookId, organisationId }: Whose): Promise<CertificateWebhookTable | undefined> {
  return tx.query
    .updateTable('certificate_webhook')
    .set((webhook) => ({ url: webhook.ref('url') }))
    .where('webhook_id', '=', webhookId)
    .where('organisation_id', '=', organisationId)
    .returningAll()
    .executeTakeFirst();
}

export async function setWebhookState(
  tx: Tx,
  { webhookId, state }: { readonly webhookId: WebhookId; readonly state: CertificateWebhookTable['state'] },
): Promise<void> {
  await tx.query.updateTable('certificate_webhook').set({ state }).where('webhook_id', '=', webhookId).execute();
}

export async function insertMessages(tx: Tx, rows: readonly CertificateWebhookMessageTable[]): Promise<void> {
  if (rows.length > 0) await tx.query.insertInto('certificate_webhook_message').values(rows).execute();
}

const SHOWN = 50;

/** The latest of them. */
export function messagesOf(query: Query, webhookId: WebhookId): Promise<readonly CertificateWebhookMessageTable[]> {
  return query
    .selectFrom('certificate_webhook_message')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .orderBy('made_at', 'desc')
    .orderBy('message_id')
    .limit(SHOWN)
    .execute();
}

export async function countMessages(
  query: Query,
  webhookIds: readonly WebhookId[],
): Promise<readonly { readonly webhook_id: WebhookId; readonly state: CertificateWebhookMessageTable['state']; readonly count: number }[]> {
  if (webhookIds.length === 0) return [];
  return query
    .selectFrom('certificate_webhook_message')
    .select((messages) => ['webhook_id', 'state', messages.fn.countAll<number>().as('count')])
    .where('webhook_id', 'in', [...webhookIds])
    .groupBy(['webhook_id', 'state'])
    .execute();
}

/** Receivers for which something is due, whoever has waited longest first. */
export async function receiversDue(query: Query, now: Instant): Promise<readonly WebhookId[]> {
  const rows = await query
    .selectFrom('certificate_webhook_message')
    .select((messages) => ['webhook_id', messages.fn.min('due_at').as('since')])
    .where('state', '=', 'WAITING')
    .where('due_at', '<=', now)
    .groupBy('webhook_id')
    .orderBy('since')
    .execute();
  return rows.map(({ webhook_id }) => webhook_id);
}

/** So many a round: a receiver that was away for long has its turn like any other. */
const IN_A_ROUND = 50;

export async function messagesDue(
  query: Query,
  { webhookId, now }: { readonly webhookId: WebhookId; readonly now: Instant },
): Promise<readonly string[]> {
  const rows = await query
    .selectFrom('certificate_webhook_message')
    .select('message_id')
    .where('webhook_id', '=', webhookId)
    .where('state', '=', 'WAITING')
    .where('due_at', '<=', now)
    .orderBy('made_at')
    .orderBy('message_id')
    .limit(IN_A_ROUND)
    .execute();
  return rows.map(({ message_id }) => message_id);
}

/** Of all processes that try, one gets the message; when it dies another one gets it once the claim has run out. */
export function claimMessage(
  tx: Tx,
  given: { readonly messageId: string; readonly now: Instant; readonly until: Instant },
): Promise<CertificateWebhookMessageTable | undefined> {
  return tx.query
    .updateTable('certificate_webhook_message')
    .set((message) => ({ due_at: given.until, tries: message('tries', '+', 1) }))
    .where('message_id', '=', given.messageId)
    .where('state', '=', 'WAITING')
    .where('due_at', '<=', given.now)
    .returningAll()
    .executeTakeFirst();
}

/** The number of tries says that it is still in our hands. */
export async function settleMessage(
  tx: Tx,
  given: Pick<CertificateWebhookMessageTable, 'message_id' | 'tries'> & {
    readonly to: Pick<CertificateWebhookMessageTable, 'state' | 'due_at' | 'fault' | 'settled_at'>;
  },
): Promise<void> {
  await tx.query
    .updateTable('certificate_webhook_message')
    .set(given.to)
    .where('message_id', '=', given.message_id)
    .where('tries', '=', given.tries)
    .where('state', '=', 'WAITING')
    .execute();
}

/** What nobody has taken is due again, from its first try on. Answers how many. */
export async function reviveDead(tx: Tx, { webhookId, now }: { readonly webhookId: WebhookId; readonly now: Instant }): Promise<number> {
  const rows = await tx.query
    .updateTable('certificate_webhook_message')
    .set({ state: 'WAITING', due_at: now, tries: 0, settled_at: null })
    .where('webhook_id', '=', webhookId)
    .where('state', '=', 'DEAD')
    .returning('message_id')
    .execute();
  return rows.length;
}

/** What waits for a receiver that is no more. */
export async function killWaiting(
  tx: Tx,
  { webhookId, now, fault }: { readonly webhookId: WebhookId; readonly now: Instant; readonly fault: WebhookFault },
): Promise<void> {
  await tx.query
    .updateTable('certificate_webhook_message')
    .set({ state: 'DEAD', fault, settled_at: now })
    .where('webhook_id', '=', webhookId)
    .where('state', '=', 'WAITING')
    .execute();
}

export async function forgetMessages(tx: Tx, { before }: { readonly before: Instant }): Promise<void> {
  await tx.query.deleteFrom('certificate_webhook_message').where('settled_at', '<', before).execute();
}
