import type { OpenVault } from '@sallyport/protocol';
import { agreedClock } from '@sallyport/token-client';
import { formatDuration } from '@sallyport/ui/messages';
import { say, type Surroundings } from '../surroundings.ts';
import type { Answers } from '../terminal/answers.ts';
import { words } from '../token.messages.ts';
import { judgeOffset } from './clock-rules.ts';

/** Section 15, time: the open vault follows the server's clock; above a day a person must say which clock is wrong. */
export async function settleClock(
  given: { readonly vault: OpenVault; readonly offsetMs: number | undefined; readonly answers: Answers },
  { err }: Pick<Surroundings, 'err'>,
): Promise<void> {
  const { vault, offsetMs, answers } = given;
  const differenceMs = offsetMs === undefined ? 0 : offsetMs - vault.clock.skewMs;
  const judgement = judgeOffset(differenceMs);
  if (offsetMs === undefined || judgement.kind === 'keep') return;
  if (judgement.kind === 'ask' && !(await followsServer(offsetMs, answers, { err }))) return;
  await vault.recordClock(agreedClock(vault.clock, offsetMs));
  say(err, words('clock-off', { time: formatDuration(Math.abs(offsetMs) / 1000, 'en') }));
}

/** A clock that is a day off is put right on the machine, not in the token; unless its owner says otherwise. */
export async function followsServer(offsetMs: number, answers: Answers, { err }: Pick<Surroundings, 'err'>): Promise<boolean> {
  const days = Math.max(1, Math.round(Math.abs(offsetMs) / 86_400_000));
  say(err, words(offsetMs > 0 ? 'clock-days-behind' : 'clock-days-ahead', { days }));
  if (!answers.mayAskAgain) return false;
  const answer = await answers.shown(words('ask-follow-server'));
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}
