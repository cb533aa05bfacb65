import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listSoftTokens, registerOfflineActivation, startActivation } from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import { bundledProgram, type PseudoTerminal, runInTerminal } from '@sallyport/platform/testing';
import { FIRST_PIN, SECOND_PIN, WRONG_PIN } from '@sallyport/protocol/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { answerQuestions, givePassword, signInToDashboard } from '../testing/journeys.ts';
import { addPerson, must } from '../testing/people.ts';
import { type RunningServer, runServer } from '../testing/running-server.ts';
import { Visitor } from '../testing/visitor.ts';

/** The journey the product exists for with the token in a terminal: `sallyport token` as its own process at a real pseudo-terminal, against a running server. */

const commandLine = bundledProgram(join(import.meta.dirname, '../../../cli/src/main.ts'));
const PATIENCE = { timeout: 180_000 };

let server: RunningServer;
let home = '';
beforeAll(async () => {
  server = await runServer({ keyHashing: 'in-earnest' });
});
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'sallyport-journey-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});
afterAll(() => server.stop());

/** No desktop's keychain, no X server: what a login over SSH has. */
function token(...args: readonly string[]): PseudoTerminal {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  const tokens = join(home, 'tokens');
  const environment = { PATH, NODE_COMPILE_CACHE, HOME: home, SALLYPORT_TOKEN_HOME: tokens, LANG: 'C.UTF-8', TERM: 'xterm-256color' };
  return runInTerminal([process.execPath, commandLine(), 'token', ...args], environment);
}

async function openWith(pin: string, ...options: readonly '--next'[]): Promise<string> {
  const terminal = token('code', ...options);
  await terminal.sees(/PIN of ST-[-\d]+: /);
  terminal.type(pin);
  const code = await terminal.sees(/^(\d{6})\r?$/m);
  expect(await terminal.exitCode()).toBe(0);
  expect(terminal.screen()).not.toContain(pin);
  return code;
}

async function setPin(terminal: PseudoTerminal, pin: string): Promise<void> {
  await terminal.sees(/New PIN: /);
  terminal.type(pin);
  await terminal.sees(/New PIN again: /);
  terminal.type(pin);
}

async function signsInWith(person: Parameters<typeof signInToDashboard>[2], otp: string): Promise<void> {
  const visitor = new Visitor();
  await signInToDashboard(visitor, server, person);
  await visitor.choose('Settings');
  expect((await visitor.choose('Manage My Account')).heading).toBe('Confirm it is you');
  expect((await visitor.press('Continue', { otp })).heading).toBe('Manage My Account');
}

