import type { WebhookFault } from '@sallyport/certificates';
import type { PortalParts } from '../portal-parts.ts';

/** Why a message was not taken, for the person who can do something about it. Of an address inside nothing is said. */
export function faultInWords({ messages }: PortalParts, fault: WebhookFault): string {
  switch (fault) {
    case 'address-refused':
    case 'connection-failed':
    case 'name-lookup-failed':
    case 'name-unknown':
    case 'redirect-refused':
    case 'timed-out':
    case 'tls-failed':
      return messages(`fault.${fault}`);
    case 'answer-encoded':
    case 'answer-malformed':
    case 'answer-too-large':
    case 'headers-too-large':
      return messages('fault.answer');
    case 'credentials-in-url':
    case 'port-refused':
    case 'scheme-refused':
    case 'url-malformed':
      return messages('fault.url');
    default:
      return messages('fault.status', { status: fault.slice('status-'.length) });
  }
}
