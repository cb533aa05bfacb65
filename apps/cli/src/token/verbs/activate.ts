import { type ActivationLink, type LinkRefusal, parseActivationLink, type Result, type SoftToken } from '@sallyport/protocol';
import { Secret } from '@sallyport/platform/device';
import type { ActivationOutcome } from '@sallyport/token-client';
import { askNewPin } from '../ask-new-pin.ts';
import { makeDevice } from '../device-keys.ts';
import { type DeviceToken, deviceToken, findTokens, type Machine } from '../device-token.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { showFinishingPassword } from '../finishing-password.ts';
import { answersForPins } from '../open-by-pin.ts';
import { judgeOffset } from '../server/clock-rules.ts';
import { followsServer } from '../server/settle-clock.ts';
import { keepNews, noteContact, PATIENCE_MS, tellServer } from '../server/tell-server.ts';
import type { TokenServer } from '../server/token-server.ts';
import { tokenKeyOf } from '../storage/names.ts';
import { say, type Surroundings } from '../surroundings.ts';
import type { Answers } from '../terminal/answers.ts';
import { explainActivationFailure } from '../terminal/explanations.ts';
import { printable } from '../terminal/printable.ts';
import { readArguments, type TokenVerb } from '../token-verb.ts';
import { words } from '../token.messages.ts';

type SetPin = Extract<ActivationOutcome, { kind: 'set-pin' }>;

/** An activation up to the PIN. */
interface Begun {
  readonly kind: 'begun';
  readonly token: DeviceToken;
  readonly outcome: SetPin;
  readonly server: TokenServer;
}
type Over = { readonly kind: 'over'; readonly exit: ExitCode };

/** Activation by link (section 14 A). The link is a secret, so it is asked for; one given as an argument is taken, and its owner is told where it is now. */
export const activate: TokenVerb<'activate'> = {
  name: 'activate',
  synopsis: '[LINK | -] [--device-key-in-file] [--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['device-key-in-file', 'pin-stdin']);
    if (!asked) return 'usage';
    const answers = await answersForPins(asked.flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    if ('exit' in answers) return answers.exit;
    const link = await readLink(asked.first, surroundings);
    if (link === undefined) return EXIT.failed;
    // Leftovers of an activation that died go first.
    await findTokens(surroundings.machine);
    const machine = asked.flags.has('device-key-in-file') ? { ...surroundings.machine, keychain: undefined } : surroundings.machine;
    const begun = await begin(link, machine, surroundings);
    return begun.kind === 'over' ? begun.exit : finish(begun, answers, surroundings);
  },
};

async function readLink(argument: string | undefined, { terminal, input, err }: Surroundings): Promise<Secret<string> | undefined> {
  if (argument !== undefined && argument !== '-') {
    say(err, words('link-in-history'));
    return new Secret(argument);
  }
  const link = await (argument === '-' ? input : terminal).hidden(words('ask-link'));
  if (link === undefined) say(err, words('stopped'));
  return link;
}

async function begin(link: Secret<string>, machine: Machine, surroundings: Surroundings): Promise<Begun | Over> {
  const { err, server: serverAt, platform } = surroundings;
  const parsed: Result<ActivationLink, LinkRefusal> = parseActivationLink(link.reveal());
  if (!parsed.ok) {
    say(err, words('activation-link-malformed'));
    return over(EXIT.usage);
  }
  // Loaded on demand: HPKE is needed once in the life of a token.
  const { activateByLink } = await import('@sallyport/token-client/activation');
  const origin = parsed.value.apiOrigin;
  say(err, words('asking-server', { origin }));
  const server = serverAt({ origin, patienceMs: PATIENCE_MS.asked });
  const { newDevice, description } = await makeDevice(origin, machine, platform);
  // One object for one activation: its storage holds the new keys until they are on the disk.
  let token: DeviceToken | undefined;
  const tokenOf = (tokenId: Uint8Array): SoftToken => (token ??= deviceToken(machine, tokenKeyOf(tokenId), newDevice)).protocol;
  const outcome = await activateByLink({ link: link.reveal(), origin }, { ...machine, post: server.post, device: description, tokenOf });
  if (outcome.kind === 'set-pin' && token) return { kind: 'begun', outcome, server, token };
  if (outcome.kind === 'set-pin') throw new Error('an activation prepared no token');
  say(err, explainActivationFailure(outcome.because));
  return over(exitOf(outcome.because.code));
}

async function finish({ token, outcome, server }: Begun, answers: Answers, surroundings: Surroundings): Promise<ExitCode> {
  const { err, machine, terminal } = surroundings;
  const { awaiting, offer, news } = outcome;
  const offsetMs = server.offsetMs();
  if (offsetMs !== undefined && judgeOffset(offsetMs).kind === 'ask' && !(await followsServer(offsetMs, terminal, surroundings))) {
    awaiting.abandon();
    say(err, words('clock-first'));
    return EXIT.failed;
  }
  say(err, words('offer', { serial: offer.serial, issuer: printable(offer.issuer), label: printable(offer.label) }));
  const { policy } = offer;
  const set = await askNewPin({ answers, policy, setPin: (entries) => awaiting.setPin(entries) }, surroundings);
  if (set.kind === 'over') {
    awaiting.abandon();
    return set.exit;
  }
  const { vault } = set;
  try {
    await keepNews(token, vault, news);
    if (offsetMs !== undefined) await noteContact(token, offsetMs, machine);
    await tellWhereTheKeyIs(token, surroundings);
    const told = await tellServer({ token, identity: vault.identity, vault, hurry: 'asked' }, surroundings);
    say(err, words(told.kind === 'told' ? 'activated' : 'activated-not-told', { serial: offer.serial }));
    return told.kind === 'told' ? EXIT.ok : await showFinishingPassword(vault, surroundings);
  } finally {
    vault.close();
  }
}

/** Where D went, above all when a keychain was there and did not take it. */
async function tellWhereTheKeyIs({ storage }: DeviceToken, { err, machine }: Surroundings): Promise<void> {
  const place = (await storage.readDevice())?.place;
  if (place === undefined) return;
  if (place !== 'file') say(err, words('key-in-keychain'));
  else say(err, words(machine.keychain === undefined ? 'key-in-file' : 'key-in-file-instead', { path: machine.home }));
}

function exitOf(code: Extract<ActivationOutcome, { kind: 'not-activated' }>['because']['code']): ExitCode {
  switch (code) {
    case 'link-malformed':
    case 'serial-malformed':
      return EXIT.usage;
    case 'code-malformed':
      return EXIT.codeTypo;
    case 'offline':
    case 'rate-limited':
    case 'server-fault':
      return EXIT.offline;
    case 'already-here':
      return EXIT.failed;
    case 'link-of-another-app':
    case 'browser-too-old':
    case 'code-refused':
    case 'expired':
    case 'used':
    case 'mismatch':
      return EXIT.notActivated;
  }
}

function over(exit: ExitCode): Over {
  return { kind: 'over', exit };
}
