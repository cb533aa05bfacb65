import type { Instant, Secret } from '@sallyport/platform';
import { hashOfClaim } from '../delays/payload.ts';
import type { AccountId } from '../identifiers.ts';
import { formatMailedCode } from '../mailed-codes/rules.ts';
import type { IdentityPorts } from '../ports.ts';
import { findVouching, listBonds } from './store.ts';
import { vouchingCode } from './vouching-place.ts';

/** What whoever asked sees, in the browser in which they asked. */
export interface VouchingView {
  readonly contactName: string;
  /** To be told by voice, in two halves. */
  readonly code: string;
  readonly standing: 'asked' | 'vouched';
  readonly expiresAt: Instant;
}

/** Undefined when nothing is asked in this browser, for this account where one is signed in, or it is over. */
export async function viewVouching(
  ports: IdentityPorts,
  { accountId, claim }: { readonly accountId?: AccountId; readonly claim: Secret<string> | undefined },
): Promise<VouchingView | undefined> {
  if (claim === undefined) return undefined;
  const { query } = ports.database;
  const vouching = await findVouching(query, { claimHash: hashOfClaim(claim), now: ports.clock.now() });
  if (!vouching || (accountId !== undefined && vouching.accountId !== accountId)) return undefined;
  const bond = (await listBonds(query, { of: vouching.accountId })).find((one) => one.contactId === vouching.contactId);
  if (!bond) return undefined;
  return {
    contactName: bond.other.displayName,
    code: formatMailedCode(vouchingCode(ports, vouching)),
    standing: vouching.vouchedAt === undefined ? 'asked' : 'vouched',
    expiresAt: vouching.expiresAt,
  };
}
