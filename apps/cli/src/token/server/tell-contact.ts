import { type OpenVault, tokenSuite } from '@sallyport/protocol';
import { agreedClock, type ClockNotice, clockNotice } from '@sallyport/token-client';
import { formatDuration } from '@sallyport/ui/messages';
import { say, type Surroundings } from '../surroundings.ts';
import type { Answers } from '../terminal/answers.ts';
import { words } from '../token.messages.ts';
import type { Contacted } from './contact-server.ts';

const DAY_SECONDS = 24 * 60 * 60;

type Listener = Pick<Surroundings, 'err' | 'machine'>;

/** Says what a contact brought that the owner should know, and asks whose clock is right when the two are more than a day apart. */
export async function tellContact({ vault, outcome, told }: Contacted, answers: Answers, listener: Listener): Promise<void> {
  const { err } = listener;
  // A server that has yet to take the activation does not know the token either.
  if (outcome.server === 'unknown' && told !== 'waiting') say(err, words('unknown-keys'));
  if (outcome.keys === 'renewed') say(err, words('keys-renewed'));
  if (outcome.clock?.kind === 'ask') await askForClock(vault, { offsetMs: outcome.clock.offsetMs, answers }, listener);
}

/** A clock that is a day off is put right on the machine, not in the token; unless its owner says otherwise. */
async function askForClock(
  vault: OpenVault,
  { offsetMs, answers }: { readonly offsetMs: number; readonly answers: Answers },
  { err, machine }: Listener,
): Promise<void> {
  const now = machine.clock.now();
  const facts = { time: span(offsetMs), device: moment(now), server: moment(now + offsetMs) };
  say(err, words(offsetMs > 0 ? 'clock-question-behind' : 'clock-question-ahead', facts));
  // In a script nobody can say; the password then follows the machine's clock, as it did before.
  if (!answers.mayAskAgain) return;
  const answer = await answers.shown(words('ask-follow-server'));
  if (/^y(es)?$/i.test(answer?.trim() ?? '')) await vault.recordClock(agreedClock(vault.clock, offsetMs));
}

/** What there is to know about the clock before a password that depends on it is shown. */
export function tellClock(vault: OpenVault, { err, machine }: Listener): void {
  const isTimeBased = vault.otp.type === 'totp' || tokenSuite(vault.otp)?.stepSeconds !== undefined;
  const now = machine.clock.now();
  const notice = isTimeBased ? clockNotice(vault.clock, now) : undefined;
  if (notice) say(err, `${explainClock(notice)} ${words('clock-now', { now: moment(now) })}`);
}

function explainClock(notice: ClockNotice): string {
  switch (notice.kind) {
    case 'behind':
    case 'ahead':
    case 'set-back':
      return words(`clock-${notice.kind}`, { time: span(notice.byMs) });
    case 'silent':
      return words('clock-silent', { days: notice.days });
    case 'never-compared':
      return words('clock-never');
  }
}

function span(milliseconds: number): string {
  const seconds = Math.abs(milliseconds) / 1000;
  return seconds >= DAY_SECONDS ? words('clock-days', { days: Math.round(seconds / DAY_SECONDS) }) : formatDuration(seconds, 'en');
}

function moment(time: number): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short' }).format(time);
}
