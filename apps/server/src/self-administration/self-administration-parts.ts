import type { AccountId, DelayKind, FederationSessionRef, IdentityPorts, Proof, RepairAction } from '@sallyport/identity';
import type { Clock, Instant } from '@sallyport/platform';
import type { Messages } from '@sallyport/ui';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FederationSessions } from '../federation/federation-sessions.ts';
import type { Claims } from '../http/claims.ts';
import type { Frame } from '../http/page.tsx';
import type { RefusalSpeaker } from '../http/refusal-sentences.ts';
import type { RelyingParty } from '../http/relying-party.ts';
import type { Sessions, WebSession } from '../http/sessions.ts';
import type { Visits } from '../http/visits.ts';
import type { SupportDirectory } from '../support/support-directory.ts';
import type { SelfAdministrationCatalogue } from './self-administration.messages.ts';

/** Somebody who gave a password just now; what else they prove here is added. */
export interface Person {
  readonly accountId: AccountId;
  /** The account's epoch at sign-in; a changed password ends this session too. */
  readonly epoch: number;
  readonly name: string;
  /** This browser's session at the Federation; missing while an account is set up straight from its invitation. */
  readonly federationSession?: FederationSessionRef;
  readonly idToken?: string;
  readonly proofs: readonly Proof[];
  /** When a mail had last set the password, at sign-in: a newer one would have ended this session. */
  readonly passwordByMailAt?: Instant;
}

/** The code is base64url of its sealing; it is not shown after `shownUntil`. */
export interface IssuedAccess {
  readonly sealedCode: string;
  readonly uses: number;
  readonly expiresAt: Instant;
  readonly shownUntil: Instant;
}

export interface SelfAdministrationData {
  readonly person?: Person;
  /** The short road: the PIN Reset Code handed over by the locked token, waiting for the proofs. */
  readonly handedOver?: { readonly code: string; readonly serial?: string };
  /** A temporary access code, sealed, until its reader has noted it. */
  readonly issuedAccess?: IssuedAccess;
  /** The page that asked for a stronger proof, and waits for it. */
  readonly wanted?: string;
  /** What is done there, where the page said it. */
  readonly wantedFor?: RepairAction;
  /** What this session has finished after waiting for it: it may look at what came of it. */
  readonly finished?: readonly DelayKind[];
}

export type SelfAdministrationSession = WebSession<SelfAdministrationData>;

export interface SelfAdministrationParts {
  readonly identity: IdentityPorts;
  readonly sessions: Sessions<SelfAdministrationData>;
  readonly federation: RelyingParty;
  /** Lets the unlocked token's one-time password count in this browser's Federation session as well. */
  readonly federationSessions: FederationSessions;
  readonly frame: Frame;
  readonly messages: Messages<SelfAdministrationCatalogue>;
  readonly refusals: RefusalSpeaker;
  readonly support: SupportDirectory;
  readonly certificateServicesOrigin: string;
  readonly clock: Clock;
  readonly visits: Visits;
  readonly claims: Claims;
}

export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** A request of somebody who is signed in here. */
export interface Visitor extends Exchange {
  readonly session: SelfAdministrationSession;
  readonly person: Person;
}
