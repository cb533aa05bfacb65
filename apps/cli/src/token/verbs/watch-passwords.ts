import type { OneTimePassword, OpenVault, Refused } from '@sallyport/protocol';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { say, type Surroundings } from '../surroundings.ts';
import { explainDeviceError } from '../terminal/explanations.ts';
import { words } from '../token.messages.ts';
import { judgeWatch, WATCH_LIMIT_MS } from './watch-rules.ts';

const REDRAW_MS = 1000;
const CLEAR_LINE = '\r\u001b[K';

/**
 * The password of the moment, for as long as somebody looks: on a terminal one line with its countdown, redrawn in place; elsewhere a
 * line for each new password. Ends by itself, and at once when another process locked the token or set a new PIN.
 */
export async function watchPasswords(vault: OpenVault, surroundings: Surroundings): Promise<ExitCode> {
  const { out, err, machine, pause } = surroundings;
  if (vault.otp.type !== 'totp') {
    say(err, words('watch-needs-time'));
    return EXIT.usage;
  }
  const startedAt = machine.clock.now();
  say(err, words('watch-lead', { minutes: WATCH_LIMIT_MS / 60_000 }));
  let lastShown = '';
  for (;;) {
    const password = await vault.oneTimePassword();
    const now = machine.clock.now();
    if (password.kind === 'refused') return endWatch({ refused: password }, surroundings);
    if (out.isTerminal) out.write(CLEAR_LINE + countdownLine(password, now));
    else if (password.digits !== lastShown) say(out, password.digits);
    lastShown = password.digits;
    if (judgeWatch({ startedAt, now }) === 'time-over') return endWatch('time-over', surroundings);
    const wait = out.isTerminal ? REDRAW_MS : Math.max(REDRAW_MS, (password.validUntil ?? now) - now);
    if ((await pause(wait)) === 'interrupted') return endWatch('interrupted', surroundings);
  }
}

/** The password does not stay on the screen. */
function endWatch(because: 'interrupted' | 'time-over' | { readonly refused: Refused }, { out, err }: Surroundings): ExitCode {
  if (out.isTerminal) out.write(CLEAR_LINE);
  if (because === 'interrupted') return EXIT.ok;
  if (because === 'time-over') {
    say(err, words('watch-time-over'));
    return EXIT.ok;
  }
  const { error } = because.refused;
  say(err, error.code === 'VAULT_CLOSED' ? words('watch-moved-on') : explainDeviceError(error));
  return EXIT.failed;
}

function countdownLine({ digits, validUntil }: OneTimePassword, now: number): string {
  const seconds = Math.max(0, Math.ceil(((validUntil ?? now) - now) / 1000));
  const half = Math.ceil(digits.length / 2);
  return words('watch-line', { digits: `${digits.slice(0, half)} ${digits.slice(half)}`, seconds });
}
