import type { IdentityPorts } from '@sallyport/identity';
import type { Clock } from '@sallyport/platform';
import type { Messages } from '@sallyport/ui';
import type Provider from 'oidc-provider';
import type { Frame } from '../http/page.tsx';
import type { Claims } from '../http/claims.ts';
import type { Visits } from '../http/visits.ts';
import type { RefusalSpeaker } from '../http/refusal-sentences.ts';
import type { FederationCatalogue } from './federation.messages.ts';
import type { FederationSessions } from './federation-sessions.ts';

/** What the pages of the Federation work with. */
export interface FederationParts {
  readonly identity: IdentityPorts;
  readonly sessions: FederationSessions;
  readonly provider: Provider;
  readonly frame: Frame;
  readonly messages: Messages<FederationCatalogue>;
  readonly refusals: RefusalSpeaker;
  readonly clock: Clock;
  readonly visits: Visits;
  readonly claims: Claims;
  readonly overTls: boolean;
  readonly wait: (ms: number) => Promise<unknown>;
  /** The applications that sign in here, by client id. */
  readonly applications: Readonly<Record<string, FederationApplication>>;
}

export interface FederationApplication {
  readonly name: string;
  readonly description: string;
  readonly home: string;
}

export const SELF_ADMINISTRATION_CLIENT = 'self-administration';
export const CERTIFICATE_SERVICES_CLIENT = 'certificate-services';
