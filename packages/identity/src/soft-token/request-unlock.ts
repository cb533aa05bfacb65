import { type Instant, Secret, type Transaction } from '@sallyport/platform';
import { type RecoveryKeys, type UnlockJudgement, judgeUnlockRequest } from '@sallyport/protocol';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import { type Paid, refundAll, spendAll } from '../budgets.ts';
import { useWait } from '../delays/use-wait.ts';
import type { AccountId, DelayId, FederationSessionRef, Serial, TokenId } from '../identifiers.ts';
import { networkOf } from '../network.ts';
import type { IdentityPorts } from '../ports.ts';
import { recoveryVerdict } from '../recovery/find-recovery-verdict.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import { applyDecision } from './apply-effects.ts';
import { underEitherKeys } from './key-sets.ts';
import { readPinResetCode } from './read-pin-reset-code.ts';
import { isSameSerial } from './rules.ts';
import { type StoredToken, appendIssue, takeTokens } from './store.ts';
import { recoveryKeysOf, wipeRecoveryKeys } from './token-secrets.ts';
import { unlockCodeOf } from './unlock-code.ts';

export interface IssuedUnlockCode {
  readonly tokenId: TokenId;
  readonly serial: Serial;
  /** As typed: groups of five digits separated by single spaces. */
  readonly code: Secret<string>;
  /** `<Soft Token>/u#c=…&s=…` for the one tap and the QR code. */
  readonly link: Secret<string>;
  /** Until when the token waits for its confirmation. */
  readonly confirmBy: Instant;
  /** Possession of the locked token; never raises a session's level. */
  readonly proof: Proof;
}

export type UnlockRefusalCode =
  | 'step-up-needed'
  | 'prc-typo'
  | 'prc-version'
  | 'prc-no-match'
  | 'prc-old'
  | 'prc-rollback'
  | 'prc-fork'
  | 'prc-reissue-limit'
  | 'token-suspended'
  | 'token-revoked'
  | 'too-many-attempts'
  | 'delay-over';

export interface UnlockRequest {
  readonly accountId: AccountId;
  /** As typed, scanned or carried in the link. */
  readonly code: Secret<string>;
  /** From the link of the short road: which token it is about. One that is not this account's is answered as a code that does not match. */
  readonly serial?: string | undefined;
  readonly proofs: readonly Proof[];
  /** Of the browser, where it was waited for. */
  readonly claim?: Secret<string> | undefined;
  readonly session: FederationSessionRef;
  readonly visit: Visit;
}

interface Candidate {
  readonly stored: StoredToken;
  readonly keys: RecoveryKeys;
  readonly record: StoredToken['record'];
  readonly resetMacKey: Uint8Array;
}

/**
 * Section 11. Needs what the recovery policy asks, given just now and not by the locked token itself; a typing error costs nothing. From here until the confirmation
 * the token's one-time passwords open nothing but this session. Every address of the account is told, never the code.
 */
export async function requestUnlock(ports: IdentityPorts, input: UnlockRequest): Promise<IssuedUnlockCode | Refusal<UnlockRefusalCode>> {
  const now = ports.clock.now();
  const { accountId, visit } = input;
  const question = { ...input, act: 'unlock-token', waitedAs: 'unlock-token', now } as const;
  const verdict = await recoveryVerdict(ports, ports.database.query, question);
  if (verdict.kind !== 'allowed') return refuse('step-up-needed', verdict.kind);
  // Nothing was spent and nothing is audited for a typing error: no code has been tried yet.
  const typed = readPinResetCode(input.code);
  if (isRefusal(typed)) return typed;
  return ports.database.transact(async (tx) => {
    const act = { at: now, action: 'soft-token.unlock', account: accountId, actor: 'owner', visit } as const;
    const paid = await spendAll(tx, { policy: ports.policy, kind: 'pin-reset-code', subject: accountId, now });
    if (!paid.tickets) {
      const refusal = refuse('too-many-attempts', 'pin-reset-code', { until: paid.until });
      await audit(tx, { ...act, refusal });
      return refusal;
    }
    const candidates = await candidatesOf(ports, tx, input);
    const judgement = judgeUnlockRequest({
      code: typed.code,
      tokens: candidates,
      session: input.session,
      actor: `account:${accountId}`,
      policy: ports.policy.unlock,
      now,
    });
    const repairing = judgement.token?.stored.tokenId;
    const vouching = await recoveryVerdict(ports, tx.query, { ...question, repairing });
    const outcome =
      vouching.kind === 'allowed'
        ? await save(ports, tx, { judgement, paid, input, waited: vouching.waited, now })
        : refuse('step-up-needed', 'vouched for by the token itself');
    const { token, epoch } = judgement;
    const details = { ...(token && { tokenId: token.stored.tokenId }), ...(epoch !== undefined && { epoch }) };
    await audit(tx, { ...act, details, ...(isRefusal(outcome) && { refusal: outcome }) });
    for (const { keys } of candidates) wipeRecoveryKeys(keys);
    return outcome;
  });
}

