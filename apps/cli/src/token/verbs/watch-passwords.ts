import type { OneTimePassword } from '@sallyport/protocol';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { OpenToken } from '../open-by-pin.ts';
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
export async function watchPasswords({ token, vault, status }: OpenToken, surroundings: Surroundings): Promise<ExitCode> {
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
    if (password.kind === 'refused') {
      say(err, explainDeviceError(password.error));
      return EXIT.failed;
    }
    const now = machine.clock.now();
    if (out.isTerminal) out.write(CLEAR_LINE + countdownLine(password, now));
    else if (password.digits !== lastShown) say(out, password.digits);
    const isNew = password.digits !== lastShown;
    lastShown = password.digits;

    const current = isNew ? await token.protocol.status() : undefined;
    const judgement = judgeWatch({ startedAt, now, epoch: status.identity.epoch, current });
    const wait = out.isTerminal ? REDRAW_MS : Math.max(REDRAW_MS, (password.validUntil ?? now) - now);
    const isOver = judgement.kind === 'end' || (await pause(wait)) === 'interrupted';
    if (!isOver) continue;
    // The password does not stay on the screen.
    if (out.isTerminal) out.write(CLEAR_LINE);
    if (judgement.kind === 'go-on') return EXIT.ok;
    say(err, words(`watch-${judgement.because}`));
    return judgement.because === 'time-over' ? EXIT.ok : EXIT.failed;
  }
}

export function countdownLine({ digits, validUntil }: OneTimePassword, now: number): string {
  const seconds = Math.max(0, Math.ceil(((validUntil ?? now) - now) / 1000));
  const half = Math.ceil(digits.length / 2);
  return words('watch-line', { digits: `${digits.slice(0, half)} ${digits.slice(half)}`, seconds });
}
