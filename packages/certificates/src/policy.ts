import type { DnsName, Identifier } from '@sallyport/pki';
import { covers } from './domains/rules.ts';
import type { OrganisationId } from './identifiers.ts';

/** What the operator has decided for this room. */
export interface CertificatesPolicy {
  /** Private names that need no proof. */
  readonly ownSuffixes: readonly OwnSuffix[];
  /** What CAA records may call the CA here (RFC 8659). None: they are not looked at. */
  readonly caaNames: readonly DnsName[];
  readonly domains: DomainPolicy;
  /** Of one organisation: each makes this machine ask another one at once. */
  readonly webhookTries: CheckBudget;
}

/** A name for which the operator vouches, with everything below it (`harbour.example`, `localhost`), or one address. */
export interface OwnSuffix {
  readonly suffix: Identifier;
  readonly organisations: 'all' | readonly OrganisationId[];
}

export interface DomainPolicy {
  /** Of one organisation. */
  readonly maximum: number;
  /** How long what was published proves anything: 30 days at most (Baseline Requirements 3.2.2.4.7 and 3.2.2.4.18). */
  readonly challengeDays: number;
  /** Looks at one domain, and at all of one organisation; by the kind under which they are paid for. */
  readonly checks: Readonly<Record<'domain-check' | 'organisation-domain-check', CheckBudget>>;
}

export interface CheckBudget {
  readonly allowed: number;
  readonly windowSeconds: number;
}

const TEN_MINUTES = 600;
const ONE_HOUR = 3600;

export function certificatesPolicy({
  ownSuffixes,
  caaNames = [],
}: Pick<CertificatesPolicy, 'ownSuffixes'> & Partial<Pick<CertificatesPolicy, 'caaNames'>>): CertificatesPolicy {
  return {
    ownSuffixes,
    caaNames,
    domains: {
      maximum: 1000,
      challengeDays: 30,
      checks: {
        'domain-check': { allowed: 10, windowSeconds: TEN_MINUTES },
        'organisation-domain-check': { allowed: 100, windowSeconds: ONE_HOUR },
      },
    },
    webhookTries: { allowed: 10, windowSeconds: TEN_MINUTES },
  };
}

/** The names for which the operator vouches in this organisation. */
export function ownSuffixesOf({ ownSuffixes }: CertificatesPolicy, organisationId: OrganisationId): readonly Identifier[] {
  return ownSuffixes
    .filter(({ organisations }) => organisations === 'all' || organisations.includes(organisationId))
    .map(({ suffix }) => suffix);
}

export function isOwnName(
  policy: CertificatesPolicy,
  { identifier, organisationId }: { readonly identifier: Identifier; readonly organisationId: OrganisationId },
): boolean {
  return ownSuffixesOf(policy, organisationId).some((suffix) => covers({ identifier: suffix, method: 'dns' }, identifier));
}
