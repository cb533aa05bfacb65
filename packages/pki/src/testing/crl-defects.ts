import { writeExtensions } from '../certificates/to-be-signed.ts';
import { writeName } from '../certificates/write-name.ts';
import type { CrlRequest } from '../crl/write-crl.ts';
import { TAG } from '../der/read-der.ts';
import { element, generalizedTime, sequence, time } from '../der/write-der.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../instant.ts';
import type { CRL_RULES } from '../lint/finding.ts';
import { OID } from '../object-identifiers.ts';
import { type Bytes, concat, fromHex, utf8 } from '../octets.ts';
import { algorithmIdentifier } from '../signature-algorithm.ts';
import type { RawExtension } from '../structures/extensions.ts';
import { TEST_NOW, type TestAuthority } from './test-authority.ts';

/** A CRL that is right but for one thing. */
export interface CrlDefect {
  readonly name: string;
  /** The rule of lint that must catch it. */
  readonly rule: keyof typeof CRL_RULES;
  readonly tbs: Bytes;
}

interface CrlParts {
  readonly version: Uint8Array;
  readonly algorithm: Uint8Array;
  readonly issuer: Uint8Array;
  readonly thisUpdate: Uint8Array;
  readonly nextUpdate: Uint8Array;
  readonly list: Uint8Array;
  readonly extensions: readonly RawExtension[];
}

export const SHARD_URL = 'http://pki.example.test/crl/1.crl';

/** What the defects are made from: a shard with two entries. */
export function goodCrl({ issuing, serial }: TestAuthority, now: Instant = TEST_NOW): CrlRequest {
  return {
    issuer: issuing,
    number: 42n,
    thisUpdate: now,
    nextUpdate: now + DAY_MS,
    scope: { kind: 'shard', urls: [SHARD_URL] },
    entries: [
      { serial: serial(), revokedAt: now - HOUR_MS, reason: 'key-compromise', invalidSince: now - DAY_MS },
      { serial: serial(), revokedAt: now - 2 * HOUR_MS, reason: 'unspecified' },
    ],
  };
}

