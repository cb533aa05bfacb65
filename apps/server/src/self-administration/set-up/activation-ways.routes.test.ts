import { TOKEN_API_ROUTES, typedActivationPath } from '@sallyport/protocol';
import { activateByTypedCode, activateOffline, passwordOf } from '@sallyport/protocol/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { givePassword } from '../../testing/journeys.ts';
import { addPerson } from '../../testing/people.ts';
import { type RunningServer, runServer } from '../../testing/running-server.ts';
import { Visitor } from '../../testing/visitor.ts';

/** The ways to activate a token beside the link, over HTTP and with scripts off; the token is the protocol's own device half. */

let server: RunningServer;
beforeAll(async () => {
  server = await runServer({ keyHashing: 'in-earnest' });
});
afterAll(() => server.stop());

const origin = (name: keyof RunningServer['configuration']['listeners']) => server.configuration.listeners[name].origin;

async function visitorAtActivation(userName: string): Promise<Visitor> {
  const person = await addPerson(server.installation.identity, userName);
  const visitor = new Visitor();
  await visitor.open(`${origin('self-administration')}/set-up`);
  await givePassword(visitor, person);
  expect(visitor.page.heading).toBe('Activate your Soft Token');
  return visitor;
}

function shown(visitor: Visitor, selector: string): string {
  const element = visitor.page.document.querySelector(selector);
  if (!element) throw new Error(`nothing at ${selector}: ${visitor.page.text.slice(0, 400)}`);
  return element.text.trim();
}

const activationCode = (visitor: Visitor) => shown(visitor, '.code-display data');
const serialShown = (visitor: Visitor) => /ST-\d{3}-\d{3}-\d{2}/.exec(visitor.page.text)?.[0] ?? '';
const offlineText = (visitor: Visitor) =>
  visitor.page.document
    .querySelectorAll('code')
    .map((code) => code.text.replaceAll('&amp;', '&').trim())
    .find((text) => text.includes('/o#')) ?? '';

