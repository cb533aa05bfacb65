import type { ByPerson } from '../actor.ts';
import { audit } from '../audit.ts';
import type { ApiKeyId } from '../identifiers.ts';
import { permit } from '../people/permit.ts';
import { grants } from '../people/rules.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import { markRevoked } from './store.ts';

type RevokeRefusal = Refusal<'step-up-needed' | 'role-missing' | 'api-key-not-found'>;

/** By its maker, or by who gives roles in its organisation. The next request with it is refused. One that was ended before is none. */
export function revokeApiKey(
  ports: CertificatesPorts,
  { person, keyId }: ByPerson & { readonly keyId: ApiKeyId },
): Promise<{ readonly kind: 'revoked' } | RevokeRefusal> {
  const { personId, organisationId } = person;
  return ports.database.transact(async (tx) => {
    const now = ports.clock.now();
    const act = { at: now, action: 'certificate-api-key.revoke', by: person, subject: `api-key:${keyId}` } as const;
    const revoked = await revoke();
    await audit(tx, isRefusal(revoked) ? { ...act, refusal: revoked } : { ...act, details: { name: revoked.name } });
    return isRefusal(revoked) ? revoked : ({ kind: 'revoked' } as const);

    async function revoke(): Promise<{ readonly name: string } | RevokeRefusal> {
      const may = await permit(tx, { person, permission: 'make-api-keys' });
      if (isRefusal(may)) return may;
      const of = grants(may.roles, 'grant-roles') ? undefined : personId;
      const name = await markRevoked(tx, { keyId, organisationId, of, by: personId, now });
      return name === undefined ? refuse('api-key-not-found', 'none that this person may end') : { name };
    }
  });
}
