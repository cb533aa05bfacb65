import type { OneTimePassword, OpenVault, Refused } from '@sallyport/protocol';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { say, type Surroundings } from '../surroundings.ts';
import { explainDeviceError } from '../terminal/explanations.ts';
import { words } from '../token.messages.ts';
import type { Waiting } from '../terminal/waiting.ts';
import { judgeWatch, WATCH_LIMIT_MS } from './watch-rules.ts';

const REDRAW_MS = 1000;
const CLEAR_LINE = '\r\u001b[K';

/**
 * The password of the moment, for as long as somebody looks: on a terminal one line with its countdown, redrawn in place; elsewhere a
 * line for each new password. Ends by itself, and at once when another process locked the token or set a new PIN.
 */
export async function watchPasswords(vault: OpenVault, surroundings: Surroundings): Promise<ExitCode> {
  const { err } = surroundings;
  if (vault.otp.type !== 'totp') {
    say(err, words('watch-needs-time'));
    return EXIT.usage;
  }
  const waiting = surroundings.beginWaiting();
  say(err, words('watch-lead', { minutes: WATCH_LIMIT_MS / 60_000 }));
  try {
    return endWatch(await showUntilEnd(vault, waiting, surroundings), surroundings);
  } finally {
    waiting.end();
  }
}

type End = 'interrupted' | 'time-over' | Refused;

async function showUntilEnd(vault: OpenVault, { pause }: Waiting, { out, machine }: Surroundings): Promise<End> {
  const startedAt = machine.clock.now();
  let lastShown = '';
  for (;;) {
    const password = await vault.oneTimePassword();
    const now = machine.clock.now();
    if (password.kind === 'refused') return password;
    if (out.isTerminal) out.write(CLEAR_LINE + countdownLine(password, now));
    else if (password.digits !== lastShown) say(out, password.digits);
    lastShown = password.digits;
    if (judgeWatch({ startedAt, now }) === 'time-over') return 'time-over';
    const wait = out.isTerminal ? REDRAW_MS : Math.max(REDRAW_MS, (password.validUntil ?? now) - now);
    if ((await pause(wait)) === 'interrupted') return 'interrupted';
  }
}

/** The password does not stay on the screen. */
function endWatch(end: End, { out, err }: Surroundings): ExitCode {
  if (out.isTerminal) out.write(CLEAR_LINE);
  if (end === 'interrupted') return EXIT.ok;
  if (end === 'time-over') {
    say(err, words('watch-time-over'));
    return EXIT.ok;
  }
  const { error } = end;
  say(err, error.code === 'VAULT_CLOSED' ? words('watch-moved-on') : explainDeviceError(error));
  return EXIT.failed;
}

function countdownLine({ digits, validUntil }: OneTimePassword, now: number): string {
  const seconds = Math.max(0, Math.ceil(((validUntil ?? now) - now) / 1000));
  const half = Math.ceil(digits.length / 2);
  return words('watch-line', { digits: `${digits.slice(0, half)} ${digits.slice(half)}`, seconds });
}