async function candidatesOf(ports: IdentityPorts, tx: Transaction<IdentitySchema>, input: UnlockRequest): Promise<readonly Candidate[]> {
  const { serial } = input;
  const tokens = await takeTokens(tx, input.accountId);
  const named = serial === undefined ? tokens : tokens.filter((token) => isSameSerial(token.serial, serial));
  return named.flatMap(underEitherKeys).flatMap((stored) => {
    const keys = recoveryKeysOf(ports, stored);
    return keys ? [{ stored, keys, record: stored.record, resetMacKey: keys.resetMacKey }] : [];
  });
}

interface Judged {
  readonly judgement: UnlockJudgement<Candidate>;
  readonly paid: Paid;
  readonly input: UnlockRequest;
  readonly waited: DelayId | undefined;
  readonly now: Instant;
}

async function save(
  ports: IdentityPorts,
  tx: Transaction<IdentitySchema>,
  { judgement, paid, input, waited, now }: Judged,
): Promise<IssuedUnlockCode | Refusal<UnlockRefusalCode>> {
  const { token, next, effects } = judgement;
  // Used up by an unlock code that is issued, not by a code that was misread.
  const used = judgement.kind === 'refuse' ? undefined : await useWait(ports, tx, { waited, now, visit: input.visit });
  if (used) return used;
  if (token) await applyDecision(ports, tx, { token: token.stored, next, effects, at: now, visit: input.visit });
  if (judgement.kind === 'refuse') return refusalOf(judgement, { paid, now });
  const { stored, keys } = judgement.token;
  const issue = judgement.next.issues.at(-1);
  if (!issue) throw new Error('an unlock code was issued without an issue');
  await appendIssue(tx, stored, issue);
  await refundAll(tx, paid.tickets);
  return {
    tokenId: stored.tokenId,
    serial: stored.serial,
    ...unlockCodeOf({ ports, token: stored, keys, epoch: judgement.epoch, r: judgement.r }),
    confirmBy: now + ports.policy.unlock.confirmationMs,
    proof: { factor: 'pin-reset-code', at: now, network: networkOf(input.visit.address) },
  };
}

const HOURS_24 = 24 * 60 * 60 * 1000;

function refusalOf(
  judgement: Extract<UnlockJudgement<Candidate>, { kind: 'refuse' }>,
  spent: { readonly paid: Paid; readonly now: Instant },
): Refusal<UnlockRefusalCode> {
  const { refusal, token } = judgement;
  const left = { left: spent.paid.left };
  switch (refusal.code) {
    case 'PRC_NO_MATCH':
      return refuse('prc-no-match', 'of no token of this account', left);
    case 'PRC_OLD':
      return refuse('prc-old', 'of an earlier lock', left);
    case 'PRC_ROLLBACK':
      return refuse('prc-rollback', 'of an earlier lock, again', left);
    case 'PRC_FORK':
      return refuse('prc-fork', 'another code of the same epoch');
    case 'PRC_REISSUE_LIMIT': {
      const recent = token?.record.issues.filter((issue) => issue.epoch === judgement.epoch && spent.now - issue.at < HOURS_24) ?? [];
      return refuse('prc-reissue-limit', 'issued as often as allowed', { until: Math.min(...recent.map((issue) => issue.at)) + HOURS_24 });
    }
    case 'TOKEN_SUSPENDED':
      return refuse('token-suspended', refusal.reason);
    case 'TOKEN_REVOKED':
      return refuse('token-revoked', 'revoked');
  }
}
