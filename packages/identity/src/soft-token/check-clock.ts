import { type OtpCode, parseOtpCode } from '@sallyport/protocol';
import type { Proof } from '../assurance/rules.ts';
import { audit } from '../audit.ts';
import type { AccountId, TokenId } from '../identifiers.ts';
import type { IdentityPorts } from '../ports.ts';
import { findRecoveryVerdict } from '../recovery/find-recovery-verdict.ts';
import { type Refusal, isRefusal, refuse } from '../refusals.ts';
import type { Visit } from '../visit.ts';
import { type OtpPaid, type OtpRow, noTryLeft, spendOtpTry } from './otp-budget.ts';
import { NO_STEP, acceptableStep } from './rules.ts';
import { otpMacOf } from './token-secrets.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/**
 * How far off is looked for, nearer first: six digits agree by chance with one in three hundred of so many steps. A clock that was moved to another zone in place of being told
 * of it is at most fourteen hours off.
 */
const REACHES_SECONDS = [MINUTE, 10 * MINUTE, 2 * HOUR, 14 * HOUR];

export interface ClockCheck {
  readonly kind: 'clock-checked';
  readonly tokenId: TokenId;
  /** Positive: the device's clock is fast. In whole time steps of the token; 0 when its one-time passwords are in time. */
  readonly fastBySeconds: number;
  /** Whether a one-time password that far off is taken all the same. */
  readonly isTolerated: boolean;
}

/**
 * *My one-time passwords are refused*: how far the clock of the device is off that showed this one. It proves nothing, burns nothing and is no use as a one-time password here; a
 * try of the one-time password's own budget is spent on it and never given back, so that it is no better place to guess than the sign-in.
 */
export async function checkClock(
  ports: IdentityPorts,
  input: { readonly accountId: AccountId; readonly otp: string; readonly proofs: readonly Proof[]; readonly visit: Visit },
): Promise<ClockCheck | Refusal<'otp-malformed' | 'otp-refused' | 'too-many-attempts' | 'step-up-needed'>> {
  const now = ports.clock.now();
  const { accountId: account, visit } = input;
  const verdict = await findRecoveryVerdict(ports, { ...input, act: 'unlock-token' });
  if (verdict.kind === 'needed') return refuse('step-up-needed', verdict.kind);
  const code = parseOtpCode(input.otp, ports.policy.otp.digits);
  if (!code.ok) return refuse('otp-malformed', code.error.code, { limit: ports.policy.otp.digits });
  const act = { at: now, action: 'soft-token.check-clock', account, actor: 'owner', visit } as const;
  const paid = await ports.database.transact(async (tx): Promise<OtpPaid | Refusal<'otp-refused' | 'too-many-attempts'>> => {
    const spent = await spendOtpTry(tx, { account, now, ...ports.policy.otpBudget });
    if (spent) return spent;
    const refusal = await noTryLeft(tx, account);
    await audit(tx, { ...act, refusal });
    return refusal;
  });
  if (isRefusal(paid)) return paid;
  // Some thousand HMACs for each token: outside any transaction, which others share.
  const found = findClock(ports, { tokens: paid.tokens, code: code.value, now });
  const outcome = found ?? refuse('otp-refused', 'of no token within fourteen hours', { left: paid.left });
  await ports.database.transact((tx) =>
    audit(
      tx,
      isRefusal(outcome)
        ? { ...act, refusal: outcome }
        : { ...act, details: { tokenId: outcome.tokenId, fastBySeconds: outcome.fastBySeconds } },
    ),
  );
  return outcome;
}

function findClock(
  ports: IdentityPorts,
  { tokens, code, now }: { readonly tokens: readonly OtpRow[]; readonly code: OtpCode; readonly now: number },
): ClockCheck | undefined {
  for (const token of tokens) {
    const periodSeconds = token.otp_period_seconds;
    const mac = otpMacOf(ports, {
      tokenId: token.token_id,
      keySet: 'present',
      sealedSeed: token.sealed_seed ?? undefined,
      otp: { algorithm: token.otp_algorithm },
    });
    if (!mac) continue;
    const otp = { digits: token.otp_digits, periodSeconds, lastStep: NO_STEP };
    const steps = REACHES_SECONDS.map((reach) =>
      acceptableStep({ code, mac, token: otp, driftSteps: Math.ceil(reach / periodSeconds), now }),
    );
    const step = steps.find((one) => one !== undefined);
    if (step === undefined) continue;
    const off = step - Math.floor(now / 1000 / periodSeconds);
    const isTolerated = Math.abs(off) <= ports.policy.otp.driftSteps;
    return { kind: 'clock-checked', tokenId: token.token_id, fastBySeconds: off * periodSeconds, isTolerated };
  }
  return undefined;
}
