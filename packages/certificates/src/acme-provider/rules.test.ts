import { parseIdentifier } from '@sallyport/pki';
import { must } from '@sallyport/pki/testing';
import { describe, expect, test } from 'vitest';
import {
  dnsRecordName,
  judgeAnswer,
  objectionTo,
  readAuthorization,
  readDirectory,
  readJson,
  readOrder,
  readProblem,
  reasonToTell,
  retryAfterMs,
  tellAgainMs,
} from './rules.ts';

const octets = (text: string) => new TextEncoder().encode(text);
const names = (...texts: readonly string[]) => texts.map((text) => must(parseIdentifier(text)));
const answered = (status: number, body: unknown = {}, headers: Readonly<Record<string, string>> = {}) =>
  ({ kind: 'answered', status, headers, body: octets(typeof body === 'string' ? body : JSON.stringify(body)) }) as const;

const DIRECTORY = { newNonce: 'https://ca/n', newAccount: 'https://ca/a', newOrder: 'https://ca/o', revokeCert: 'https://ca/r' };
const ORDER = { status: 'pending', authorizations: ['https://ca/z/1'], finalize: 'https://ca/f' };
const TOKEN = 'evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA';
const CHALLENGE = { type: 'http-01', url: 'https://ca/c/1', token: TOKEN, status: 'pending' };
const AUTHORIZATION = { status: 'pending', identifier: { type: 'dns', value: 'harbour.example' }, challenges: [CHALLENGE] };

describe('what a CA says and is not understood', () => {
  test.each(['', 'null', '[]', '"text"', '{', '{"a":1}x'])('%j is no object', (text) => {
    expect(readJson(octets(text))).toBeUndefined();
  });

  test('octets that are no UTF-8 are no object', () => {
    expect(readJson(Uint8Array.of(0x7b, 0xff, 0x7d))).toBeUndefined();
  });

  test.each(Object.keys(DIRECTORY))('a directory without %s', (name) => {
    expect(readDirectory({ ...DIRECTORY, [name]: undefined })).toBeUndefined();
    expect(readDirectory({ ...DIRECTORY, [name]: 'x'.repeat(2049) })).toBeUndefined();
    expect(readDirectory({ ...DIRECTORY, [name]: 7 })).toBeUndefined();
  });

  test.each([
    { status: 'ready ' },
    { status: undefined },
    { authorizations: 'https://ca/z/1' },
    { authorizations: [7] },
    { authorizations: Array.from({ length: 101 }, () => 'https://ca/z') },
    { finalize: undefined },
  ])('an order with %j', (changed) => {
    expect(readOrder({ ...ORDER, ...changed })).toBeUndefined();
  });

  test.each([
    { identifier: { type: 'dns', value: 'no name' } },
    { identifier: { type: 'dns', value: '../../etc' } },
    { identifier: undefined },
    { challenges: undefined },
    { challenges: Array.from({ length: 101 }, () => CHALLENGE) },
    { status: undefined },
  ])('an authorization with %j', (changed) => {
    expect(readAuthorization({ ...AUTHORIZATION, ...changed })).toBeUndefined();
  });

  test.each(['', 'short', 'x'.repeat(101), '../../../../etc/passwd', `${TOKEN}\n`, `${TOKEN} x`, `${TOKEN}=`])(
    'a challenge with the token %j is none: it would be served, and handed to a program',
    (token) => {
      expect(readAuthorization({ ...AUTHORIZATION, challenges: [{ ...CHALLENGE, token }] })?.challenges).toEqual([]);
    },
  );
});

test('what a CA says in its own words is cut, and nothing in it steers a terminal or a page', () => {
  const problem = readProblem({ type: 'urn:ietf:params:acme:error:caa', detail: `a\u0000\u001b[31m\u202e${'b'.repeat(1000)}` });
  expect(problem).toEqual({ type: 'caa', detail: `a [31m ${'b'.repeat(1000)}`.slice(0, 300) });
  expect(readProblem({ type: 'urn:ietf:params:acme:error:caa<script>', detail: 'x' })?.type).toBe('other');
  expect(readProblem({ detail: 'x' })).toBeUndefined();
});

test('trouble passes and a refusal does not', () => {
  const problem = (type: string) => ({ type: `urn:ietf:params:acme:error:${type}`, detail: '' });
  const kind = (status: number, body: unknown) => judgeAnswer(answered(status, body), 0).kind;
  expect([kind(200, {}), kind(201, {}), kind(204, '')]).toEqual(['told', 'told', 'told']);
  expect([kind(500, 'oops'), kind(503, {}), kind(429, problem('rateLimited')), kind(400, problem('badNonce'))]).toEqual(
    Array.from({ length: 4 }, () => 'later'),
  );
  expect([kind(403, problem('unauthorized')), kind(400, problem('badCSR')), kind(404, 'nothing'), kind(302, '')]).toEqual(
    Array.from({ length: 4 }, () => 'refused'),
  );
  expect(judgeAnswer({ kind: 'refused', code: 'tls-failed', detail: 'inside 10.0.0.1' }, 0)).toMatchObject({
    kind: 'later',
    problem: { type: 'unreachable', detail: 'tls-failed' },
  });
});

test('a CA may have us wait, and not for a week', () => {
  const wait = (text: string, now = 0) => retryAfterMs(answered(200, {}, { 'retry-after': text }), now);
  expect(['0', '30', '604800', 'soon', '1'.repeat(50)].map((text) => wait(text))).toEqual([1000, 30_000, 21_600_000, undefined, undefined]);
  const at = Date.UTC(2026, 9, 1, 12);
  expect(wait('Thu, 01 Oct 2026 12:00:20 GMT', at)).toBe(20_000);
  expect(retryAfterMs(answered(200), 0)).toBeUndefined();
});

test('the names in the request are those asked for, both ways, and a wildcard needs DNS', () => {
  const objection = (asked: readonly string[], inCsr: readonly string[], hasDns: 'yes' | 'no' = 'no') =>
    objectionTo({ identifiers: names(...asked), csrNames: names(...inCsr), hasDns });
  expect(objection([], [])).toBe('acme/nothing-named');
  expect(objection(['a.example'], [])).toBe('acme/csr-names');
  expect(objection(['a.example'], ['a.example', 'b.example'])).toBe('acme/csr-names');
  expect(objection(['a.example', 'b.example'], ['a.example'])).toBe('acme/csr-names');
  expect(objection(['*.a.example'], ['*.a.example'])).toBe('acme/wildcard-needs-dns');
  expect(objection(['*.a.example'], ['*.a.example'], 'yes')).toBeUndefined();
  expect(objection(['a.example', '192.0.2.7'], ['192.0.2.7', 'A.example'])).toBeUndefined();
});

test('a wildcard is read as one, and proven at the name it stands on', () => {
  const read = readAuthorization({ ...AUTHORIZATION, wildcard: true });
  expect(read?.identifier).toEqual(names('*.harbour.example')[0]);
  expect(read && dnsRecordName(read.identifier)).toBe('_acme-challenge.harbour.example');
});

test('of reasons a public CA hears those it may give; what it did not take it hears again, within the hour', () => {
  expect([null, 0, 1, 2, 4, 6, 9].map(reasonToTell)).toEqual([{}, {}, { reason: 1 }, {}, { reason: 4 }, {}, { reason: 9 }]);
  const waits = [0, 1, 2, 5, 10, 1000].map(tellAgainMs);
  expect(waits).toEqual([...waits].sort((one, other) => one - other));
  expect(waits.at(-1)).toBe(3_600_000);
});
