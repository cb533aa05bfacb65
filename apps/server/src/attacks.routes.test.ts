import { request } from 'node:http';
import { activateByLink, lockInHand, passwordOf } from '@sallyport/protocol/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givePassword, signInToActions, signInToDashboard } from './testing/journeys.ts';
import { mailsTo } from './testing/mails.ts';
import { addPerson, ANSWERS } from './testing/people.ts';
import { type RunningServer, runServer } from './testing/running-server.ts';
import { Visitor } from './testing/visitor.ts';

/**
 * What an attacker tries over HTTP; the verbs' own attack tests are in the identity room. Pages out of their order and known against unknown have tables of their own (`out-of-order`,
 * `enumeration`).
 */

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

const origin = (name: keyof RunningServer['configuration']['listeners']) => server.configuration.listeners[name].origin;
const person = (userName: string) => addPerson(server.installation.identity, userName);

describe('a form', () => {
  test.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another of our own listeners', { origin: 'http://localhost:1' }],
    ['a sandboxed frame', { origin: 'null' }],
  ])('sent from %s is refused on every listener that has one', async (_, headers) => {
    for (const name of ['certificate-services', 'federation', 'self-administration'] as const) {
      const response = await fetch(`${origin(name)}/sign-out`, { method: 'POST', headers, redirect: 'manual' });
      expect(response.status).toBe(403);
    }
  });

  test('with a field nobody asked for, or one twice, is refused and consumes nothing', async () => {
    const ada = await person('forms.ada');
    const visitor = new Visitor();
    await visitor.open(`${origin('certificate-services')}/dashboard`);
    const { url } = visitor.page;
    const body = { userName: ada.userName, password: ada.password };
    expect((await visitor.submit(url, { ...body, role: 'administrator' })).status).toBe(400);
    await visitor.open(url);
    const twice = await fetch(url, {
      method: 'POST',
      headers: { origin: url.origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'userName=a&userName=b&password=c',
    });
    expect([400, 410]).toContain(twice.status);
    expect((await givePassword(visitor, ada)).heading).toBe('Dashboard');
  });
});