export function crlDefectsOf(authority: TestAuthority): readonly CrlDefect[] {
  const { issuing } = authority;
  const serial = authority.serial();
  const enumerated = (code: number) => Uint8Array.of(TAG.enumerated, 1, code);
  const entry = (parts: { serial?: Uint8Array; at?: number; extensions?: readonly RawExtension[] } = {}) =>
    sequence(
      element(TAG.integer, parts.serial ?? serial),
      time(parts.at ?? TEST_NOW - HOUR_MS),
      parts.extensions === undefined ? new Uint8Array() : writeExtensions(parts.extensions),
    );
  const number = (octets: Uint8Array): RawExtension => ({ oid: OID.cRLNumber, critical: false, value: element(TAG.integer, octets) });
  const keyOf = (identifier: Uint8Array): RawExtension => ({
    oid: OID.authorityKeyIdentifier,
    critical: false,
    value: sequence(element(0x80, identifier)),
  });
  const pointOf = (...contents: readonly Uint8Array[]): RawExtension => ({
    oid: OID.issuingDistributionPoint,
    critical: true,
    value: sequence(...contents),
  });
  const named = (url: string) => element(0xa0, element(0xa0, element(0x86, utf8(url))));
  const [key, count, point] = [keyOf(issuing.keyIdentifier), number(Uint8Array.of(42)), pointOf(named(SHARD_URL))];
  const good: CrlParts = {
    version: Uint8Array.of(TAG.integer, 1, 1),
    algorithm: algorithmIdentifier(issuing.algorithm),
    issuer: issuing.name,
    thisUpdate: time(TEST_NOW),
    nextUpdate: time(TEST_NOW + DAY_MS),
    list: sequence(entry()),
    extensions: [key, count, point],
  };
  const nothing = new Uint8Array();
  const write = (changes: Partial<CrlParts>) => {
    const { version, algorithm, issuer, thisUpdate, nextUpdate, list, extensions } = { ...good, ...changes };
    const field = extensions.length === 0 ? nothing : element(0xa0, writeExtensions(extensions));
    return sequence(version, algorithm, issuer, thisUpdate, nextUpdate, list, field);
  };
  const defect = (name: string, rule: CrlDefect['rule'], tbs: Partial<CrlParts> | Uint8Array): CrlDefect => ({
    name,
    rule,
    tbs: tbs instanceof Uint8Array ? new Uint8Array(tbs) : write(tbs),
  });
  const saying = (...extensions: readonly RawExtension[]) => ({ list: sequence(entry({ extensions })) });
  const reason = (code: number): RawExtension => ({ oid: OID.cRLReason, critical: false, value: enumerated(code) });
  return [
    defect('octets after the end', 'crl-malformed', concat(write({}), Uint8Array.of(0))),
    defect('a certificate that is to be signed', 'crl-malformed', authority.writeLeaf(['a.example.test'])),
    defect('an entry without a date', 'crl-malformed', { list: sequence(sequence(element(TAG.integer, serial))) }),
    defect('an entry with an empty list of extensions', 'crl-malformed', saying()),
    defect('a reason of no number in RFC 5280', 'crl-malformed', saying(reason(7))),
    defect('an invalidity date as UTCTime', 'crl-malformed', saying({ oid: OID.invalidityDate, critical: false, value: time(TEST_NOW) })),
    defect('a distribution point that says FALSE', 'crl-malformed', {
      extensions: [key, count, pointOf(named(SHARD_URL), Uint8Array.of(0x81, 1, 0))],
    }),
    defect('an extension twice', 'crl-malformed', { extensions: [key, count, count, point] }),
    defect('version 1', 'crl-version-not-2', { version: nothing }),
    defect('version 3', 'crl-version-not-2', { version: Uint8Array.of(TAG.integer, 1, 2) }),
    defect('SHA-1', 'crl-signature-algorithm-not-the-issuers', { algorithm: fromHex('300906072a8648ce3d0401') }),
    defect('RSA under a P-256 CA', 'crl-signature-algorithm-not-the-issuers', { algorithm: algorithmIdentifier('rsa-sha256') }),
    defect('another issuer', 'crl-issuer-not-the-issuers-subject', { issuer: writeName({ commonName: 'Somebody Else' }) }),
    defect('2027 as GeneralizedTime', 'crl-time-type', { nextUpdate: generalizedTime(TEST_NOW + DAY_MS) }),
    defect('a list of tomorrow', 'crl-this-update-not-now', { thisUpdate: time(TEST_NOW + HOUR_MS) }),
    defect('a list of yesterday', 'crl-this-update-not-now', { thisUpdate: time(TEST_NOW - DAY_MS) }),
    defect('no next update', 'crl-next-update-missing', { nextUpdate: nothing }),
    defect('a next update that has passed', 'crl-next-update-passed', { nextUpdate: time(TEST_NOW - 1000) }),
    defect('a next update in eleven days', 'crl-next-update-too-late', { nextUpdate: time(TEST_NOW + 11 * DAY_MS) }),
    defect('an empty list', 'crl-list-empty', { list: sequence() }),
    defect('a serial of 21 octets', 'crl-serial-malformed', { list: sequence(entry({ serial: new Uint8Array(21).fill(0x41) })) }),
    defect('a negative serial', 'crl-serial-malformed', { list: sequence(entry({ serial: Uint8Array.of(0x81) })) }),
    defect('a serial twice', 'crl-serial-twice', { list: sequence(entry(), entry({ at: TEST_NOW - 2 * HOUR_MS })) }),
    defect('a revocation of tomorrow', 'crl-revoked-in-the-future', { list: sequence(entry({ at: TEST_NOW + DAY_MS })) }),
    defect(
      'an invalidity date of tomorrow',
      'crl-revoked-in-the-future',
      saying({ oid: OID.invalidityDate, critical: false, value: generalizedTime(TEST_NOW + DAY_MS) }),
    ),
    defect('unspecified written out', 'crl-reason-unspecified', saying(reason(0))),
    defect('a hold', 'crl-reason-not-ours', saying(reason(6))),
    defect('removal from a delta CRL', 'crl-reason-not-ours', saying(reason(8))),
    defect(
      'the issuer of another CA in an entry',
      'crl-entry-extension-unknown',
      saying({ oid: '2.5.29.29', critical: true, value: sequence(element(0x86, utf8('http://a.test'))) }),
    ),
    defect('no number', 'crl-number-missing', { extensions: [key, point] }),
    defect('number 0', 'crl-number-malformed', { extensions: [key, number(Uint8Array.of(0)), point] }),
    defect('a number of 21 octets', 'crl-number-malformed', { extensions: [key, number(new Uint8Array(21).fill(1)), point] }),
    defect('the number of the last list', 'crl-number-not-higher', { extensions: [key, number(Uint8Array.of(41)), point] }),
    defect('no authority key identifier', 'crl-authority-key-missing', { extensions: [count, point] }),
    defect('the key identifier of another CA', 'crl-authority-key-not-the-issuers', {
      extensions: [keyOf(new Uint8Array(20)), count, point],
    }),
    defect('a delta CRL', 'crl-extension-unknown', {
      extensions: [key, count, point, { oid: '2.5.29.27', critical: true, value: Uint8Array.of(TAG.integer, 1, 1) }],
    }),
    defect('a critical number', 'crl-extension-critical', { extensions: [key, { ...count, critical: true }, point] }),
    defect('a shard that passes for the whole', 'crl-distribution-point-not-critical', {
      extensions: [key, count, { ...point, critical: false }],
    }),
    defect('a shard that does not say so', 'crl-distribution-point-not-the-scopes', { extensions: [key, count] }),
    defect('another shard', 'crl-distribution-point-not-the-scopes', {
      extensions: [key, count, pointOf(named('http://pki.example.test/crl/2.crl'))],
    }),
    defect('only the certificates of CAs', 'crl-distribution-point-not-the-scopes', {
      extensions: [key, count, pointOf(named(SHARD_URL), Uint8Array.of(0x82, 1, 0xff))],
    }),
  ];
}
