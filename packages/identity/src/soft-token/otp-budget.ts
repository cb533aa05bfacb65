import { type Instant, type Transaction, statement } from '@sallyport/platform';
import type { ExpressionBuilder } from 'kysely';
import type { AccountId, TokenId } from '../identifiers.ts';
import { type Refusal, refuse } from '../refusals.ts';
import type { IdentitySchema, SoftTokenTable } from '../schema.ts';

/**
 * The one-time-password path of the store: the busiest of the whole server, so its statements are compiled once and there are as few as
 * can be. A window ends five minutes after its last try that was not given back, as in the budgets of the platform. The first token of an account
 * (ordinal 1) carries the budget of all its tokens: one conditional statement on one row spends the try, and on PostgreSQL that row is the
 * lock behind which the guesses of one account queue up. Numbers that never change stand in the text (`lit`) and need no binding.
 */

type Tx = Transaction<IdentitySchema>;

/** What a one-time password is judged by. */
export type OtpRow = Pick<
  SoftTokenTable,
  | 'token_id'
  | 'state'
  | 'sealed_seed'
  | 'sealed_promised_seed'
  | 'otp_algorithm'
  | 'otp_digits'
  | 'otp_period_seconds'
  | 'otp_last_step'
  | 'otp_used'
  | 'misplaced_at'
>;

const OTP_COLUMNS = [
  'token_id',
  'state',
  'sealed_seed',
  'sealed_promised_seed',
  'otp_algorithm',
  'otp_digits',
  'otp_period_seconds',
  'otp_last_step',
  'otp_used',
  'misplaced_at',
] as const;

const spendStatement = statement<IdentitySchema, { account: AccountId; now: Instant; endsAt: Instant; allowed: number }>('otp-spend')(
  (query, given) =>
    query
      .updateTable('soft_token')
      .set((token) => ({
        otp_used: token
          .case()
          .when('otp_ends_at', '<=', given.now)
          .then(token.lit(1))
          .else(token('otp_used', '+', token.lit(1)))
          .end(),
        otp_previous_ends_at: token.case().when('otp_ends_at', '<=', given.now).then(token.lit(0)).else(token.ref('otp_ends_at')).end(),
        otp_ends_at: given.endsAt,
      }))
      .where('account_id', '=', given.account)
      .where((token) => token('ordinal', '=', token.lit(1)))
      .where((token) => token.or([token('otp_used', '<', given.allowed), token('otp_ends_at', '<=', given.now)])),
);

// Apart from the spending, because on SQLite RETURNING costs more than a second statement, and this one answers every token of the account.
const tokensStatement = statement<IdentitySchema, { account: AccountId }>('otp-tokens')((query, given) =>
  query.selectFrom('soft_token').select(OTP_COLUMNS).where('account_id', '=', given.account).orderBy('ordinal'),
);

/** The window ends again when it did before the try: otherwise the owner who signs in all day would keep a stranger's old failures alive. */
function refunded(token: ExpressionBuilder<IdentitySchema, 'soft_token'>) {
  return { otp_used: token('otp_used', '-', token.lit(1)), otp_ends_at: token.ref('otp_previous_ends_at') };
}

const burnAndRefundStatement = statement<IdentitySchema, { token: TokenId; step: number }>('otp-burn-and-refund')((query, given) =>
  query
    .updateTable('soft_token')
    .set((token) => ({ otp_last_step: given.step, ...refunded(token) }))
    .where('token_id', '=', given.token)
    .where('state', '=', 'ACTIVE')
    .where('otp_last_step', '<', given.step),
);

const burnStatement = statement<IdentitySchema, { token: TokenId; step: number; state: SoftTokenTable['state'] }>('otp-burn')(
  (query, given) =>
    query
      .updateTable('soft_token')
      .set({ otp_last_step: given.step })
      .where('token_id', '=', given.token)
      .where('state', '=', given.state)
      .where('otp_last_step', '<', given.step),
);

const refundStatement = statement<IdentitySchema, { account: AccountId }>('otp-refund')((query, given) =>
  query
    .updateTable('soft_token')
    .set((token) => refunded(token))
    .where('account_id', '=', given.account)
    .where('ordinal', '=', 1),
);

export interface OtpPaid {
  /** The account's tokens; the first one in front. */
  readonly tokens: readonly [OtpRow, ...OtpRow[]];
  readonly left: number;
}

/** Spends one try of the account and answers what to judge it by; undefined when there is none to be had. */
export async function spendOtpTry(
  tx: Tx,
  attempt: { readonly account: AccountId; readonly now: Instant; readonly allowed: number; readonly windowMs: number },
): Promise<OtpPaid | undefined> {
  const { account, now, allowed } = attempt;
  const spent = await tx.change(spendStatement, { account, now, allowed, endsAt: now + attempt.windowMs });
  if (spent !== 1) return undefined;
  const [first, ...others] = await tx.all(tokensStatement, { account });
  return first && { tokens: [first, ...others], left: allowed - first.otp_used };
}

/** Why there is no try to be had: none left for now, or no token at all. The page says "wrong" to the second as to any wrong password. */
export async function noTryLeft(tx: Tx, account: AccountId): Promise<Refusal<'otp-refused' | 'too-many-attempts'>> {
  const row = await tx.query
    .selectFrom('soft_token')
    .select('otp_ends_at')
    .where('account_id', '=', account)
    .where('ordinal', '=', 1)
    .executeTakeFirst();
  return row ? refuse('too-many-attempts', 'otp', { until: row.otp_ends_at }) : refuse('otp-refused', 'no token');
}

/**
 * Burns a time step and gives the try back. False, and nothing given back, when this step or a later one was accepted before, on
 * whatever node, or when the token has left ACTIVE since it was read.
 */
export async function burnStep(
  tx: Tx,
  accepted: { readonly account: AccountId; readonly paid: OtpPaid; readonly token: OtpRow; readonly step: number },
): Promise<boolean> {
  const { token, step } = accepted;
  if (token === accepted.paid.tokens[0]) return (await tx.change(burnAndRefundStatement, { token: token.token_id, step })) === 1;
  if ((await tx.change(burnStatement, { token: token.token_id, step, state: 'ACTIVE' })) !== 1) return false;
  await refundOtpTry(tx, accepted.account);
  return true;
}

export async function refundOtpTry(tx: Tx, account: AccountId): Promise<void> {
  await tx.change(refundStatement, { account });
}
