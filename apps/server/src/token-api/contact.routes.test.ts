import { isRefusal, listSoftTokens, submitOtp } from '@sallyport/identity';
import { parseContactReply, rekeyPath, toBase64url, contactPath, removalPath } from '@sallyport/protocol';
import {
  activateByLink,
  closedContactInHand,
  contactInHand,
  lockInHand,
  passwordOf,
  removeInHand,
  renewInHand,
  sendReceipt,
  sendUnlockReceipt,
  type TokenInHand,
  unlockInHand,
} from '@sallyport/protocol/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signInToActions } from '../testing/journeys.ts';
import { addPerson, type TestPerson } from '../testing/people.ts';
import { type RunningServer, runServer } from '../testing/running-server.ts';
import { Visitor } from '../testing/visitor.ts';

/** What a token says to its server after activation, and what its owner's pages show of it, over HTTP. */

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

const origin = (name: keyof RunningServer['configuration']['listeners']) => server.configuration.listeners[name].origin;
const tokenOrigin = () => origin('soft-token');

async function personWithToken(name: string): Promise<{ readonly person: TestPerson; readonly hand: TokenInHand }> {
  const person = await addPerson(server.installation.identity, name);
  return { person, hand: await activateByLink(person.activationLink) };
}

/** Signed in to Self-Administration, on the list of devices. */
async function onDevices(person: TestPerson): Promise<Visitor> {
  const visitor = new Visitor();
  await signInToActions(visitor, server, person);
  await visitor.choose('I no longer have a device with my Soft Token');
  return visitor;
}

async function revokeInPortal(person: TestPerson): Promise<Visitor> {
  const visitor = await onDevices(person);
  const row = visitor.page.document.querySelectorAll('a').find((link) => link.text.startsWith('Revoke this token'));
  await visitor.open(new URL(row?.getAttribute('href') ?? '', visitor.page.url));
  await visitor.press('Yes, revoke this token');
  return visitor;
}

async function isTaken({ accountId }: TestPerson, otp: string): Promise<boolean> {
  const visit = { address: '127.0.0.1' };
  const session = 'federation-session' as Parameters<typeof submitOtp>[1]['session'];
  return !isRefusal(await submitOtp(server.installation.identity, { accountId, otp, session, visit }));
}

