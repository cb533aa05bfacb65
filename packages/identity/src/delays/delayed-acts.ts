import type { Instant, Transaction } from '@sallyport/platform';
import type { AccountId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Refusal } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { DelayKind } from './rules.ts';

/**
 * The port of what waits: one verb a kind. Whoever makes something wait gives a kind and a payload, which is kept sealed; whoever runs the house gives
 * the verbs.
 */
export type DelayedActs = Readonly<Record<DelayKind, DelayedActVerb>>;

export interface RipeAct {
  readonly accountId: AccountId;
  /** As it was given when it began to wait. */
  readonly payload: string;
  readonly begunAt: Instant;
  /**
   * To be called first in the transaction that does the act. False: it was cancelled or done meanwhile, or the account is not active; then
   * nothing may be done.
   */
  readonly settle: (tx: Transaction<IdentitySchema>) => Promise<boolean>;
}

/**
 * Does the act, in one transaction that begins with `settle`; after a true `settle` it does it or throws, which undoes both. It refuses before that or not
 * at all: `busy` is tried again, any other refusal ends the wait in vain. `not-settled` is its answer to a false `settle`.
 */
export type DelayedActVerb = (ports: IdentityPorts, act: RipeAct) => Promise<'done' | 'not-settled' | Refusal>;

/** The most that is kept of one act. */
export const MOST_PAYLOAD_CHARACTERS = 2048;
