import type { Instant, Secret, Transaction } from '@sallyport/platform';
import { type AuditAction, audit } from '../audit.ts';
import { refundAll, spendAll } from '../budgets.ts';
import type { AccountId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import type { BudgetKind } from '../policy.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { type LinkPurpose, hashLinkCode } from './codes.ts';
import { type LinkKind, findLink } from './store.ts';

export interface OpenedLink {
  readonly accountId: AccountId;
  readonly codeHash: string;
  readonly expiresAt: Instant;
}

/** One kind of link: where it is kept, what pays for looking, and what is said when it opens nothing. */
interface LinkDoor<NotValid, Expired> {
  readonly purpose: LinkPurpose;
  readonly table: LinkKind;
  readonly budget: BudgetKind;
  readonly notValid: NotValid;
  readonly expired: Expired;
  readonly action: AuditAction;
}

export const INVITATION = {
  purpose: 'invitation',
  table: 'invitation',
  budget: 'invitation-network',
  notValid: 'invitation-not-valid',
  expired: 'invitation-expired',
  action: 'invitation.accept',
} as const satisfies LinkDoor<string, string>;

export const PASSWORD_RESET = {
  purpose: 'password-reset',
  table: 'password_reset',
  budget: 'password-reset-network',
  notValid: 'reset-link-not-valid',
  expired: 'reset-link-expired',
  action: 'password.reset',
} as const satisfies LinkDoor<string, string>;

export const NOTICE = {
  purpose: 'notice',
  table: 'notice_link',
  budget: 'notice-link-network',
  notValid: 'notice-link-not-valid',
  expired: 'notice-link-expired',
  action: 'account.freeze',
} as const satisfies LinkDoor<string, string>;

export const ADDRESS = {
  purpose: 'address',
  table: 'pending_address',
  budget: 'notice-link-network',
  notValid: 'address-link-not-valid',
  expired: 'address-link-expired',
  action: 'address.confirm',
} as const satisfies LinkDoor<string, string>;

export const DELAY = {
  purpose: 'delay',
  table: 'delay_link',
  budget: 'notice-link-network',
  notValid: 'delay-link-not-valid',
  expired: 'delay-over',
  action: 'delay.cancel',
} as const satisfies LinkDoor<string, string>;

type AnyDoor = typeof INVITATION | typeof PASSWORD_RESET | typeof NOTICE | typeof ADDRESS | typeof DELAY;
type NotValidCode = AnyDoor['notValid'];
type ExpiredCode = AnyDoor['expired'];

/**
 * Whose link this is, without spending it. Looking is paid for by the network and given back for a code that exists: 128 bits cannot be
 * guessed, but whoever tries should not keep the database busy.
 */
export async function openLink<NotValid extends NotValidCode, Expired extends ExpiredCode>(
  ports: IdentityPorts,
  door: LinkDoor<NotValid, Expired>,
  input: { readonly code: Secret<string>; readonly visit: Visit },
): Promise<OpenedLink | Refusal<NotValid> | Refusal<Expired> | Refusal<'too-many-attempts'>> {
  const codeHash = hashLinkCode(door.purpose, input.code);
  if (codeHash === undefined) return refuse(door.notValid, 'malformed');
  const now = ports.clock.now();
  return ports.database.transact(async (tx) => {
    const opened = await lookUp(ports, tx, { door, codeHash, network: networkOf(input.visit.address), now });
    if (isRefusal(opened)) {
      await audit(tx, { at: now, action: door.action, account: undefined, actor: 'anonymous', visit: input.visit, refusal: opened });
    }
    return opened;
  });
}

async function lookUp<NotValid extends NotValidCode, Expired extends ExpiredCode>(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  wanted: {
    readonly door: LinkDoor<NotValid, Expired>;
    readonly codeHash: string;
    readonly network: string;
    readonly now: Instant;
  },
): Promise<OpenedLink | Refusal<NotValid> | Refusal<Expired> | Refusal<'too-many-attempts'>> {
  const { door, codeHash, now } = wanted;
  const paid = await spendAll(tx, { policy: ports.policy, kind: door.budget, subject: wanted.network, now });
  if (!paid.tickets) return refuse('too-many-attempts', door.budget, { until: paid.until });
  const link = await findLink(tx.query, door.table, codeHash);
  if (!link) return refuse(door.notValid, 'unknown, spent or replaced');
  await refundAll(tx, paid.tickets);
  if (link.expiresAt <= now) return refuse(door.expired, 'expired', { until: link.expiresAt });
  return { ...link, codeHash };
}
