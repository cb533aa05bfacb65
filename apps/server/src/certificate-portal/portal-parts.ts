import type { CertificatesPorts, OrganisationId, PersonId } from '@sallyport/certificates';
import type { Clock, Instant, Sealer } from '@sallyport/platform';
import type { Messages } from '@sallyport/ui';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Frame } from '../http/page.tsx';
import type { RelyingParty } from '../http/relying-party.ts';
import type { Sessions, WebSession } from '../http/sessions.ts';
import type { CertificateRefusalSpeaker } from './refusals/refusal-sentences.ts';
import type { CertificatePortalCatalogue } from './certificate-portal.messages.ts';

/** What the portal knows of a person: what an ID token of the Federation says, nothing more. */
export interface PortalPerson {
  readonly subject: PersonId;
  readonly name: string;
  readonly userName: string;
  readonly email: string;
  readonly organisation: string;
  /** What the organisation is known by, whatever it is called. */
  readonly organisationId: OrganisationId;
  readonly level: 1 | 2;
  readonly methods: readonly string[];
  readonly passwordGivenAt: Instant;
  /** Shown back to the Federation when signing out there too. */
  readonly idToken: string;
  /** By which the Federation is asked, at each request, whether it still vouches for all this. */
  readonly vouching: string;
}

/** A browser may have a session before anybody signed in: the answer of the Federation must come back to where it was asked for. */
export interface PortalData {
  readonly person?: PortalPerson;
  /** An API key between the form that made it and the click that says it is kept: sealed, and nowhere else. */
  readonly madeKey?: { readonly sealedKey: string; readonly name: string; readonly shownUntil: Instant };
}

export interface PortalParts {
  readonly sessions: Sessions<PortalData>;
  readonly federation: RelyingParty;
  readonly frame: Frame;
  readonly messages: Messages<CertificatePortalCatalogue>;
  readonly certificates: CertificatesPorts;
  readonly refusals: CertificateRefusalSpeaker;
  readonly selfAdministrationOrigin: string;
  readonly clock: Clock;
  readonly sealer: Sealer;
}

export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Somebody who has passed the door of the page they are on. */
export interface Visitor extends Exchange {
  readonly session: WebSession<PortalData>;
  readonly person: PortalPerson;
}
