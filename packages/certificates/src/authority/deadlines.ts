import type { Instant } from '@sallyport/platform';
import type { AuthorityDescription } from './describe-authorities.ts';

const DAY_MS = 86_400_000;

/** What nobody but the operator can do, and what ends if they do not. */
export interface CaDeadline {
  /** `list`: a ceremony has to sign the next one. `issuing`: what it certifies never outlives it, so lifetimes shorten from now on. */
  readonly about: 'list' | 'issuing';
  readonly authorityId: string;
  readonly name: string;
  /** Undefined: there is no list at all, so that whoever checks strictly accepts nothing. */
  readonly endsAt: Instant | undefined;
}

/** A list of an offline root takes people who travel; another issuing CA one command, or a ceremony. */
const AHEAD_MS = { list: 30 * DAY_MS, issuing: 400 * DAY_MS } as const;

/** Those that are near or over. The lists of CAs whose key is here are made by the server itself. */
export function deadlinesAt(authorities: readonly AuthorityDescription[], now: Instant): readonly CaDeadline[] {
  return authorities.flatMap(({ authorityId, name, kind, key, state, list, notAfter }): readonly CaDeadline[] => {
    const about = kind === 'root' && key === 'elsewhere' ? 'list' : kind === 'issuing' && state === 'issues' ? 'issuing' : undefined;
    if (about === undefined || now > notAfter) return [];
    const endsAt = about === 'list' ? list?.nextUpdate : notAfter;
    return endsAt === undefined || endsAt - now <= AHEAD_MS[about] ? [{ about, authorityId, name, endsAt }] : [];
  });
}

/** How often the operator is told again: weekly, and daily in the last week and after the end. */
export function tellAgainSeconds({ endsAt = 0 }: Pick<CaDeadline, 'endsAt'>, now: Instant): number {
  return (endsAt - now > 7 * DAY_MS ? 7 : 1) * (DAY_MS / 1000);
}
