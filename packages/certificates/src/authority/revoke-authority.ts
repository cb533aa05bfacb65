import { type RevocationReason, isRevocationReason, reasonNumber } from '@sallyport/pki';
import { audit } from '../audit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { currentOf } from './own-authorities.ts';
import { revokeAuthorityRow } from './store.ts';

/** `in-use`: it issues now; there has to be another first, under which what is lost can be issued again. */
export type AuthorityRevocation = 'revoked' | 'not-found' | 'reason-unknown' | 'in-use' | 'revoked-before';

/** For ever, and with it everything that an issuing CA has issued: the next list of the root says it. By the operator at the machine. */
export async function revokeAuthority(
  ports: CertificatesPorts,
  { authorityId, reason }: { readonly authorityId: string; readonly reason: string },
): Promise<AuthorityRevocation> {
  await ports.authorities.refresh();
  const authority = ports.authorities.find(authorityId);
  if (authority?.kind !== 'issuing') return 'not-found';
  if (!isRevocationReason(reason)) return 'reason-unknown';
  if (currentOf(ports.authorities)?.authorityId === authorityId) return 'in-use';
  const isDone = await revoke(ports, { authorityId, reason });
  await ports.authorities.refresh();
  return isDone ? 'revoked' : 'revoked-before';
}

function revoke(ports: CertificatesPorts, given: { readonly authorityId: string; readonly reason: RevocationReason }): Promise<boolean> {
  const { authorityId, reason } = given;
  return ports.database.transact(async (tx) => {
    const now = ports.clock.now();
    const subject = `authority:${authorityId}` as const;
    if (!(await revokeAuthorityRow(tx, { authorityId, number: reasonNumber(reason), now }))) return false;
    await audit(tx, { at: now, action: 'certificate-authority.revoke', by: undefined, subject, details: { reason } });
    return true;
  });
}
