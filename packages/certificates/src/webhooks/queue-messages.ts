import { type Instant, newId, type Transaction } from '@sallyport/platform';
import type { OrganisationId } from '../identifiers.ts';
import type { ToldCertificate } from '../notices/store.ts';
import type { CertificatesPorts } from '../ports.ts';
import type { CertificateEventTable, CertificatesSchema, CertificateWebhookMessageTable, CertificateWebhookTable } from '../schema.ts';
import { OCCASION_OF, type WebhookOccasion } from './rules.ts';
import { insertMessages, lockWebhook, webhooksOf } from './store.ts';

interface Happened {
  readonly event: CertificateEventTable;
  readonly certificate: ToldCertificate;
}

/** A message for each machine that wants to hear of it, in the transaction in which people are told. */
export async function queueMessages(
  tx: Transaction<CertificatesSchema>,
  ports: Pick<CertificatesPorts, 'randomness' | 'portalOrigin' | 'clock'>,
  { organisationId, happened }: { readonly organisationId: OrganisationId; readonly happened: readonly Happened[] },
): Promise<void> {
  for (const { webhook_id: webhookId } of await webhooksOf(tx.query, organisationId)) {
    const webhook = await lockWebhook(tx, { webhookId, organisationId });
    if (webhook?.state !== 'ACTIVE') continue;
    const wanted = JSON.parse(webhook.occasions) as readonly string[];
    const messages = happened.flatMap(({ event, certificate }) => {
      const occasion = OCCASION_OF[event.what];
      if (occasion === null || !wanted.includes(occasion)) return [];
      const data = dataOf(ports, { event, certificate });
      return [messageOf(ports, { webhook, occasion, at: event.at, data })];
    });
    await insertMessages(tx, messages);
  }
}

/** As Standard Webhooks has it: what, when, and about what. People and their words are in none: whoever wants to know more asks, and proves who they are. */
export function messageOf(
  { randomness, clock }: Pick<CertificatesPorts, 'randomness' | 'clock'>,
  given: {
    readonly webhook: Pick<CertificateWebhookTable, 'webhook_id'>;
    readonly occasion: WebhookOccasion;
    readonly at: Instant;
    readonly data: object;
  },
): CertificateWebhookMessageTable {
  const { webhook, occasion, at, data } = given;
  const now = clock.now();
  return {
    message_id: `msg_${newId(randomness)}`,
    webhook_id: webhook.webhook_id,
    occasion,
    body: JSON.stringify({ type: occasion, timestamp: inText(at), data }),
    state: 'WAITING',
    made_at: now,
    due_at: now,
    tries: 0,
    fault: null,
    settled_at: null,
  };
}

function dataOf({ portalOrigin }: Pick<CertificatesPorts, 'portalOrigin'>, { event, certificate }: Happened): object {
  return {
    certificateId: certificate.certificate_id,
    status: certificate.status,
    names: JSON.parse(certificate.names) as string[],
    profile: certificate.profile_id,
    serial: certificate.serial,
    notBefore: certificate.not_before === null ? null : inText(certificate.not_before),
    notAfter: certificate.not_after === null ? null : inText(certificate.not_after),
    predecessorId: certificate.predecessor_id,
    page: `${portalOrigin}/certificates/${certificate.certificate_id}`,
    ...(event.what === 'ending' ? { daysLeft: Number(event.note) } : {}),
    ...(event.what === 'revoked' ? { reason: event.note } : {}),
  };
}

function inText(at: Instant): string {
  return new Date(at).toISOString();
}
