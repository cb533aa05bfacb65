import { type EmailAddress, type Instant, type LetterLink, type Secret, type Transaction, newId } from '@sallyport/platform';
import type { Account } from '../accounts/account.ts';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import type { AccountId, DelayId } from '../identifiers.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import { words } from '../notices/words.ts';
import { hashLinkCode, newLinkCode } from '../one-time-links/codes.ts';
import type { IdentityPorts } from '../ports.ts';
import { recoveryVerdict } from '../recovery/find-recovery-verdict.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import { proofsForAccess } from '../temporary-access/rules.ts';
import type { Visit } from '../visit.ts';
import { type DelayPayload, hashOfClaim, proofsToKeep, sealPayload } from './payload.ts';
import { DELAYED_ACTS, type DelayKind } from './rules.ts';
import { type StoredDelay, findWaiting, insertDelay, insertDelayLink, lapse } from './store.ts';

export interface NewDelay {
  readonly accountId: AccountId;
  readonly kind: Exclude<DelayKind, 'reset-password'>;
  readonly proofs: readonly Proof[];
  /** What the browser that asks keeps: in it, its owner finishes with what was proved now. */
  readonly claim: Secret<string>;
  readonly visit: Visit;
}

export interface BegunDelay {
  readonly delayId: DelayId;
  readonly ripeAt: Instant;
}

type StartRefusal = Refusal<'delay-waiting' | 'step-up-needed'>;

/**
 * Makes an act wait that these proofs open after a delay. Every address is told at once, each with a link that stops it. Of one kind one act of an account waits at a time.
 * Refused where the rules ask for more, and where they ask for no delay.
 */
export function startDelay(ports: IdentityPorts, input: NewDelay): Promise<BegunDelay | StartRefusal> {
  const now = ports.clock.now();
  const payload = { claimHash: hashOfClaim(input.claim), proofs: input.proofs };
  return ports.database.transact((tx) => beginDelay(ports, tx, { ...input, payload, now }));
}

export interface DelayToBegin extends Pick<NewDelay, 'accountId' | 'visit'> {
  readonly kind: DelayKind;
  readonly payload: DelayPayload;
  readonly now: Instant;
}

/** The same as part of a transaction. */
export async function beginDelay(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  { accountId, kind, payload, visit, now }: DelayToBegin,
): Promise<BegunDelay | StartRefusal> {
  await lockAccount(tx, accountId);
  const account = await findAccountBy(tx.query, { accountId });
  const proofs = kind === 'temporary-access' ? proofsForAccess(payload.proofs) : payload.proofs;
  const verdict = await recoveryVerdict(ports, tx.query, { accountId, act: DELAYED_ACTS[kind].act, proofs, now });
  const ripeAt = verdict.kind === 'after-delay' ? now + verdict.delayMs : now;
  const act = { at: now, action: 'delay.start', account: accountId, actor: 'owner', visit, details: { kind, ripeAt } } as const;
  const delayId = newId(ports.randomness) as DelayId;
  const kept = { ...payload, proofs: proofsToKeep(proofs, { now, freshProofMs: ports.policy.lifetimes.freshProofMs }) };
  const delay = { delayId, accountId, kind, begunAt: now, ripeAt, sealedPayload: sealPayload(ports, delayId, kept) };
  const refusal =
    verdict.kind === 'after-delay' && account?.state === 'ACTIVE'
      ? await insert(ports, tx, delay)
      : refuse('step-up-needed', account?.state === 'ACTIVE' ? verdict.kind : 'no active account');
  if (refusal || !account) {
    await audit(tx, { ...act, refusal });
    return refusal ?? refuse('step-up-needed', 'no account');
  }
  const offers = await stopLinks(ports, tx, { account, delay, now });
  await queueNotice(ports, tx, { account, about: 'recovery-waits', at: now, visit, waiting: words.waiting[kind](ripeAt), offers });
  await audit(tx, act);
  return { delayId, ripeAt };
}

/** One that was left there too long makes room. */
async function insert(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  delay: Omit<StoredDelay, 'state'>,
): Promise<Refusal<'delay-waiting'> | undefined> {
  const { accountId, kind, begunAt: now } = delay;
  if (DELAYED_ACTS[kind].finishedBy === 'owner')
    await lapse(tx, { kinds: [kind], accountId, ripeBefore: now - ports.policy.lifetimes.ripeDelayMs, now });
  if (await insertDelay(tx, delay)) return undefined;
  return refuse('delay-waiting', 'one of this kind waits', { until: (await findWaiting(tx.query, delay))?.ripeAt ?? delay.ripeAt });
}

async function stopLinks(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  given: { readonly account: Account; readonly delay: Omit<StoredDelay, 'state'>; readonly now: Instant },
): Promise<ReadonlyMap<EmailAddress, LetterLink>> {
  const { account, delay, now } = given;
  const { accountId, delayId } = delay;
  const expiresAt = delay.ripeAt + ports.policy.lifetimes.noticeLinkMs;
  const offers = new Map<EmailAddress, LetterLink>();
  for (const address of account.addresses) {
    const code = newLinkCode(ports.randomness);
    await insertDelayLink(tx, { codeHash: hashLinkCode('delay', code) ?? '', accountId, delayId, address, now, expiresAt });
    offers.set(address, { words: words.stopAction, address: `${ports.origins.selfAdministration}/waiting/stop#w=${code.reveal()}` });
  }
  return offers;
}
