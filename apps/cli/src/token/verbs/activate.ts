import type { SoftToken } from '@sallyport/protocol';
import type { ActivationOutcome } from '@sallyport/token-client';
import { activateBy, type ActivationWish, readWish } from '../activation-wish.ts';
import { askNewPin } from '../ask-new-pin.ts';
import { makeDevice } from '../device-keys.ts';
import { type DeviceToken, deviceToken, findTokens, type Machine } from '../device-token.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { showRegistrationCode } from '../registration-code.ts';
import { showFinishingPassword } from '../finishing-password.ts';
import { answersForPins } from '../open-by-pin.ts';
import { reportRemovals } from '../report-removals.ts';
import { contactOpen, keepNews, PATIENCE_MS } from '../server/contact-server.ts';
import { tellClock, tellContact } from '../server/tell-contact.ts';
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
}
type Over = { readonly kind: 'over'; readonly exit: ExitCode };

/** Activation (section 14) by link, by a text for machines without a network, or by serial and activation code. */
export const activate: TokenVerb<'activate'> = {
  name: 'activate',
  synopsis: '[LINK | - | --serial SERIAL [--server ADDRESS] [--code-stdin]] [--device-key-in-file] [--pin-stdin]',
  run: async (given, surroundings) => {
    const asked = readArguments(given, ['device-key-in-file', 'pin-stdin', 'code-stdin'], ['serial', 'server']);
    if (!asked) return 'usage';
    const { first, flags, options } = asked;
    const { serial, server } = options;
    const isMixed = serial === undefined ? server !== undefined || flags.has('code-stdin') : first !== undefined;
    if (isMixed) return 'usage';
    const answers = await answersForPins(flags.has('pin-stdin') ? 'standard-input' : 'terminal', surroundings);
    if ('exit' in answers) return answers.exit;
    const codeFrom = flags.has('code-stdin') ? 'standard-input' : 'terminal';
    const wished = await readWish({ first, serial, server, codeFrom }, surroundings);
    if (wished.kind === 'over') return wished.exit;
    // Leftovers of an activation that died go first.
    await findTokens(surroundings.machine);
    const machine = flags.has('device-key-in-file') ? { ...surroundings.machine, keychain: undefined } : surroundings.machine;
    const begun = await begin(wished.wish, machine, surroundings);
    return begun.kind === 'over' ? begun.exit : finish(begun, answers, surroundings);
  },
};

async function begin(wish: ActivationWish, machine: Machine, { err, server, platform }: Surroundings): Promise<Begun | Over> {
  const { origin, way } = wish;
  if (way !== 'offline') say(err, words(way === 'link' ? 'asking-server' : 'asking-server-typed', { origin }));
  const post = server({ origin, patienceMs: PATIENCE_MS.asked });
  const { newDevice, description } = await makeDevice(origin, machine, platform);
  // One object for one activation: its storage holds the new keys until they are on the disk.
  let token: DeviceToken | undefined;
  const tokenOf = (tokenId: Uint8Array): SoftToken => (token ??= deviceToken(machine, tokenKeyOf(tokenId), newDevice)).protocol;
  const outcome = await activateBy(wish, { ...machine, post, device: description, tokenOf }, machine);
  if (outcome.kind === 'set-pin' && token) return { kind: 'begun', outcome, token };
  if (outcome.kind === 'set-pin') throw new Error('an activation prepared no token');
  say(err, explainActivationFailure(outcome.because));
  return { kind: 'over', exit: exitOf(outcome.because.code) };
}

async function finish({ token, outcome }: Begun, answers: Answers, surroundings: Surroundings): Promise<ExitCode> {
  const { err } = surroundings;
  const { awaiting, offer, news } = outcome;
  say(err, words('offer', { serial: offer.serial, issuer: printable(offer.issuer), label: printable(offer.label) }));
  const { policy } = offer;
  const set = await askNewPin({ answers, policy, setPin: (entries) => awaiting.setPin(entries) }, surroundings);
  if (set.kind === 'over') {
    awaiting.abandon();
    return set.exit;
  }
  await keepNews(token, set.vault, news);
  await tellWhereTheKeyIs(token, surroundings);
  if (await showRegistrationCode(token, set.vault, surroundings)) {
    set.vault.close();
    return EXIT.ok;
  }
  const contacted = await contactOpen({ token, vault: set.vault, hurry: 'asked' }, surroundings);
  const { vault, told } = contacted;
  try {
    await tellContact(contacted, answers, surroundings);
    tellClock(vault, surroundings);
    await reportRemovals('by-the-way', surroundings);
    say(err, words(told === 'told' ? 'activated' : 'activated-not-told', { serial: offer.serial }));
    return told === 'told' ? EXIT.ok : await showFinishingPassword(vault, surroundings);
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