describe('what is malformed or not the token’s', () => {
  test.each([
    ['contact', contactPath],
    ['rekey', rekeyPath],
    ['removal', removalPath],
  ])(
    '%s: a body that is no message is refused unread, and one without a token behind it in the same words as a forged one',
    async (_, path) => {
      const post = (body: unknown) =>
        fetch(tokenOrigin() + path('AAAAAAAAAAAAAAAAAAAAAA'), {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
      for (const body of [{}, [], { mac: 'x' }, { sig: 1 }]) {
        const answer = await post(body);
        expect([answer.status, await answer.json()]).toEqual([400, { error: 'MALFORMED' }]);
      }
    },
  );

  test('another device’s signature', async () => {
    const { hand } = await personWithToken('kdev.one');
    const other = await personWithToken('kdev.two');
    const crossed = await closedContactInHand({ ...hand, keys: other.hand.keys }, tokenOrigin());
    expect([crossed.status, await crossed.json()]).toEqual([422, { error: 'CONTACT_REFUSED' }]);
    expect(await removeInHand({ ...hand, keys: other.hand.keys }, tokenOrigin())).toBe(422);
  });
});

test('after an unlock the keys are renewed; the old one-time passwords are refused and the new ones taken', async () => {
  const { person, hand } = await personWithToken('rekey.road');
  expect((await contactInHand(hand, tokenOrigin()))?.rekeyOffer).toBeUndefined();
  const pinResetCode = await lockInHand(hand);
  const visitor = new Visitor();
  await signInToActions(visitor, server, person);
  await visitor.open(`${origin('self-administration')}/soft-token/unlock/pin-reset-code`);
  await visitor.press('Continue', { code: pinResetCode });
  const unlockCode = visitor.page.document.querySelector('.code-display data')?.getAttribute('value') ?? '';
  const unlocked = await unlockInHand(hand, unlockCode);
  expect(await sendUnlockReceipt(unlocked, tokenOrigin())).toBe(204);

  const offer = (await contactInHand(unlocked, tokenOrigin()))?.rekeyOffer;
  if (!offer) expect.unreachable('no re-key was offered');
  const before = await passwordOf(unlocked.vault, 1);
  const renewed = await renewInHand(unlocked, tokenOrigin(), offer);
  expect(await sendReceipt(renewed, tokenOrigin(), 1)).toBe(204);
  expect(await isTaken(person, before)).toBe(false);
  expect(await isTaken(person, await passwordOf(renewed.vault))).toBe(true);
  expect((await contactInHand(renewed, tokenOrigin()))?.rekeyOffer).toBeUndefined();
  expect(server.logged.join('\n')).not.toContain(before);
});

describe('the list of devices', () => {
  test('shows each with its serial, state, activation and last use; a lost one is revoked there, and hears it open or closed', async () => {
    const { person, hand } = await personWithToken('devices.lost');
    await contactInHand(hand, tokenOrigin());
    const visitor = await onDevices(person);
    expect(visitor.page.heading).toBe('Your soft tokens');
    for (const words of ['test device', hand.vault.identity.serial, 'in service']) expect(visitor.page.text).toContain(words);
    expect(visitor.page.document.querySelectorAll('time')).toHaveLength(2);

    const revoking = await revokeInPortal(person);
    expect(revoking.page.heading).toBe('The token is revoked');
    await revoking.choose('Back to your soft tokens');
    expect(revoking.page.text).toContain('revoked');
    expect(revoking.page.document.querySelectorAll('a').some((link) => link.text.startsWith('Revoke this token'))).toBe(false);

    const closed = await closedContactInHand(hand, tokenOrigin());
    const notice = parseContactReply(await closed.json())?.answer.revocation;
    expect(await hand.token.revoke(new Uint8Array(64))).toMatchObject({ kind: 'refused' });
    const open = await contactInHand(hand, tokenOrigin());
    expect(open?.revocation).toBeDefined();
    hand.vault.close();
    expect(await hand.token.revoke(notice ?? new Uint8Array())).toEqual({ kind: 'revoked' });
  });

  test('says before that the only token in service is the last one', async () => {
    const { person } = await personWithToken('devices.last');
    const visitor = await onDevices(person);
    const link = visitor.page.document.querySelectorAll('a').find((one) => one.text.startsWith('Revoke this token'));
    await visitor.open(new URL(link?.getAttribute('href') ?? '', visitor.page.url));
    expect(visitor.page.heading).toBe('Revoke this token?');
    expect(visitor.page.text).toContain('your only soft token in service');
    expect((await visitor.choose('No, keep it')).heading).toBe('Your soft tokens');
  });

  test('shows nobody else’s token, and revokes none', async () => {
    const ada = await personWithToken('devices.ada');
    const eve = await personWithToken('devices.eve');
    const visitor = await onDevices(eve.person);
    const adasToken = toBase64url(ada.hand.vault.identity.tokenId);
    await visitor.open(`${origin('self-administration')}/soft-token/devices/revoke?token=${adasToken}`);
    expect(visitor.page.heading).toBe('Your soft tokens');
    const address = new URL(`${origin('self-administration')}/soft-token/devices/revoke`);
    const refused = await visitor.submit(address, { token: adasToken });
    expect([refused.status, refused.heading]).toEqual([404, 'Revoke this token?']);
    expect(await isTaken(ada.person, await passwordOf(ada.hand.vault))).toBe(true);
  });

  test('lies behind both proofs', async () => {
    const { person } = await personWithToken('devices.door');
    const visitor = new Visitor();
    await visitor.open(`${origin('self-administration')}/soft-token/devices`);
    expect(visitor.page.heading).toBe('Sign in');
    await visitor.press('Continue', { userName: person.userName, password: person.password });
    expect(visitor.page.heading).toBe('Prove that it is you');
  });

  test('says of a token that was removed in the app that it was removed there', async () => {
    const { person, hand } = await personWithToken('devices.removed');
    expect(await removeInHand(hand, tokenOrigin())).toBe(204);
    expect(await removeInHand(hand, tokenOrigin())).toBe(204);
    const [token] = await listSoftTokens(server.installation.identity, person);
    expect(token?.state).toEqual({ is: 'REVOKED' });
    const visitor = new Visitor();
    await signInToActions(visitor, server, person);
    expect(visitor.page.text).toContain('removed on its device');
  });
});
