import type { Instant, Secret } from '@sallyport/platform';
import { findAccountBy } from '../accounts/store.ts';
import { INVITATION, openLink } from '../one-time-links/open-link.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';

export interface OpenInvitation {
  readonly userName: string;
  readonly displayName: string;
  readonly organisationName: string;
  readonly expiresAt: Instant;
}

/**
 * What the invitation page greets with. Looking spends nothing: the same link works again until a password was set with it
 * (`acceptInvitation`); from then on the person signs in with that password and set-up goes on where it stopped.
 */
export async function openInvitation(
  ports: IdentityPorts,
  input: { readonly code: Secret<string>; readonly visit: Visit },
): Promise<OpenInvitation | Refusal<'invitation-not-valid' | 'invitation-expired' | 'too-many-attempts'>> {
  const link = await openLink(ports, INVITATION, input);
  if (isRefusal(link)) return link;
  const account = await findAccountBy(ports.database.query, { accountId: link.accountId });
  if (account?.state !== 'INVITED') return refuse('invitation-not-valid', 'account is not invited');
  const { userName, displayName, organisationName } = account;
  return { userName, displayName, organisationName, expiresAt: link.expiresAt };
}