describe('a Host header', () => {
  test('of the attacker’s does not get into the link that is mailed', async () => {
    const ada = await person('host.ada');
    for (const headers of [{ host: 'evil.example' }, { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }]) {
      expect(await statusOf(`${origin('federation')}/password/forgotten`, { form: { userName: ada.userName }, headers })).toBe(303);
    }
    const mails = await mailsTo(server, 'host.ada@northwind.example');
    const links = mails.flatMap(({ text }) => /https?:\/\/\S+#r=/.exec(text)?.[0] ?? []);
    expect(links).toEqual([`${origin('federation')}/password#r=`, `${origin('federation')}/password#r=`]);
    expect(JSON.stringify(mails)).not.toContain('evil.example');
  });

  /** `fetch` writes the Host header itself. */
  function statusOf(
    address: string,
    given: { readonly form: Readonly<Record<string, string>>; readonly headers: Readonly<Record<string, string>> },
  ): Promise<number | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    const own = { origin: new URL(address).origin, 'content-type': 'application/x-www-form-urlencoded' };
    const sent = request(address, { method: 'POST', headers: { ...own, ...given.headers } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.on('error', reject);
    sent.end(new URLSearchParams(given.form).toString());
    return promise;
  }
});

describe('a lock-out', () => {
  test('is no weapon: a stranger who guesses on and on keeps every new browser out for a while, and not the one that is known', async () => {
    const ada = await person('weapon.ada');
    const own = new Visitor();
    await signInToDashboard(own, server, ada);
    await own.press('Sign out');
    await own.press('Sign out everywhere in this browser');
    const stranger = new Visitor();
    await stranger.open(`${origin('certificate-services')}/dashboard`);
    const page = stranger.page.url;
    for (let turn = 0; turn < 12; turn += 1) await stranger.submit(page, { userName: ada.userName, password: 'a guess of decent length' });
    expect((await signInToDashboard(new Visitor(), server, ada)).status).toBe(429);
    expect((await signInToDashboard(own, server, ada)).heading).toBe('Dashboard');
  });
});

describe('pages opened out of their order', () => {
  test('the second factor of a sign-in is not reached before the password', async () => {
    const visitor = new Visitor();
    const shown = await visitor.open(`${origin('certificate-services')}/settings/account`);
    const second = await visitor.open(shown.url.href.replace('/password', '/second-factor'));
    expect(second.heading).toBe('Sign in');
  });
});

describe('assurance', () => {
  test('password and questions together open nothing that needs the second door', async () => {
    const ada = await person('level.ada');
    await activateByLink(ada.activationLink);
    const visitor = new Visitor();
    await signInToActions(visitor, server, ada);
    const shown = await visitor.open(`${origin('certificate-services')}/settings/account`);
    expect(shown.heading).toBe('Confirm it is you');
  });

  test('Self-Administration wants the password again, whatever the Federation remembers', async () => {
    const ada = await person('fresh.ada');
    const visitor = new Visitor();
    await signInToDashboard(visitor, server, ada);
    expect((await visitor.open(`${origin('self-administration')}/actions`)).heading).toBe('Sign in');
  });

  test('a one-time password is accepted once, in one browser', async () => {
    const ada = await person('once.ada');
    const hand = await activateByLink(ada.activationLink);
    hand.device.clock.advance(30_000);
    const otp = await passwordOf(hand.vault);
    const [first, second] = await Promise.all(
      [new Visitor(), new Visitor()].map(async (visitor) => {
        await signInToDashboard(visitor, server, ada);
        await visitor.open(`${origin('certificate-services')}/settings/account`);
        return visitor;
      }),
    );
    if (!first || !second) throw new Error('two visitors were made');
    const pages = await Promise.all([first, second].map((visitor) => visitor.press('Continue', { otp })));
    expect(pages.map((page) => page.heading).sort()).toEqual(['Confirm it is you', 'Manage My Account']);
  });
});

describe('sessions', () => {
  test('one of Self-Administration, planted with a PIN Reset Code in it, is worth nothing after the sign-in', async () => {
    const ada = await person('planted.ada');
    const eve = await person('planting.eve');
    const attacker = new Visitor();
    await attacker.open(`${origin('self-administration')}/unlock`);
    await attacker.press('Continue', { code: await lockInHand(await activateByLink(eve.activationLink)), serial: '' });
    const victim = attacker.clone();
    await signInToActions(victim, server, ada);
    expect(victim.page.heading).toBe('Unlock your Soft Token?');
    expect((await attacker.open(`${origin('self-administration')}/actions`)).heading).toBe('Sign in');
  });

  const FEDERATION = 'sallyport-federation';

  test('an id planted before the sign-in is worth nothing after it', async () => {
    const ada = await person('fixation.ada');
    const visitor = new Visitor();
    await visitor.open(`${origin('certificate-services')}/dashboard`);
    const attacker = visitor.clone();
    await givePassword(visitor, ada);
    expect(visitor.page.heading).toBe('Dashboard');
    expect((await attacker.open(`${origin('certificate-services')}/dashboard`)).heading).toBe('Sign in');
  });

  test('the id changes at the rise in assurance', async () => {
    const ada = await person('rise.ada');
    const hand = await activateByLink(ada.activationLink);
    const visitor = new Visitor();
    await signInToDashboard(visitor, server, ada);
    const before = visitor.cookie(FEDERATION);
    const attacker = visitor.clone();
    await visitor.open(`${origin('certificate-services')}/settings/account`);
    hand.device.clock.advance(30_000);
    await visitor.press('Continue', { otp: await passwordOf(hand.vault) });
    expect(visitor.page.heading).toBe('Manage My Account');
    expect(visitor.cookie(FEDERATION)).not.toBe(before);
    expect((await attacker.open(`${origin('certificate-services')}/settings/account`)).heading).not.toBe('Manage My Account');
  });

  test('signing out ends the session at the application and at the Federation', async () => {
    const ada = await person('out.ada');
    const visitor = new Visitor();
    await signInToDashboard(visitor, server, ada);
    const thief = visitor.clone();
    await visitor.press('Sign out');
    await visitor.press('Sign out everywhere in this browser');
    expect(visitor.page.heading).toBe('You are signed out of Certificate Services');
    for (const browser of [visitor, thief]) {
      expect((await browser.open(`${origin('certificate-services')}/dashboard`)).heading).toBe('Sign in');
    }
  });

  test('signing out of the Federation from one application ends the session at the other, at its next request', async () => {
    const ada = await person('both.ada');
    const visitor = new Visitor();
    await signInToDashboard(visitor, server, ada);
    await signInToActions(visitor, server, ada);
    const thief = visitor.clone();
    await visitor.press('Sign out');
    await visitor.press('Sign out everywhere in this browser');
    for (const browser of [visitor, thief]) {
      expect((await browser.open(`${origin('certificate-services')}/dashboard`)).heading).toBe('Sign in');
      expect((await browser.open(`${origin('self-administration')}/actions`)).heading).toBe('Sign in');
    }
  });

  test('signing in as somebody else ends the first person’s session at the applications too', async () => {
    const [ada, eve] = [await person('first.ada'), await person('second.eve')];
    await activateByLink(ada.activationLink);
    const visitor = new Visitor();
    await signInToDashboard(visitor, server, ada);
    await visitor.open(`${origin('certificate-services')}/settings/account`);
    await visitor.press('Not you? Sign in as somebody else');
    await givePassword(visitor, eve);
    expect((await visitor.open(`${origin('certificate-services')}/dashboard`)).text).not.toContain('first.ada');
  });

  test('a changed password ends every session of the account', async () => {
    const ada = await person('change.ada');
    const visitor = new Visitor();
    await signInToActions(visitor, server, ada);
    const other = new Visitor();
    await signInToActions(other, server, ada);
    const portal = new Visitor();
    await signInToDashboard(portal, server, ada);
    await visitor.open(`${origin('self-administration')}/password/change`);
    await visitor.press('Change my password', { current: ada.password, password: 'nine lanterns along the quay' });
    expect(visitor.page.heading).toBe('Your password is changed');
    expect((await other.open(`${origin('self-administration')}/actions`)).heading).toBe('Sign in');
    expect((await portal.open(`${origin('certificate-services')}/dashboard`)).heading).toBe('Sign in');
  });
});

describe('OpenID Connect', () => {
  test('an authorization answer is taken once, and only in the browser that asked', async () => {
    const ada = await person('answer.ada');
    const visitor = new Visitor();
    const asked = await visitor.open(`${origin('certificate-services')}/dashboard`);
    const answer = await answerOf(visitor, asked.url, ada);
    const stranger = await new Visitor().open(answer);
    expect(stranger.heading).toBe('This sign-in cannot be finished here');
    expect((await visitor.open(answer)).heading).toBe('Dashboard');
    expect((await visitor.open(answer)).heading).toBe('This sign-in cannot be finished here');
  });

  test('an address that is not registered to the letter is never redirected to', async () => {
    const authorize = new URL('/oidc/authorize', origin('federation'));
    for (const redirect of [
      'https://evil.example/',
      `${origin('certificate-services')}/signed-in/`,
      `${origin('certificate-services')}.evil.example/signed-in`,
    ]) {
      const query = {
        client_id: 'certificate-services',
        response_type: 'code',
        scope: 'openid',
        redirect_uri: redirect,
        code_challenge: 'x'.repeat(43),
        code_challenge_method: 'S256',
      };
      authorize.search = new URLSearchParams(query).toString();
      const response = await fetch(authorize, { redirect: 'manual' });
      expect(response.status).toBe(400);
      expect(response.headers.get('location')).toBeNull();
    }
  });

  test('a request without PKCE is refused', async () => {
    const authorize = new URL('/oidc/authorize', origin('federation'));
    authorize.search = new URLSearchParams({
      client_id: 'certificate-services',
      response_type: 'code',
      scope: 'openid',
      redirect_uri: `${origin('certificate-services')}/signed-in`,
    }).toString();
    const response = await fetch(authorize, { redirect: 'manual' });
    expect(response.headers.get('location')).toContain('error=invalid_request');
  });

  test('the discovery document speaks of the configured origin, whatever the Host header says', async () => {
    const response = await fetch(`${origin('federation')}/.well-known/openid-configuration`, {
      headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    });
    const text = await response.text();
    expect(text).toContain(`"issuer":"${origin('federation')}"`);
    expect(text).not.toContain('evil.example');
  });

  /** Gives the password by hand, stopping at the redirect that carries the answer. */
  async function answerOf(visitor: Visitor, page: URL, ada: Awaited<ReturnType<typeof person>>): Promise<string> {
    const cookies = () =>
      [
        'sallyport-oidc',
        'sallyport-oidc.sig',
        'sallyport-oidc-step',
        'sallyport-oidc-step.sig',
        'sallyport-oidc-resume',
        'sallyport-oidc-resume.sig',
        'sallyport-federation',
      ]
        .flatMap((name) => {
          const value = jar.get(name) ?? visitor.cookie(name);
          return value === undefined ? [] : [`${name}=${value}`];
        })
        .join('; ');
    const jar = new Map<string, string>();
    let url = page;
    let init: RequestInit = { method: 'POST', body: new URLSearchParams({ userName: ada.userName, password: ada.password }).toString() };
    for (let hops = 0; hops < 8; hops += 1) {
      const response = await fetch(url, {
        ...init,
        redirect: 'manual',
        headers: { cookie: cookies(), origin: url.origin, 'content-type': 'application/x-www-form-urlencoded' },
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        jar.set(name, value);
      }
      const location = response.headers.get('location') ?? '';
      if (location.startsWith(`${origin('certificate-services')}/signed-in`)) return location;
      url = new URL(location, url);
      init = { method: 'GET' };
    }
    throw new Error('the Federation never answered');
  }
});

describe('every page', () => {
  const PAGES = [
    ['certificate-services', '/'],
    ['federation', '/'],
    ['federation', '/password/forgotten'],
    ['federation', '/nothing-here'],
    ['self-administration', '/'],
    ['self-administration', '/support'],
    ['self-administration', '/invitation'],
    ['self-administration', '/unlock'],
    ['outbox', '/'],
  ] as const;
  const FOR_ALL = {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };

  test.each([
    ['soft-token', '/'],
    ['soft-token', '/nothing-here'],
    ['soft-token', '/v1/nothing-here'],
    ['revocation', '/'],
  ] as const)('whatever %s%s answers has the security headers, page or not', async (name, path) => {
    const response = await fetch(origin(name) + path);
    expect(Object.fromEntries(response.headers)).toMatchObject(FOR_ALL);
  });

  test.each(PAGES)('of %s%s has the security headers, is never stored, and has nothing inline', async (name, path) => {
    const response = await fetch(origin(name) + path);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-inline');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(Object.fromEntries(response.headers)).toMatchObject(FOR_ALL);
    const html = await response.text();
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(html).not.toMatch(/\sstyle=/);
    expect(html.match(/<h1/g)).toHaveLength(1);
  });
});

test('no secret of a whole journey reaches the log', async () => {
  const ada = await person('log.ada');
  const hand = await activateByLink(ada.activationLink);
  const otp = await passwordOf(hand.vault);
  const code = await lockInHand(hand);
  const visitor = new Visitor();
  await signInToActions(visitor, server, ada);
  await visitor.open(`${origin('self-administration')}/soft-token/unlock/pin-reset-code`);
  await visitor.press('Continue', { code });
  const unlockCode = visitor.page.document.querySelector('.code-display data')?.getAttribute('value') ?? 'none';
  const link = new URLSearchParams(new URL(ada.activationLink).hash.slice(1));
  const log = server.logged.join('\n');
  expect(log.length).toBeGreaterThan(1000);
  const secrets = [
    ada.password,
    otp,
    code,
    code.replaceAll(' ', ''),
    unlockCode,
    link.get('k') ?? 'no key',
    ...Object.values(ANSWERS),
    ...visitor.cookies(),
  ];
  for (const secret of secrets) expect(log).not.toContain(secret);
});
