import type { Instant } from '@sallyport/platform';
import type { ByPerson } from '../actor.ts';
import type { ApiKeyId } from '../identifiers.ts';
import { permit } from '../people/permit.ts';
import { SCOPES, type Scope, grants } from '../people/rules.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal } from '../refusals.ts';
import { keysOf } from './store.ts';

export interface ListedApiKey {
  readonly keyId: ApiKeyId;
  readonly name: string;
  readonly maker: string;
  readonly beginning: string;
  readonly scopes: readonly Scope[];
  readonly state: 'live' | 'expired' | 'revoked';
  readonly madeAt: Instant;
  readonly expiresAt: Instant;
  readonly usedAt: Instant | undefined;
}

export interface ListedApiKeys {
  readonly kind: 'listed';
  readonly keys: readonly ListedApiKey[];
  readonly whose: 'own' | 'everybody';
  /** What a new key of this person may be allowed. */
  readonly scopes: readonly Scope[];
}

/** The keys of this person; to who gives roles, those of everybody in the organisation. */
export async function listApiKeys(
  { database, clock }: CertificatesPorts,
  { person }: ByPerson,
): Promise<ListedApiKeys | Refusal<'step-up-needed' | 'role-missing'>> {
  const { query } = database;
  const may = await permit(database, { person, permission: 'look' });
  if (isRefusal(may)) return may;
  const now = clock.now();
  const of = grants(may.roles, 'grant-roles') ? undefined : person.personId;
  const rows = await keysOf(query, { organisationId: person.organisationId, of });
  return {
    kind: 'listed',
    whose: of === undefined ? 'everybody' : 'own',
    scopes: SCOPES.filter((scope) => grants(may.roles, scope)),
    keys: rows.map((row) => ({
      keyId: row.key_id,
      name: row.name,
      maker: row.maker,
      beginning: row.beginning,
      scopes: JSON.parse(row.scopes) as readonly Scope[],
      state: row.revoked_at !== null ? 'revoked' : row.expires_at <= now ? 'expired' : 'live',
      madeAt: row.made_at,
      expiresAt: row.expires_at,
      usedAt: row.used_at ?? undefined,
    })),
  };
}
