import { signWebhook } from '@sallyport/platform';
import type { WebhookId } from '../identifiers.ts';
import type { CertificatesPorts } from '../ports.ts';
import type { CertificateWebhookMessageTable } from '../schema.ts';
import { type MessageFate, judgeTry } from './rules.ts';
import { openSecret } from './secrets.ts';
import { claimMessage, forgetMessages, killWaiting, messagesDue, receiversDue, setWebhookState, settleMessage } from './store.ts';

export interface MessageRound {
  readonly delivered: number;
  readonly deferred: number;
  readonly dead: number;
}

type Ports = Pick<CertificatesPorts, 'database' | 'clock' | 'sealer' | 'webhookSender'>;

/** Well after the outbound client has given up. */
const CLAIM_MS = 60_000;
const AT_ONCE = 4;
const REMEMBERED_MS = 30 * 24 * 3_600_000;

/**
 * Delivers every message that is due. For a loop in every process: a message is claimed by one of them. The messages of one receiver go one after the
 * other, and the rest of them waits for the next round once it has not answered: a slow one takes nobody's turn but its own.
 */
export async function deliverMessages(ports: Ports): Promise<MessageRound> {
  const receivers = (await receiversDue(ports.database.query, ports.clock.now())).values();
  const fates: MessageFate['kind'][] = [];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const webhookId of receivers) fates.push(...(await deliverInTurn(ports, webhookId)));
    }),
  );
  const count = (...kinds: readonly MessageFate['kind'][]): number => fates.filter((fate) => kinds.includes(fate)).length;
  return { delivered: count('delivered'), deferred: count('again'), dead: count('dead', 'gone') };
}

async function deliverInTurn(ports: Ports, webhookId: WebhookId): Promise<readonly MessageFate['kind'][]> {
  const fates: MessageFate['kind'][] = [];
  for (const messageId of await messagesDue(ports.database.query, { webhookId, now: ports.clock.now() })) {
    const fate = await deliverMessage(ports, messageId);
    if (fate === 'taken') continue;
    fates.push(fate.kind);
    if (fate.kind !== 'delivered') break;
  }
  return fates;
}

/** One try. `taken`: another process has it, or it was settled. */
export async function deliverMessage(ports: Ports, messageId: string): Promise<MessageFate | 'taken'> {
  const { database, clock } = ports;
  const now = clock.now();
  const message = await database.transact((tx) => claimMessage(tx, { messageId, now, until: now + CLAIM_MS }));
  if (message === undefined) return 'taken';
  const webhook = await database.query
    .selectFrom('certificate_webhook')
    .select(['webhook_id', 'url', 'sealed_secret'])
    .where('webhook_id', '=', message.webhook_id)
    .executeTakeFirst();
  // Taken out at this moment, with its messages.
  if (webhook === undefined) return 'taken';
  const { body, tries } = message;
  const headers = signWebhook(openSecret(ports, webhook), { id: messageId, at: now, body });
  const answer = await ports.webhookSender.post({ url: webhook.url, headers, body });
  const fate = judgeTry(answer, { tries, now: clock.now() });
  await keepFate(ports, message, fate);
  return fate;
}

function keepFate({ database, clock }: Ports, message: CertificateWebhookMessageTable, fate: MessageFate): Promise<void> {
  const { message_id, tries, due_at, webhook_id: webhookId } = message;
  return database.transact(async (tx) => {
    const now = clock.now();
    switch (fate.kind) {
      case 'delivered':
        return settleMessage(tx, { message_id, tries, to: { state: 'DELIVERED', due_at, fault: null, settled_at: now } });
      case 'again':
        return settleMessage(tx, { message_id, tries, to: { state: 'WAITING', due_at: fate.dueAt, fault: fate.fault, settled_at: null } });
      case 'dead':
        return settleMessage(tx, { message_id, tries, to: { state: 'DEAD', due_at, fault: fate.fault, settled_at: now } });
      case 'gone':
        await settleMessage(tx, { message_id, tries, to: { state: 'DEAD', due_at, fault: fate.fault, settled_at: now } });
        await setWebhookState(tx, { webhookId, state: 'GONE' });
        return killWaiting(tx, { webhookId, now, fault: fate.fault });
    }
  });
}

/** Housekeeping: what was settled thirty days ago. */
export function forgetOldMessages({ database, clock }: Pick<CertificatesPorts, 'database' | 'clock'>): Promise<void> {
  return database.transact((tx) => forgetMessages(tx, { before: clock.now() - REMEMBERED_MS }));
}
