import { type EmailAddress, newId } from '@sallyport/platform';
import { utf8 } from '@sallyport/protocol';
import { findAccountBy, lockAccount } from '../accounts/store.ts';
import { audit } from '../audit.ts';
import type { AccountId, DelayId } from '../identifiers.ts';
import type { LetterLink } from '../notices/compose-mail.ts';
import { queueNotice } from '../notices/queue-mails.ts';
import { words } from '../notices/words.ts';
import { hashLinkCode, newLinkCode } from '../one-time-links/codes.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { MOST_PAYLOAD_CHARACTERS } from './delayed-acts.ts';
import { delayPlace } from './delay-place.ts';
import type { DelayKind } from './rules.ts';
import { insertDelay, insertDelayLink, ripenessOf } from './store.ts';

export interface NewDelay {
  readonly accountId: AccountId;
  readonly kind: DelayKind;
  /** What the verb of this kind needs to know; kept sealed. At most 2,048 characters. */
  readonly payload: string;
  /** By what was decided about the proofs that were given: this verb does not look at them. */
  readonly delayMs: number;
  readonly visit: Visit;
}

export interface BegunDelay {
  readonly delayId: DelayId;
  readonly ripeAt: number;
}

/**
 * Makes an act wait. Every address is told at once, each with a link that stops it. Of one kind one act of an account waits at a time.
 *
 * @throws RangeError for a payload that is too long: a bug of the caller.
 */
export async function startDelay(ports: IdentityPorts, input: NewDelay): Promise<BegunDelay | Refusal<'delay-waiting' | 'step-up-needed'>> {
  const { accountId, kind, payload, visit } = input;
  if (payload.length > MOST_PAYLOAD_CHARACTERS) throw new RangeError('the payload of a delayed act is too long');
  const now = ports.clock.now();
  const delayId = newId(ports.randomness) as DelayId;
  const ripeAt = now + input.delayMs;
  const sealedPayload = ports.sealer.seal({ plaintext: utf8(payload), place: delayPlace(delayId) });
  return ports.database.transact(async (tx): Promise<BegunDelay | Refusal<'delay-waiting' | 'step-up-needed'>> => {
    const act = { at: now, action: 'delay.start', account: accountId, actor: 'owner', visit, details: { kind, ripeAt } } as const;
    await lockAccount(tx, accountId);
    const account = await findAccountBy(tx.query, { accountId });
    if (account?.state !== 'ACTIVE') {
      const refusal = refuse('step-up-needed', 'no active account');
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    if (!(await insertDelay(tx, { delayId, accountId, kind, begunAt: now, ripeAt, sealedPayload }))) {
      const refusal = refuse('delay-waiting', 'one of this kind waits', {
        until: (await ripenessOf(tx.query, { accountId, kind })) ?? ripeAt,
      });
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    const offers = new Map<EmailAddress, LetterLink>();
    for (const address of account.addresses) {
      const code = newLinkCode(ports.randomness);
      const codeHash = hashLinkCode('delay', code) ?? '';
      await insertDelayLink(tx, { codeHash, accountId, delayId, address, now, expiresAt: ripeAt + ports.policy.lifetimes.noticeLinkMs });
      offers.set(address, { words: words.stopAction, address: `${ports.origins.selfAdministration}/waiting/stop#w=${code.reveal()}` });
    }
    await queueNotice(ports, tx, { account, about: 'recovery-waits', at: now, visit, waiting: words.waiting[kind](ripeAt), offers });
    await audit(tx, act);
    return { delayId, ripeAt };
  });
}
