import type { Instant, Secret } from '@sallyport/platform';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
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
export declare function openInvitation(
  ports: IdentityPorts,
  input: { readonly code: Secret<string>; readonly visit: Visit },
): Promise<OpenInvitation | Refusal<'invitation-not-valid' | 'invitation-expired' | 'too-many-attempts'>>;
