import { activateByLink, passwordOf } from '@sallyport/protocol/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givePassword, signInToActions } from '../../testing/journeys.ts';
import { addPerson } from '../../testing/people.ts';
import { type RunningServer, runServer } from '../../testing/running-server.ts';
import { Visitor } from '../../testing/visitor.ts';

/** What is wrong besides a locked token: another device, the clock, and how one would get back; over HTTP and with scripts off. */

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

const at = (path: string) => `${server.configuration.listeners['self-administration'].origin}${path}`;

/** Somebody with a soft token, signed in by password and answers. */
async function personWithToken(userName: string) {
  const person = await addPerson(server.installation.identity, userName);
  const hand = await activateByLink(person.activationLink);
  const visitor = new Visitor();
  await signInToActions(visitor, server, person);
  return { person, hand, visitor };
}

describe('a soft token on another device', () => {
  test('is not to be had by password and answers: no page and no form gives its link', async () => {
    const { visitor } = await personWithToken('another.answers');
    expect((await visitor.choose('I have a new device, or the old one is broken')).text).toContain(
      'Takes one proof more: a one-time password.',
    );
    expect((await visitor.press('Make my activation link')).heading).toBe('This needs a stronger proof');
    expect((await visitor.open(at('/soft-token/another'))).document.querySelectorAll('a[target=_blank]')).toHaveLength(0);
    await visitor.submit(new URL(at('/soft-token/another/new-link')), {});
    expect(visitor.page.heading).toBe('This needs a stronger proof');
  });

  test('is not to be had without the second proof of the sign-in', async () => {
    const person = await addPerson(server.installation.identity, 'another.early');
    const visitor = new Visitor();
    await visitor.open(at('/soft-token/another'));
    await givePassword(visitor, person);
    expect(visitor.page.heading).toBe('Prove that it is you');
    await visitor.submit(new URL(at('/soft-token/another/new-link')), {});
    expect(visitor.page.heading).toBe('Prove that it is you');
  });

  test('comes by a one-time password of the old one, which goes on until it is revoked', async () => {
    const { hand, visitor } = await personWithToken('another.device');
    await visitor.open(at('/soft-token/another'));
    await visitor.press('Make my activation link');
    await visitor.choose('One-time password');
    expect((await visitor.press('Continue', { otp: await passwordOf(hand.vault, 1) })).text).toContain('What you have proved suffices');
    await visitor.press('Make my activation link');
    const link = visitor.page.document.querySelector('a[target=_blank][href*="#"]')?.getAttribute('href') ?? '';
    const serial = /ST-\d{3}-\d{3}-\d{2}/.exec(visitor.page.text)?.[0] ?? 'no serial on the page';
    await activateByLink(link);
    await visitor.open(at('/soft-token/another/done'));
    expect(visitor.page.text).toContain('revoke its token');
    expect((await visitor.choose('See my devices')).text).toContain(serial);
  });
});

describe('the clock of a device', () => {
  test('that is an hour slow is told, and the one-time password opens nothing', async () => {
    const { hand, visitor } = await personWithToken('clock.slow');
    await visitor.choose('My one-time passwords are refused');
    const slow = await visitor.press('Check the clock', { otp: await passwordOf(hand.vault, -120) });
    expect(slow.heading).toBe('The clock of your device is slow by 1 hour');
    await visitor.choose('Check again');
    expect((await visitor.press('Check the clock', { otp: '000 00' })).status).toBe(422);
    expect((await visitor.press('Check the clock', { otp: await passwordOf(hand.vault, 0) })).heading).toBe('The clock is right');
  });
});

describe('the ways back', () => {
  test('say who would be stranded and what would help, and change nothing', async () => {
    const { visitor } = await personWithToken('ways.back');
    const page = await visitor.choose('Would I get back in?');
    expect(page.text).toContain('only support could help you');
    expect(page.document.querySelector('svg[role=img]')?.getAttribute('aria-label')).toBe('Set up: Password, Your answers, Mail');
    const lost = page.document.querySelectorAll('tr').find((row) => row.text.includes('lost or stolen'));
    expect(lost?.text).toContain('Revoke it at once. Call support.');
    expect((await visitor.choose('Recovery codes')).heading).toBe('Recovery codes');
  });
});
