import { chooseToken, isPresent } from '../choose-token.ts';
import { findTokens, type FoundToken } from '../device-token.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { say } from '../surroundings.ts';
import { printable } from '../terminal/printable.ts';
import { readArguments, type TokenVerb } from '../token-verb.ts';
import { words } from '../token.messages.ts';
import { TokenTrouble } from '../trouble.ts';
import { tellChoice } from '../find-token.ts';

/** What `--json` prints of one token. Nothing secret; the PIN Reset Code only while the token is locked, or once `forgot` has shown it. */
export interface StatusReport {
  readonly tokenId: string;
  readonly state: 'closed' | 'locked' | 'revoked' | 'unreadable';
  readonly serial: string | null;
  readonly issuer: string | null;
  readonly label: string | null;
  readonly portal: string | null;
  readonly epoch: number | null;
  readonly attemptsLeft: number | null;
  readonly pinResetCode: string | null;
  readonly waitSeconds: number | null;
  /** Where its device key is: `file`, `secret-service`, `macos-keychain`. */
  readonly deviceKey: string | null;
  readonly messagesWaiting: number;
}

/** Where the tokens stand, or one of them; the exit code says it of a single one. */
export const status: TokenVerb<'status'> = {
  name: 'status',
  synopsis: '[SERIAL] [--json]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['json']);
    if (!asked) return 'usage';
    const { machine, out, err } = surroundings;
    const found = await findTokens(machine);
    const choice = chooseToken(found, asked.first);
    if (choice.kind !== 'chosen' && asked.first !== undefined) return tellChoice(choice, surroundings);
    const chosen = choice.kind === 'chosen' ? [choice] : found;
    const reports = await Promise.all(chosen.map(reportOf));
    if (asked.flags.has('json')) say(out, JSON.stringify(reports, undefined, 2));
    else if (reports.length > 0) say(out, ...reports.flatMap(linesOf).slice(0, -1));
    if (reports.length === 0) say(err, words('none-here'));
    return choice.kind === 'chosen' ? exitOf(choice) : choice.kind === 'none-here' ? EXIT.notActivated : EXIT.ok;
  },
};

async function reportOf({ token, status: found }: FoundToken): Promise<StatusReport> {
  const messages = await token.storage.readPendingMessages();
  const device = await deviceKeyPlace(token);
  const identity = isPresent(found) ? found.identity : undefined;
  const usable = found.kind === 'closed' || found.kind === 'locked' ? found : undefined;
  return {
    tokenId: token.key,
    state: isPresent(found) ? found.kind : 'unreadable',
    serial: identity?.serial ?? null,
    issuer: identity?.issuer ?? null,
    label: identity?.label ?? null,
    portal: identity?.portal ?? null,
    epoch: identity?.epoch ?? null,
    attemptsLeft: found.kind === 'closed' ? found.attemptsLeft : found.kind === 'locked' ? 0 : null,
    pinResetCode: usable?.reset?.pinResetCode ?? null,
    waitSeconds: usable?.reset?.waitSeconds ?? null,
    deviceKey: device ?? null,
    messagesWaiting: messages.length,
  };
}

async function deviceKeyPlace({ storage }: FoundToken['token']): Promise<string | undefined> {
  try {
    return (await storage.readDevice())?.place;
  } catch (failure) {
    if (!(failure instanceof TokenTrouble)) throw failure;
    return undefined;
  }
}

function linesOf(report: StatusReport): readonly string[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    [words('serial'), report.serial ?? report.tokenId],
    [words('state'), words(`state-${report.state}`)],
    [words('issuer'), printable(report.issuer ?? '')],
    [words('issued-for'), printable(report.label ?? '')],
    [words('attempts'), report.state === 'closed' ? String(report.attemptsLeft) : undefined],
    [words('pin-reset-code'), report.pinResetCode ?? undefined],
    [
      words('device-key'),
      report.deviceKey === null ? undefined : words(`device-key-in-${report.deviceKey === 'file' ? 'file' : 'keychain'}`),
    ],
    [words('to-tell'), report.messagesWaiting === 0 ? undefined : String(report.messagesWaiting)],
  ];
  const said = facts.filter(([, value]) => value !== undefined && value !== '');
  const width = Math.max(...said.map(([name]) => name.length));
  return [...said.map(([name, value]) => `${name.padEnd(width)}  ${value ?? ''}`), ''];
}

function exitOf({ status: found }: Pick<FoundToken, 'status'>): ExitCode {
  switch (found.kind) {
    case 'closed':
      return EXIT.ok;
    case 'locked':
      return EXIT.locked;
    case 'revoked':
      return EXIT.revoked;
    case 'refused':
    case 'trouble':
      return EXIT.failed;
  }
}
