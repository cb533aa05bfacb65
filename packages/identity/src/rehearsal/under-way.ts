import type { Instant, Transaction } from '@sallyport/platform';
import { type AuditAction, audit } from '../audit.ts';
import { type Paid, refundAll, spendAll } from '../budgets.ts';
import type { AccountId, FederationSessionRef } from '../identifiers.ts';
import type { BudgetKind } from '../policy.ts';
import type { IdentityPorts } from '../ports.ts';
import { type Refusal, type RefusalCode, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { type RehearsalEnd, type RehearsedFactor, type RehearsedOutcome, rehearsalStanding } from './rules.ts';
import { type RehearsalPlace, type StoredRehearsal, findRehearsal, keepEnd, keepProof, proofsOf, takeRehearsal } from './store.ts';

/** What the verbs of a rehearsal have in common: what a try costs, and how it is written down. */

type Tx = Transaction<IdentitySchema>;
export type RehearsalAction = Extract<AuditAction, `rehearsal.${string}`>;

export interface RehearsalStep {
  readonly accountId: AccountId;
  /** The one session in which this rehearsal is under way. */
  readonly session: FederationSessionRef;
  readonly visit: Visit;
}

/** What was given would have done. Nothing else comes of it. */
export interface RehearsedStepDone {
  readonly kind: 'rehearsed';
}

type PayRefusalCode = 'rehearsal-over' | 'rehearsed-enough';
export type TryOutcome<Code extends RefusalCode> = RehearsedStepDone | TryRefusal<Code>;
export type TryRefusal<Code extends RefusalCode> = Refusal<Code | PayRefusalCode>;

export function placeOf(ports: IdentityPorts, { accountId, session }: Omit<RehearsalStep, 'visit'>): RehearsalPlace {
  return { accountId, session, since: ports.clock.now() - ports.policy.lifetimes.rehearsalMs };
}

/** Tries of the real thing that no rehearsal takes. */
export const KEPT_FOR_REAL = 1;

export interface Purse {
  readonly step: RehearsalStep;
  readonly factor: RehearsedFactor;
  readonly action: RehearsalAction;
  readonly now: Instant;
  /** The budget of the real thing; undefined where it is kept elsewhere. */
  readonly real: BudgetKind | undefined;
}

/**
 * Spends a try of the rehearsal's own small budget and one of the real thing's, or neither, and never the last of the real ones: so a rehearsal is no way round any budget, and one that
 * goes badly locks nobody out. Without a rehearsal under way nothing is looked at.
 */
export async function payForTry(ports: IdentityPorts, tx: Tx, purse: Purse): Promise<Paid | Refusal<PayRefusalCode>> {
  const { policy } = ports;
  const { step, factor, now, real } = purse;
  // Read and not locked: whoever keeps what came of a try takes the budgets first and the rehearsal last, so that two never wait for each other.
  if (!(await findRehearsal(tx.query, placeOf(ports, step)))) return refuse('rehearsal-over', 'none under way in this session');
  const own = await spendAll(tx, { policy, kind: ownBudget(factor), subject: `${step.accountId}:${factor}`, now });
  if (!own.tickets) return refuseTry(tx, purse, refuse('rehearsed-enough', factor, { until: own.until }));
  if (real === undefined) return own;
  const paid = await spendAll(tx, { policy, kind: real, subject: step.accountId, now, leave: KEPT_FOR_REAL });
  if (paid.tickets) return { tickets: [...own.tickets, ...paid.tickets], left: Math.min(own.left, paid.left) };
  await refundAll(tx, own.tickets);
  return refuseTry(tx, purse, refuse('rehearsed-enough', real, { until: paid.until }));
}

function ownBudget(factor: RehearsedFactor): BudgetKind {
  return factor === 'questions' ? 'rehearsed-answers' : 'rehearsed-code';
}

/** Nothing was looked at. */
export async function refuseTry<Code extends RefusalCode>(
  tx: Tx,
  purse: Omit<Purse, 'real'>,
  refusal: Refusal<Code>,
): Promise<Refusal<Code>> {
  const { accountId: account, visit } = purse.step;
  await audit(tx, { at: purse.now, action: purse.action, account, actor: 'owner', visit, refusal });
  return refusal;
}

export interface Tried<Code extends RefusalCode> {
  readonly step: RehearsalStep;
  readonly factor: RehearsedFactor;
  readonly action: RehearsalAction;
  readonly now: Instant;
  readonly verdict: 'right' | Refusal<Code>;
}

/** Writes down what came of it, in the transaction that looked. */
export async function keepTry<Code extends RefusalCode>(
  ports: IdentityPorts,
  tx: Tx,
  { step, factor, action, now, verdict }: Tried<Code>,
): Promise<RehearsedStepDone | Refusal<Code | 'rehearsal-over'>> {
  const rehearsal = await takeRehearsal(tx, placeOf(ports, step));
  const end = rehearsal && (await keepOutcome(ports, tx, { rehearsal, factor, outcome: verdict === 'right' ? 'worked' : 'refused', now }));
  const over = rehearsal ? undefined : refuse('rehearsal-over', 'ended meanwhile');
  const refusal = verdict === 'right' ? over : verdict;
  const { accountId: account, visit } = step;
  const details = { situation: rehearsal?.situation ?? '', end: end ?? '' };
  await audit(tx, { at: now, action, account, actor: 'owner', visit, refusal, details });
  return refusal ?? { kind: 'rehearsed' };
}

export async function keepOutcome(
  ports: IdentityPorts,
  tx: Tx,
  kept: {
    readonly rehearsal: StoredRehearsal;
    readonly factor: RehearsedFactor;
    readonly outcome: RehearsedOutcome;
    readonly now: Instant;
  },
): Promise<RehearsalEnd | undefined> {
  const { rehearsalId } = kept.rehearsal;
  await keepProof(tx, { ...kept, rehearsalId });
  return judgeEnd(ports, tx, kept);
}

/** Keeps how it stands now. */
export async function judgeEnd(
  ports: IdentityPorts,
  tx: Tx,
  { rehearsal, now }: { readonly rehearsal: StoredRehearsal; readonly now: Instant },
): Promise<RehearsalEnd | undefined> {
  const { rehearsalId } = rehearsal;
  const proofs = await proofsOf(tx.query, rehearsalId);
  const { end } = rehearsalStanding({ ...rehearsal, proofs, preset: ports.policy.recovery });
  await keepEnd(tx, { rehearsalId, end, now });
  return end;
}
