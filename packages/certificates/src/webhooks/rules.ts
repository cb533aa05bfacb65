import type { Instant, OutboundRefusalCode } from '@sallyport/platform';
import type { CertificateEventKind } from '../schema.ts';

/** What a machine can be told of: a closed list, part of the contract with whoever receives it. */
export const WEBHOOK_OCCASIONS = [
  'certificate.requested',
  'certificate.approved',
  'certificate.declined',
  'certificate.issued',
  'certificate.failed',
  'certificate.ending',
  'certificate.replaced',
  'certificate.revoked',
  'certificate.deactivated',
] as const;

/** `webhook.test`: sent when somebody asks for it, and to that one only. */
export type WebhookOccasion = (typeof WEBHOOK_OCCASIONS)[number] | 'webhook.test';

/** What of a certificate's history is told to machines; null: nothing. */
export const OCCASION_OF: Readonly<Record<CertificateEventKind, (typeof WEBHOOK_OCCASIONS)[number] | null>> = {
  asked: 'certificate.requested',
  'names-proven': null,
  approved: 'certificate.approved',
  declined: 'certificate.declined',
  withdrawn: 'certificate.declined',
  issued: 'certificate.issued',
  failed: 'certificate.failed',
  retried: null,
  ending: 'certificate.ending',
  'renewal-asked': null,
  'reissue-asked': null,
  superseded: 'certificate.replaced',
  revoked: 'certificate.revoked',
  deactivated: 'certificate.deactivated',
  imported: null,
  described: null,
};

/** What becomes of a message after a try. */
export type MessageFate =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'again'; readonly dueAt: Instant; readonly fault: WebhookFault }
  | { readonly kind: 'dead'; readonly fault: WebhookFault }
  /** The receiver says that it is no more: nothing is sent to it any longer. */
  | { readonly kind: 'gone'; readonly fault: WebhookFault };

/** `status-503`, or why there was no answer. Of what the receiver said nothing is kept. */
export type WebhookFault = OutboundRefusalCode | `status-${number}`;

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How long is waited after each try that came to nothing: nine tries within three days (the schedule that Standard Webhooks recommends). */
export const RETRY_AFTER_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/** `tries`: this one counted. A redirect is no answer: what is signed goes to the URL that was given, or nowhere. */
export function judgeTry(
  answer: { readonly kind: 'answered'; readonly status: number } | { readonly kind: 'refused'; readonly code: OutboundRefusalCode },
  { tries, now }: { readonly tries: number; readonly now: Instant },
): MessageFate {
  if (answer.kind === 'answered' && answer.status >= 200 && answer.status < 300) return { kind: 'delivered' };
  const fault: WebhookFault = answer.kind === 'refused' ? answer.code : `status-${answer.status}`;
  if (fault === 'status-410') return { kind: 'gone', fault };
  const wait = RETRY_AFTER_MS[tries - 1];
  return wait === undefined ? { kind: 'dead', fault } : { kind: 'again', dueAt: now + wait, fault };
}

/** Those of web servers. Where a URL leads is judged at each try. */
export const WEBHOOK_PORTS: ReadonlySet<number> = new Set([443, 8443]);

export function parseOccasions(texts: readonly string[]): readonly (typeof WEBHOOK_OCCASIONS)[number][] {
  return WEBHOOK_OCCASIONS.filter((occasion) => texts.includes(occasion));
}

export const WEBHOOKS_MAX = 20;
