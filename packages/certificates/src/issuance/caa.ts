import { type CaaVerdict, type DnsName, type Identifier, judgeCaa } from '@sallyport/pki';
import type { CaaLooked, Resolver } from '@sallyport/platform';
import { coveringNames } from '../domains/rules.ts';
import type { OrganisationId } from '../identifiers.ts';
import { isOwnName } from '../policy.ts';
import type { CertificatesPorts } from '../ports.ts';

interface ToCertify {
  readonly identifiers: readonly Identifier[];
  readonly organisationId: OrganisationId;
}

/** `caa-unknown`: the DNS did not say, so nobody has permitted anything. */
export type CaaObjection = 'caa-forbids' | 'caa-unknown';

type LookUp = (name: string) => Promise<CaaLooked>;

/**
 * What the owners of these names say of CAs that may issue for them (RFC 8659), as every observer sees it: each name is looked at by itself, in the moment
 * before it is certified, and of a hundred names one that forbids forbids all. Nothing is asked where this CA has no name in CAA, or for names for which the operator
 * vouches. Undefined: nobody objects. `name` is the one because of which.
 */
export async function findCaaObjection(
  { policy, vantage: { observers, quorum } }: Pick<CertificatesPorts, 'policy' | 'vantage'>,
  { identifiers, organisationId }: ToCertify,
): Promise<{ readonly objection: CaaObjection; readonly name: string } | undefined> {
  if (policy.caaNames.length === 0) return undefined;
  const names = identifiers.flatMap((identifier) =>
    identifier.type === 'ip' || isOwnName(policy, { identifier, organisationId }) ? [] : [identifier.name],
  );
  const seen = await Promise.all(
    observers.map(({ resolver }) => verdictsOf(names, { lookUp: onceEach(resolver), issuers: policy.caaNames })),
  );
  for (const [index, name] of names.entries()) {
    const verdicts = seen.map((verdictsOfOne) => verdictsOfOne[index]);
    if (verdicts.filter((verdict) => verdict === 'permitted').length >= quorum) continue;
    return { objection: verdicts.includes('failed') ? 'caa-unknown' : 'caa-forbids', name };
  }
  return undefined;
}

/** Many names have the same ones above them, and nobody is asked twice. */
function onceEach(resolver: Pick<Resolver, 'caaOf'>): LookUp {
  const asked = new Map<string, Promise<CaaLooked>>();
  return (name) => {
    const found = asked.get(name) ?? resolver.caaOf(name);
    asked.set(name, found);
    return found;
  };
}

function verdictsOf(
  names: readonly DnsName[],
  { lookUp, issuers }: { readonly lookUp: LookUp; readonly issuers: readonly string[] },
): Promise<readonly (CaaVerdict | 'failed')[]> {
  return Promise.all(
    names.map(async (name) => {
      // All at once: one after the other, a slow server would take more time than an issue has.
      const climbed = await Promise.all(coveringNames({ type: 'dns', name }).map(lookUp));
      const nearest = climbed.find(({ kind }) => kind !== 'none');
      if (nearest?.kind === 'failed') return 'failed';
      return judgeCaa({ name, records: nearest?.kind === 'found' ? nearest.records : [], issuers });
    }),
  );
}
