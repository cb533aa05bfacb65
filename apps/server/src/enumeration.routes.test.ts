import { acceptInvitation, freezeAccount } from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import { foldSerial, parseActivationLink, toBase64url } from '@sallyport/protocol';
import { activateByLink } from '@sallyport/protocol/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkCode } from './testing/mails.ts';
import { addInvited, addPerson, must } from './testing/people.ts';
import { FORMS } from './testing/places.ts';
import { type RunningServer, runServer } from './testing/running-server.ts';
import { Visitor } from './testing/visitor.ts';

/**
 * Who has an account here, or a token, is not told by any door that anybody may knock at: status, headers, body and mail are alike for what is there and for what is not. (How long it takes,
 * `npm run bench -- enumeration` compares.) The doors come from the list of routes, so that a new one without a line here fails.
 */

/** What a door is asked about: what is there, or what looks the same and is not. */
interface Subject {
  readonly userName: string;
  /** Of a link. */
  readonly code: string;
  readonly tokenId: string;
  readonly activationId: string;
  readonly serial: string;
}

type Knock = (subject: Subject) => Promise<Response>;

const VISIT = { address: '192.0.2.10' };
const NEW_PASSWORD = 'seven geese over a hill';
const otp = '123456';
/** So many octets, base64url. */
const octets = (count: number): string => toBase64url(new Uint8Array(count).fill(4));

let server: RunningServer;
const subjects: Record<string, Subject> = {};

beforeAll(async () => {
  server = await runServer();
  const { identity } = server.installation;
  const nobody = { userName: 'nobodyxyz', code: 'A'.repeat(22), tokenId: octets(16), activationId: octets(16), serial: '00000000' };
  const ada = await addPerson(identity, 'known.ada');
  const { vault } = await activateByLink(ada.activationLink);
  const offered = parseActivationLink((await addPerson(identity, 'known.ben')).activationLink);
  if (!offered.ok) throw new Error('no activation link');
  const eve = await addPerson(identity, 'known.eve');
  const code = new Secret(await linkCode(server, { address: 'known.eve@northwind.example', page: '/not-me' }));
  must(await freezeAccount(identity, { code, visit: VISIT }));
  const spent = await addInvited(identity, 'known.may');
  must(await acceptInvitation(identity, { code: spent.code, password: new Secret(NEW_PASSWORD), visit: VISIT }));
  await addInvited(identity, 'known.joe');
  subjects['an account'] = {
    userName: ada.userName,
    code: spent.code.reveal(),
    tokenId: toBase64url(vault.identity.tokenId),
    activationId: toBase64url(offered.value.activationId),
    serial: foldSerial(vault.identity.serial) ?? '',
  };
  subjects['an invited account'] = { ...nobody, userName: 'known.joe' };
  subjects['a frozen account'] = { ...nobody, userName: eve.userName };
  subjects['nobody'] = nobody;
  while ((await server.installation.delivery.deliverDue()).sent > 0);
});
afterAll(() => server.stop());

const origin = (listener: keyof RunningServer['configuration']['listeners']) => server.configuration.listeners[listener].origin;

/** A form that stands by itself. */
function form(page: string, fields: (subject: Subject) => Readonly<Record<string, string>>): Knock {
  const [listener = '', path = ''] = page.split(' ');
  return (subject) => new Visitor().send(new URL(path, origin(listener as 'federation')), fields(subject));
}

/** The password page of a sign-in that this application began. */
function signIn(application: 'certificate-services' | 'self-administration', path: string): Knock {
  return async ({ userName }) => {
    const visitor = new Visitor();
    const { url } = await visitor.open(origin(application) + path);
    return visitor.send(url, { userName, password: 'not the password at all' });
  };
}

function tokenApi(path: (subject: Subject) => string, body: (subject: Subject) => object | Promise<object>): Knock {
  return async (subject) =>
    fetch(origin('soft-token') + path(subject), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(await body(subject)),
    });
}

async function pointOfTheCurve(): Promise<string> {
  const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  return toBase64url(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)));
}

const KNOCKS: Readonly<Record<string, readonly Knock[]>> = {
  'federation /frozen': [form('federation /frozen', ({ userName }) => ({ userName, password: 'not the password at all', otp }))],
  'federation /password': [form('federation /password', ({ code }) => ({ code, password: NEW_PASSWORD }))],
  'federation /password/contact': [form('federation /password/contact', ({ code }) => ({ code }))],
  'federation /password/forgotten': [form('federation /password/forgotten', ({ userName }) => ({ userName }))],
  'federation /sign-in/:uid/password': [signIn('certificate-services', '/dashboard'), signIn('self-administration', '/actions')],
  'self-administration /addresses/confirm': [form('self-administration /addresses/confirm', ({ code }) => ({ code }))],
  'self-administration /invitation': [form('self-administration /invitation', ({ code }) => ({ code }))],
  'self-administration /invitation/password': [
    form('self-administration /invitation/password', ({ code, userName }) => ({ code, userName, password: NEW_PASSWORD })),
  ],
  'self-administration /not-me': [form('self-administration /not-me', ({ code }) => ({ code }))],
  'self-administration /waiting/stop': [form('self-administration /waiting/stop', ({ code }) => ({ code }))],
  'soft-token /v1/activations/:activationId': [
    tokenApi(
      ({ activationId }) => `/v1/activations/${activationId}`,
      () => ({ enc: octets(32), ct: octets(64) }),
    ),
  ],
  'soft-token /v1/activations/:activationId/confirm': [
    tokenApi(
      ({ activationId }) => `/v1/activations/${activationId}/confirm`,
      () => ({ mac: octets(32), headerHash: octets(32), otp }),
    ),
  ],
  'soft-token /v1/typed-activations': [
    tokenApi(
      () => '/v1/typed-activations',
      async ({ serial }) => ({ serial, pA: await pointOfTheCurve() }),
    ),
  ],
  'soft-token /v1/typed-activations/:activationId': [
    tokenApi(
      ({ activationId }) => `/v1/typed-activations/${activationId}`,
      () => ({ cA: octets(64), ct: octets(64) }),
    ),
  ],
  'soft-token /v1/tokens/:tokenId/contact': [
    tokenApi(
      ({ tokenId }) => `/v1/tokens/${tokenId}/contact`,
      () => ({ epoch: 0, time: Date.UTC(2026, 0, 1), nonce: octets(16), wish: 0, mac: octets(32), sig: null }),
    ),
  ],
  'soft-token /v1/tokens/:tokenId/receipts': [
    tokenApi(
      ({ tokenId }) => `/v1/tokens/${tokenId}/receipts`,
      () => ({ epoch: 0, what: 1, time: Date.UTC(2026, 0, 1), mac: octets(32) }),
    ),
  ],
  'soft-token /v1/tokens/:tokenId/rekey': [
    tokenApi(
      ({ tokenId }) => `/v1/tokens/${tokenId}/rekey`,
      () => ({ enc: octets(32), ct: octets(64), mac: octets(32) }),
    ),
  ],
  'soft-token /v1/tokens/:tokenId/removal': [
    tokenApi(
      ({ tokenId }) => `/v1/tokens/${tokenId}/removal`,
      () => ({ sig: octets(64) }),
    ),
  ],
};

