import type { FailedAttempts } from '@sallyport/protocol';
import { say, type Voice } from '../surroundings.ts';
import { words } from '../token.messages.ts';

/** Whoever opens the token hears what was tried since it was opened last: it may have been somebody else. */
export function tellFailedAttempts({ pins, unlockCodes }: FailedAttempts, err: Voice): void {
  const count = pins + unlockCodes;
  if (count === 0) return;
  say(
    err,
    [
      words('failed-lead', { count }),
      ...(pins > 0 ? [words('failed-pins', { count: pins })] : []),
      ...(unlockCodes > 0 ? [words('failed-unlock-codes', { count: unlockCodes })] : []),
      words('failed-what-to-do'),
    ].join(' '),
  );
}
