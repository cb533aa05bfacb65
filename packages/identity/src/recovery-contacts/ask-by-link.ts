import type { Secret } from '@sallyport/platform';
import { PASSWORD_RESET, openLink } from '../one-time-links/open-link.ts';
import { networkOf } from '../network.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { askContact } from './ask-contact.ts';
import { type ContactView, listContacts } from './list-contacts.ts';

/** By somebody who has forgotten the password: the link of a password reset says whose contacts these are. It is looked at and not spent. */

interface ByLink {
  readonly code: Secret<string>;
  readonly visit: Visit;
}

type LinkRefusalCode = 'reset-link-not-valid' | 'reset-link-expired' | 'too-many-attempts';

/** Those who can answer now. */
export async function listContactsByLink(
  ports: IdentityPorts,
  input: ByLink,
): Promise<{ readonly kind: 'contacts'; readonly contacts: readonly ContactView[] } | Refusal<LinkRefusalCode>> {
  const link = await openLink(ports, PASSWORD_RESET, input);
  if (isRefusal(link)) return link;
  const { mine } = await listContacts(ports, link);
  return { kind: 'contacts', contacts: mine.filter(({ standing }) => standing === 'agreed') };
}

/** The link counts as the code from a mail, as it does for the reset itself. */
export async function askContactByLink(
  ports: IdentityPorts,
  input: ByLink & { readonly contactId: string; readonly claim: Secret<string> },
): Promise<{ readonly kind: 'asked' } | Refusal<LinkRefusalCode | 'step-up-needed' | 'contact-not-found'>> {
  const link = await openLink(ports, PASSWORD_RESET, input);
  if (isRefusal(link)) return link;
  const { contactId, claim, visit } = input;
  const byMail = { factor: 'mailed-code', at: ports.clock.now(), network: networkOf(visit.address) } as const;
  return askContact(ports, { accountId: link.accountId, contactId, claim, proofs: [byMail], visit });
}
