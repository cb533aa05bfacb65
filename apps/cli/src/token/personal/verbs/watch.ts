import type { Refused } from '@sallyport/protocol';
import type { AccountFacts, OpenPersonalVault } from '@sallyport/protocol/personal-vault';
import { found, inOrder } from '@sallyport/token-client/personal';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { answersForPins } from '../../open-by-pin.ts';
import { say, type Surroundings } from '../../surroundings.ts';
import { explainDeviceError } from '../../terminal/explanations.ts';
import type { Waiting } from '../../terminal/waiting.ts';
import { readArguments, type TokenVerb } from '../../token-verb.ts';
import { words } from '../../token.messages.ts';
import { judgeWatch, WATCH_LIMIT_MS } from '../../verbs/watch-rules.ts';
import { accountName } from '../name-accounts.ts';
import { withPersonal } from '../open-personal.ts';
import { personalWords } from '../personal.messages.ts';

const REDRAW_MS = 1000;

type End = 'interrupted' | 'time-over' | Refused;

/** The codes of all accounts by time whose names fit, for as long as somebody looks. On a terminal redrawn in place; elsewhere a line for each new code. */
export const watch: TokenVerb<'watch'> = {
  name: 'watch',
  synopsis: '[NAME] [--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['pin-stdin']);
    if (!asked) return 'usage';
    const { err } = surroundings;
    const pins = await answersForPins(asked.flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    return withPersonal(pins, surroundings, async ({ vault }) => {
      const { accounts, view } = vault.facts;
      const watched = found(inOrder(accounts, view.order), asked.first ?? '').filter(({ otp }) => otp.type === 'totp');
      if (watched.length === 0) {
        say(err, personalWords('watch-nothing'));
        return EXIT.usage;
      }
      const waiting = surroundings.beginWaiting();
      say(err, words('watch-lead', { minutes: WATCH_LIMIT_MS / 60_000 }));
      try {
        return tellEnd(await showUntilEnd({ vault, watched, waiting }, surroundings), surroundings);
      } finally {
        waiting.end();
      }
    });
  },
};

interface Watching {
  readonly vault: OpenPersonalVault;
  readonly watched: readonly AccountFacts[];
  readonly waiting: Waiting;
}

async function showUntilEnd({ vault, watched, waiting }: Watching, { out, machine }: Surroundings): Promise<End> {
  const startedAt = machine.clock.now();
  let drawn: readonly string[] = [];
  try {
    for (;;) {
      const shown = await vault.passwords();
      const now = machine.clock.now();
      if (shown.kind === 'refused') return shown;
      const lines = watched.flatMap((account) => {
        const password = shown.passwords.find(({ id }) => id === account.id);
        if (password === undefined) return [];
        const seconds = Math.max(0, Math.ceil((password.validUntil - now) / 1000));
        return [`${password.digits.padEnd(8)}  ${out.isTerminal ? `${String(seconds).padStart(5)} s  ` : ''}${accountName(account)}`];
      });
      if (out.isTerminal) out.write(erased(drawn.length));
      say(out, ...(out.isTerminal ? lines : lines.filter((line) => !drawn.includes(line))));
      drawn = lines;
      if (judgeWatch({ startedAt, now }) === 'time-over') return 'time-over';
      if ((await waiting.pause(REDRAW_MS)) === 'interrupted') return 'interrupted';
    }
  } finally {
    // The codes do not stay on the screen.
    if (out.isTerminal) out.write(erased(drawn.length));
  }
}

/** Up over what was drawn, and everything below away. */
function erased(lines: number): string {
  return lines === 0 ? '' : `\u001b[${String(lines)}F\u001b[J`;
}

function tellEnd(end: End, { err }: Surroundings): ExitCode {
  if (end === 'interrupted') return EXIT.ok;
  if (end === 'time-over') {
    say(err, words('watch-time-over'));
    return EXIT.ok;
  }
  say(err, explainDeviceError(end.error));
  return EXIT.failed;
}
