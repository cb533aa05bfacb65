import { type Instant, Secret } from '@sallyport/platform';
import { findAccountBy } from '../accounts/store.ts';
import { audit } from '../audit.ts';
import type { AccountId } from '../identifiers.ts';
import { queueInvitation } from '../notices/queue-mails.ts';
import { hashLinkCode, newLinkCode } from '../one-time-links/codes.ts';
import { replaceLinks } from '../one-time-links/store.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';

export interface Invitation {
  /** 128 bits as base64url; stored only as a hash. */
  readonly code: Secret<string>;
  /** `<Self-Administration>/invitation#i=<code>`: the code stays out of every server's log. */
  readonly link: Secret<string>;
  readonly expiresAt: Instant;
}

/**
 * Invites somebody to set up their account: mails the link to the account's first address and answers it. An earlier invitation
 * of the same account is no longer valid. Refused once the account has a password: its owner signs in, or asks for a new password.
 */
export async function createInvitation(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId },
): Promise<Invitation | Refusal<'set-up-step-already-done'>> {
  const now = ports.clock.now();
  const code = newLinkCode(ports.randomness);
  const codeHash = hashLinkCode('invitation', code) ?? '';
  const link = new Secret(`${ports.origins.selfAdministration}/invitation#i=${code.reveal()}`);
  const expiresAt = now + ports.policy.lifetimes.invitationMs;
  return ports.database.transact(async (tx) => {
    const account = await findAccountBy(tx.query, input);
    if (account?.state !== 'INVITED') return refuse('set-up-step-already-done', account ? `account is ${account.state}` : 'no account');
    await replaceLinks(tx, 'invitation', { codeHash, accountId: account.accountId, now, expiresAt });
    await queueInvitation(ports, tx, { account, link, expiresAt });
    await audit(tx, { at: now, action: 'invitation.create', account: account.accountId, actor: 'system' });
    return { code, link, expiresAt };
  });
}