test(
  'activated at a terminal, accepted at the Federation, locked by five wrong PINs, unlocked by the portal, and open again',
  PATIENCE,
  async () => {
    const ada = await addPerson(server.installation.identity, 'ada.terminal');

    const activating = token('activate');
    await activating.sees(/Activation link .*: /);
    activating.type(ada.activationLink);
    await activating.sees(/Token ST-[-\d]+, issued by Test Harbour/);
    await setPin(activating, FIRST_PIN);
    await activating.sees(/Token ST-[-\d]+ is activated/);
    expect(await activating.exitCode()).toBe(0);
    expect(activating.screen()).not.toContain(ada.activationLink.slice(-40));
    expect(activating.screen()).not.toContain(FIRST_PIN);

    await signsInWith(ada, await openWith(FIRST_PIN));

    for (let left = 4; left > 0; left -= 1) {
      const wrong = token('code');
      await wrong.sees(/PIN of /);
      wrong.type(WRONG_PIN);
      await wrong.sees(new RegExp(`${left === 1 ? 'One attempt is' : `${String(left)} attempts are`} left; after that the token locks`));
      expect(await wrong.exitCode()).toBe(10);
    }
    const last = token('code');
    await last.sees(/One attempt is left before the token locks/);
    await last.sees(/PIN of /);
    last.type(WRONG_PIN);
    const pinResetCode = await last.sees(/PIN Reset Code\s+(\d{5} \d{5} \d{5})/);
    await last.sees(/https?:\/\/localhost:\d+\/unlock#c=\d{15}&s=ST-/);
    await last.sees(/[█▀▄]{8}/);
    expect(await last.exitCode()).toBe(11);

    const right = token('code');
    expect(await right.sees(/PIN Reset Code\s+(\d{5} \d{5} \d{5})/)).toBe(pinResetCode);
    expect(await right.exitCode()).toBe(11);

    const portal = new Visitor();
    await portal.open(`${server.configuration.listeners['self-administration'].origin}/unlock`);
    await portal.press('Continue', { code: pinResetCode, serial: '' });
    await givePassword(portal, ada);
    await answerQuestions(portal);
    expect((await portal.press('Yes, unlock my token')).heading).toBe('Your unlock code');
    const unlockCode = portal.page.document.querySelector('.code-display data')?.getAttribute('value') ?? '';

    const unlocking = token('unlock');
    await unlocking.sees(/Unlock code of ST-[-\d]+ \(20 digits/);
    unlocking.type(`${unlockCode.slice(5, 10)} ${unlockCode.slice(0, 5)} ${unlockCode.slice(10)}`);
    await unlocking.sees(/Groups 1 and 2 have typing errors\. Nothing was used up\./);
    await unlocking.sees(/Unlock code of /);
    unlocking.type(unlockCode);
    await setPin(unlocking, SECOND_PIN);
    await unlocking.sees(/The token has new keys/);
    await unlocking.sees(/Unlocked, and the server has been told/);
    await unlocking.sees(/^\d{6}\r?$/m);
    expect(await unlocking.exitCode()).toBe(0);
    expect((await portal.choose('My token was online: it has reported by itself')).heading).toBe('Your Soft Token is unlocked');

    // The sign-in before the lock has burnt its half minute, and new keys do not bring it back; a device may be half a minute ahead.
    await signsInWith(ada, await openWith(SECOND_PIN, '--next'));

    const removing = token('remove');
    await removing.sees(/Type its serial to go on: /);
    const [listed] = await listSoftTokens(server.installation.identity, ada);
    removing.type(listed?.serial ?? '');
    await removing.sees(/Your account has been told/);
    expect(await removing.exitCode()).toBe(0);
    expect(await listSoftTokens(server.installation.identity, ada)).toMatchObject([{ state: { is: 'REVOKED' } }]);
  },
);

async function offerTo(userName: string) {
  const ports = server.installation.identity;
  const { accountId } = await addPerson(ports, userName);
  return { accountId, offer: must(await startActivation(ports, { accountId, actor: { kind: 'operator' } })) };
}

async function deliverWith(pin: string): Promise<PseudoTerminal> {
  const terminal = token('deliver');
  await terminal.sees(/PIN of /);
  terminal.type(pin);
  return terminal;
}

test('activated by serial and activation code, which are typed', PATIENCE, async () => {
  const { offer } = await offerTo('ada.typed');
  const terminal = token('activate', '--serial', offer.serial.toLowerCase());
  await terminal.sees(/Address of the server/);
  terminal.type(server.configuration.listeners['soft-token'].origin);
  await terminal.sees(/Activation code/);
  terminal.type(offer.code?.reveal() ?? '');
  await setPin(terminal, FIRST_PIN);
  await terminal.sees(/Token ST-[-\d]+ is activated/);
  expect(await terminal.exitCode()).toBe(0);
});

test(
  'activated without a network: the registration code goes to the portal by hand, and the server hears the rest at the first contact',
  PATIENCE,
  async () => {
    const { accountId, offer } = await offerTo('ada.offline');
    const activating = token('activate');
    await activating.sees(/Activation link/);
    activating.type(offer.offlineText.reveal());
    await setPin(activating, FIRST_PIN);
    const code = new Secret(await activating.sees(/Registration code {2}(\d{5} \d{5} \d{5})/));
    expect(await activating.exitCode()).toBe(0);

    const early = await deliverWith(FIRST_PIN);
    expect(await early.exitCode()).toBe(14);
    must(await registerOfflineActivation(server.installation.identity, { accountId, code, visit: { address: '127.0.0.1' } }));
    const told = await deliverWith(FIRST_PIN);
    await told.sees(/The token has new keys/);
    await told.sees(/The server has been told/);
    expect(await told.exitCode()).toBe(0);
    const [listed] = await listSoftTokens(server.installation.identity, { accountId });
    expect(listed).toMatchObject({ state: { is: 'ACTIVE' }, provisioned: 'online' });
  },
);