/** Doors that anybody may knock at but that say nothing about anybody, and why. */
const ASKS_ABOUT_NOBODY: Readonly<Record<string, string>> = {
  'federation /passkeys/new': 'behind a sign-in in this very browser',
  'federation /passkeys/rehearse': 'behind a sign-in in this very browser',
  'federation /sign-in/:uid/passkey': 'is about no name: which account it is, the passkey itself says, signed',
  'federation /sign-in/:uid/other-person': 'leads back to the password page',
  'federation /sign-in/:uid/turn-back': 'leads back to the application',
  'federation /sign-in/:uid/second-factor': 'behind the password of the account in this very browser',
  'federation /sign-in/:uid/recovery-code': 'behind the password of the account in this very browser',
  'federation /sign-in/:uid/temporary-access-code': 'behind the password of the account in this very browser',
  'self-administration /unlock': 'reads the check digits of what was typed and keeps it for after the sign-in',
};

test('every door that anybody may knock at is in the table, and no other', () => {
  const ofPeople = Object.entries(FORMS).flatMap(([key, { door }]) => (door === 'anyone' ? [key] : []));
  const ofTokens = server.routes.flatMap(({ listener, method, path }) =>
    listener === 'soft-token' && method === 'POST' ? [`${listener} ${path}`] : [],
  );
  expect([...Object.keys(KNOCKS), ...Object.keys(ASKS_ABOUT_NOBODY)].sort()).toEqual([...ofPeople, ...ofTokens].sort());
});

describe('what is there and what is not get the same answer', () => {
  const rows = Object.entries(KNOCKS).flatMap(([key, knocks]) =>
    knocks.map((knock, index) => ({ door: `${key} ${String(index + 1)}`, knock })),
  );
  test.each(rows)('from $door', async ({ knock }) => {
    const { nobody, ...others } = subjects;
    if (!nobody) expect.unreachable('nobody was made');
    const expected = await heard(nobody, knock);
    for (const [who, subject] of Object.entries(others)) expect({ who, ...(await heard(subject, knock)) }).toEqual({ who, ...expected });
  });
});

test('a forgotten password mails to the addresses of the account and to nobody else, after the answer', async () => {
  while ((await server.installation.delivery.deliverDue()).sent > 0);
  const ask = form('federation /password/forgotten', ({ userName }) => ({ userName }));
  const sent: Record<string, number> = {};
  for (const [who, subject] of Object.entries(subjects)) {
    await ask(subject);
    sent[who] = (await server.installation.delivery.deliverDue()).sent;
  }
  expect(sent).toEqual({ 'an account': 1, 'an invited account': 0, 'a frozen account': 0, nobody: 0 });
});

/** Everything that comes back, without what differs from request to request anyway: dates, ids, and what was typed. */
async function heard(subject: Subject, knock: Knock) {
  const before = await queuedMails();
  const response = await knock(subject);
  const body = await response.text();
  const mails = (await queuedMails()) - before;
  const isForgotten = response.headers.get('location') === '/password/sent';
  return {
    status: response.status,
    headers: [...response.headers].filter(([name]) => name !== 'date').map(([name, value]) => [name, withoutIds(value, subject)]),
    body: response.headers.get('content-type')?.includes('json') ? withoutOctets(JSON.parse(body)) : withoutIds(body, subject),
    // The mail of a forgotten password is the one thing that only an account gets; its owner alone can see that.
    mails: isForgotten ? 'as the test of it says' : mails,
  };
}

function withoutIds(text: string, subject: Subject): string {
  return text
    .replaceAll(subject.userName, 'NAME')
    .replaceAll(subject.code, 'CODE')
    .replace(/\/sign-in\/[A-Za-z0-9_-]+/g, '/sign-in/UID')
    .replace(/^([\w.-]+=)[^;]+/, '$1VALUE');
}

/** Random octets of the same length are alike. */
function withoutOctets(json: unknown): unknown {
  return JSON.parse(JSON.stringify(json), (_, value: unknown) => (typeof value === 'string' && value.length > 20 ? value.length : value));
}

async function queuedMails(): Promise<number> {
  const { count } = await server.installation.database.query
    .selectFrom('outbox_mail')
    .select((row) => row.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}
