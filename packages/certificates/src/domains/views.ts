import { type CertificateProfile, type Identifier, parseIdentifier, shownDnsName } from '@sallyport/pki';
import type { Instant } from '@sallyport/platform';
import type { DomainId } from '../identifiers.ts';
import type { CertificateDomainTable } from '../schema.ts';
import {
  type DomainState,
  type Finding,
  type ProofMethod,
  type ProofPlace,
  type ReuseClock,
  domainStateAt,
  proofPlace,
  reuseClocks,
} from './rules.ts';

/** What whoever proves a domain must publish: `value` and nothing else, at `place`. */
export interface ProofWanted {
  readonly place: ProofPlace;
  readonly value: string;
  readonly until: Instant;
}

/** A domain as its page shows it. */
export interface DomainView {
  readonly domainId: DomainId;
  readonly name: string;
  /** The same with the letters a person knows. */
  readonly shownName: string;
  readonly state: DomainState;
  readonly verifiedAt: Instant | undefined;
  /** By which its organisation vouches for it: what that speaks for is not the same for each. */
  readonly verifiedMethod: ProofMethod | undefined;
  /** Empty until it is verified. */
  readonly reuse: readonly ReuseClock[];
  readonly wanted: ProofWanted | undefined;
  readonly checkedAt: Instant | undefined;
  readonly findings: readonly Finding[];
  readonly declined: { readonly reason: string; readonly by: 'organisation' | 'operator' } | undefined;
}

export function viewOf(
  row: CertificateDomainTable,
  surroundings: { readonly profiles: readonly CertificateProfile[]; readonly now: Instant },
): DomainView {
  const identifier = keptIdentifier(row);
  const verifiedAt = row.verified_at ?? undefined;
  const declinedAt = row.declined_at ?? undefined;
  return {
    domainId: row.domain_id,
    name: row.name,
    shownName: identifier.type === 'dns' ? shownDnsName(identifier.name) : row.name,
    state: domainStateAt({ verifiedAt, declinedAt }, surroundings),
    verifiedAt,
    verifiedMethod: row.verified_method ?? undefined,
    reuse: verifiedAt === undefined ? [] : reuseClocks(surroundings.profiles, verifiedAt),
    wanted: wantedOf(row, identifier),
    checkedAt: row.checked_at ?? undefined,
    findings: row.findings === null ? [] : (JSON.parse(row.findings) as readonly Finding[]),
    declined:
      declinedAt === undefined
        ? undefined
        : { reason: row.decline_reason ?? '', by: row.declined_by === null ? 'operator' : 'organisation' },
  };
}

/** @throws Error for a name that could not have been kept: the database was altered. */
export function keptIdentifier({ name }: Pick<CertificateDomainTable, 'name'>): Identifier {
  const identifier = parseIdentifier(name);
  if (!identifier.ok) throw new Error(`a domain that is none is kept: ${identifier.error.code}`);
  return identifier.value;
}

function wantedOf(row: CertificateDomainTable, identifier: Identifier): ProofWanted | undefined {
  const { challenge: value, challenge_method: method, challenge_until: until, domain_id: domainId } = row;
  if (value === null || method === null || until === null) return undefined;
  return { place: proofPlace({ identifier, method, domainId }), value, until };
}
