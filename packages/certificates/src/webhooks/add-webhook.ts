import { newId, parseReceiverUrl } from '@sallyport/platform';
import type { ByPerson } from '../actor.ts';
import { audit } from '../audit.ts';
import type { WebhookId } from '../identifiers.ts';
import { permit } from '../people/permit.ts';
import { lockOrganisation } from '../people/store.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { WEBHOOKS_MAX, WEBHOOK_PORTS, parseOccasions } from './rules.ts';
import { newSecret } from './secrets.ts';
import { insertWebhook, webhooksOf } from './store.ts';

export interface WebhookToAdd extends ByPerson {
  readonly url: string;
  readonly occasions: readonly string[];
}

type AddRefusal = Refusal<'step-up-needed' | 'role-missing' | 'webhook-url-refused' | 'webhook-occasions-none' | 'webhooks-too-many'>;

/** Names a receiver. Nothing is sent to it before something happens, or somebody tries it. */
export function addWebhook(
  ports: CertificatesPorts,
  { person, url: text, occasions: texts }: WebhookToAdd,
): Promise<{ readonly kind: 'added'; readonly webhookId: WebhookId } | AddRefusal> {
  const webhookId = newId(ports.randomness) as WebhookId;
  const { sealed } = newSecret(ports, webhookId);
  const receiver = parseReceiverUrl(text, WEBHOOK_PORTS);
  const occasions = parseOccasions(texts);
  return ports.database.transact(async (tx) => {
    const now = ports.clock.now();
    const { organisationId, personId } = person;
    const act = { at: now, action: 'certificate-webhook.add', by: person, subject: `webhook:${webhookId}` } as const;
    const refused = async <Refused extends Refusal>(refusal: Refused): Promise<Refused> => {
      await audit(tx, { ...act, refusal });
      return refusal;
    };
    const may = await permit(tx, { person, permission: 'manage-webhooks' });
    if (isRefusal(may)) return refused(may);
    if (receiver === undefined) return refused(refuse('webhook-url-refused', text.slice(0, 100)));
    if (occasions.length === 0) return refused(refuse('webhook-occasions-none', 'none of the list'));
    await lockOrganisation(tx, organisationId);
    const there = await webhooksOf(tx.query, organisationId);
    if (there.length >= WEBHOOKS_MAX) return refused(refuse('webhooks-too-many', String(there.length), { limit: WEBHOOKS_MAX }));
    await insertWebhook(tx, {
      webhook_id: webhookId,
      organisation_id: organisationId,
      url: receiver.url,
      occasions: JSON.stringify(occasions),
      sealed_secret: sealed,
      state: 'ACTIVE',
      added_by: personId,
      added_at: now,
    });
    await audit(tx, { ...act, details: { host: receiver.host, occasions: occasions.join(' ') } });
    return { kind: 'added', webhookId };
  });
}