function post(path: string, body: unknown): Promise<Response> {
  return fetch(origin('soft-token') + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

test('the token API answers a serial that nobody has as it answers every other, and refuses what is no start', async () => {
  const point = `BG${'A'.repeat(85)}`;
  for (const body of [null, {}, { serial: 'ST48271936' }, { serial: 'ST48271936', pA: point }, { serial: 'st-482', pA: point }]) {
    const answer = await post(TOKEN_API_ROUTES.typedActivationStart, body);
    expect([answer.status, await answer.json()]).toEqual([400, { error: 'MALFORMED' }]);
  }
  await expect(activateByTypedCode({ serial: 'ST-000-000-00', code: '50517 82731 64951', origin: origin('soft-token') })).rejects.toThrow(
    'does not know the code',
  );
  const answer = await post(typedActivationPath('A'.repeat(22)), { cA: 'A'.repeat(86), ct: 'AAAA' });
  expect([answer.status, await answer.json(), answer.headers.get('cache-control')]).toEqual([422, { error: 'ACT_MISMATCH' }, 'no-store']);
});

test('a code that was tried too often is taken off the page; the link stays', async () => {
  const visitor = await visitorAtActivation('ada.spent');
  const typed = { serial: serialShown(visitor), origin: origin('soft-token') };
  for (let tries = 0; tries < 5; tries += 1) {
    await expect(activateByTypedCode({ ...typed, code: '50517 82731 64951' })).rejects.toThrow('does not know the code');
  }
  await visitor.open(visitor.page.url);
  expect(visitor.page.text).toContain('The activation code was tried too often');
  expect(visitor.page.document.querySelectorAll('a').some((link) => link.getAttribute('href')?.includes('/a#'))).toBe(true);
});

test('typed in: serial and code of the page activate a token, and its one-time password finishes the set-up', async () => {
  const visitor = await visitorAtActivation('ada.typed');
  const typed = { serial: serialShown(visitor), code: activationCode(visitor), origin: origin('soft-token') };
  const hand = await activateByTypedCode(typed);
  await expect(activateByTypedCode(typed)).rejects.toThrow('does not know the code');
  const finished = await visitor.press('Finish', { otp: await passwordOf(hand.vault) });
  expect(finished.heading).toBe('Save your recovery codes');
});

test('without a network: a mistyped registration code names its group and is kept; the right one asks for the one-time password', async () => {
  const visitor = await visitorAtActivation('ada.offline');
  const { hand, registrationCode } = await activateOffline(offlineText(visitor));
  const last = String((Number(registrationCode.at(-1)) + 1) % 10);
  const typo = registrationCode.slice(0, -1) + last;
  const refused = await visitor.press('Register the token', { registrationCode: typo });
  expect([refused.status, refused.heading]).toEqual([422, 'Activate your Soft Token']);
  expect(refused.document.querySelector('.error-summary a')?.getAttribute('href')).toBe('#registrationCode');
  expect(refused.text).toContain('Group 3 has a typing error');
  const field = refused.document.querySelector('#registrationCode');
  expect(field?.getAttribute('value')).toBe(typo);
  expect(field?.closest('details')?.hasAttribute('open')).toBe(true);

  const wrongKind = await visitor.press('Register the token', { registrationCode: activationCode(visitor) });
  expect(wrongKind.text).toContain('This is an activation code, not the registration code that the new token shows');
  const other = await visitor.press('Register the token', { registrationCode: (await otherRegistration('ben.offline')).registrationCode });
  expect(other.text).toContain('was not made from the text shown here');
  expect(other.text).toContain('4 tries are left');

  const registered = await visitor.press('Register the token', { registrationCode });
  expect(registered.text).toContain('The registration code fits');
  expect(registered.url.pathname).toBe('/set-up/soft-token');
  expect((await visitor.press('Finish', { otp: await passwordOf(hand.vault) })).heading).toBe('Save your recovery codes');
});

async function otherRegistration(userName: string) {
  return activateOffline(offlineText(await visitorAtActivation(userName)));
}

test('after the token: recovery codes, shown once; then what the account is ready for; left off, it goes on there', async () => {
  const visitor = await visitorAtActivation('ada.codes');
  const typed = { serial: serialShown(visitor), code: activationCode(visitor), origin: origin('soft-token') };
  const hand = await activateByTypedCode(typed);
  await visitor.press('Finish', { otp: await passwordOf(hand.vault) });
  const later = await visitor.choose('Later');
  expect(later.heading).toBe('Your account is set up');
  expect(later.text).toContain('Recovery codes');
  expect((await visitor.open(`${origin('self-administration')}/set-up`)).heading).toBe('Save your recovery codes');
  const codes = await visitor.press('Yes, make my codes');
  expect(codes.url.pathname).toBe('/set-up/recovery-codes/new');
  expect(codes.document.querySelectorAll('.code-list li, .code-list data').length).toBeGreaterThanOrEqual(10);
  expect((await visitor.press('I have saved them')).heading).toBe('Your account is set up');
  expect((await visitor.open(`${origin('self-administration')}/set-up`)).heading).toBe('Your account is set up');
  const again = await visitor.open(`${origin('self-administration')}/set-up/recovery-codes/new`);
  expect(again.status).toBe(410);
});

test('the pages at the end of set-up, opened before the token is there, lead back to it', async () => {
  const visitor = await visitorAtActivation('ada.early');
  for (const path of [
    '/set-up/recovery-codes',
    '/set-up/recovery-codes/new',
    '/set-up/recovery-codes/new/recovery-codes.txt',
    '/set-up/done',
  ]) {
    expect((await visitor.open(origin('self-administration') + path)).heading).toBe('Activate your Soft Token');
  }
});

test('one thing on the page is the thing to do, and a registration code sent from nowhere leads to the page', async () => {
  const visitor = await visitorAtActivation('ada.page');
  expect(visitor.page.document.querySelectorAll('.button-primary').map((button) => button.text.trim())).toEqual(['Finish']);
  expect(visitor.page.document.querySelectorAll('summary').map((summary) => summary.text.trim())).toEqual([
    'Type it in',
    'A device without a network',
    'Paste a text instead of scanning',
  ]);
  expect((await visitor.open(`${origin('self-administration')}/set-up/soft-token/registration-code`)).heading).toBe(
    'Activate your Soft Token',
  );
});
