import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '../testing/must.ts';
import { isWithinDomain, parseDnsName, shownDnsName } from './dns-name.ts';
import { compareIdentifiers, formatIdentifier, identifierKey, isSameSet, parseIdentifier } from './identifiers.ts';
import { formatIpAddress, isSameAddress, parseIpAddress } from './ip-address.ts';
import { isPermitted } from './name-constraints.ts';
import { SUBJECT_BOUNDS, SUBJECT_FIELDS, mistakeInSubject } from './subject.ts';

const code = (text: string) => {
  const result = parseDnsName(text);
  return result.ok ? result.value : result.error.code;
};
const identifiers = (...texts: readonly string[]) => texts.map((text) => must(parseIdentifier(text)));

describe('a DNS name', () => {
  test.each([
    ['', 'name-malformed'],
    ['a..example', 'name-malformed'],
    ['.example', 'name-malformed'],
    ['example.', 'name-malformed'],
    ['-a.example', 'name-malformed'],
    ['a-.example', 'name-malformed'],
    ['a_b.example', 'name-malformed'],
    ['a b.example', 'name-malformed'],
    ['bank.example\0.evil.example', 'name-malformed'],
    ['bücher.example', 'name-malformed'],
    [`${'a'.repeat(64)}.example`, 'name-malformed'],
    [`${'a.'.repeat(126)}ab`, 'name-too-long'],
    ['*', 'name-wildcard'],
    ['*.example', 'name-wildcard'],
    ['a.*.example', 'name-wildcard'],
    ['*.*.example.test', 'name-wildcard'],
    ['w*.example.test', 'name-wildcard'],
    ['10.0.0.256', 'name-is-numeric'],
    ['a.1', 'name-is-numeric'],
    ['xn--.example', 'name-malformed'],
    ['xn--a.example', 'name-label-not-idna'],
    ['xn--abc-.example', 'name-malformed'],
    ['ab--cd.example', 'name-label-not-idna'],
    ['xn--ls8h=.example', 'name-malformed'],
    ['xn--zzzzzz99999.example', 'name-label-not-idna'],
  ])('is refused: %j', (text, refusal) => {
    expect(code(text)).toBe(refusal);
  });

  test('is kept in lower case, with its A-labels, and shown with the letters a person knows', () => {
    expect(code('WWW.Example.Test')).toBe('www.example.test');
    expect(code('*.XN--bcher-kva.example')).toBe('*.xn--bcher-kva.example');
    expect(shownDnsName(must(parseDnsName('*.xn--bcher-kva.example')))).toBe('*.bücher.example');
    expect(code('intranet')).toBe('intranet');
    expect(code(`${'a.'.repeat(126)}a`)).toBe(`${'a.'.repeat(126)}a`);
  });

  test('lies within a domain by whole labels', () => {
    const name = must(parseDnsName('www.notexample.test'));
    expect(isWithinDomain(name, 'example.test')).toBe(false);
    expect(isWithinDomain(must(parseDnsName('*.example.test')), 'example.test')).toBe(true);
  });

  test('is read as itself once it was read, is no longer than a name can be, and no text makes its reader throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: fc.nat({ max: 0x10ffff }).map((character) => String.fromCodePoint(character)) }),
          fc.domain(),
          fc.stringMatching(/^[xn*.-]{0,20}$/),
          fc.string({ unit: fc.constantFrom('a', 'A', '0', '.', '-'), maxLength: 300 }),
        ),
        (text) => {
          const read = parseDnsName(text);
          if (!read.ok) return;
          expect(must(parseDnsName(read.value))).toBe(read.value);
          expect(read.value).toBe(text.toLowerCase());
          expect(read.value.length).toBeLessThanOrEqual(253);
          expect(read.value).toMatch(/^[^.]{1,63}(?:\.[^.]{1,63})*$/);
        },
      ),
    );
  });
});

describe('an IP address', () => {
  test.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '1.2.3.256',
    '1.2.3.-4',
    '1.2.3.4/8',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
  ])('is refused: %j', (text) => expect(parseIpAddress(text).ok).toBe(false));
  test.each(['12345::', 'g::', '::1%eth0', '1.2.3.4::', '::1.2.3', '1:2:3:4:5:6:7::8', '::ffff:1.2.3.04'])('is refused: %j', (text) =>
    expect(parseIpAddress(text).ok).toBe(false),
  );

  test.each([
    ['0:0:0:0:0:0:0:0', '::'],
    ['2001:DB8::0:1', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['::ffff:10.0.0.1', '::ffff:a00:1'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['10.0.0.1', '10.0.0.1'],
  ])('%s is written %s (RFC 5952)', (text, written) => {
    expect(formatIpAddress(must(parseIpAddress(text)))).toBe(written);
  });

  test('names matched on printed text instead of parsed values: two texts of one address are the same, one of IPv4 in IPv6 is not', () => {
    expect(isSameAddress(must(parseIpAddress('2001:db8::1')), must(parseIpAddress('2001:0DB8:0:0::0:1')))).toBe(true);
    expect(isSameSet(compareIdentifiers(identifiers('2001:db8::1', 'A.Test'), identifiers('a.test', '2001:DB8:0::1')))).toBe(true);
    expect(isSameSet(compareIdentifiers(identifiers('10.0.0.1'), identifiers('::ffff:10.0.0.1')))).toBe(false);
  });

  test('is read back from what is written, whatever its octets', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
        const address = must(parseIpAddress(text));
        expect(must(parseIpAddress(formatIpAddress(address)))).toEqual(address);
      }),
    );
  });
});

describe('sets of identifiers', () => {
  test('ACME finalise with duplicate identifiers: a set written with a duplicate is never the same as another', () => {
    const comparison = compareIdentifiers(identifiers('a.test', 'A.test', 'b.test'), identifiers('a.test', 'b.test'));
    expect(comparison.duplicates.map(formatIdentifier)).toEqual(['a.test']);
    expect(isSameSet(comparison)).toBe(false);
  });

  test('are compared both ways: one that is only contained in the other is not the same', () => {
    const [more, less] = [identifiers('a.test', 'b.test'), identifiers('a.test')];
    expect(isSameSet(compareIdentifiers(more, less))).toBe(false);
    expect(isSameSet(compareIdentifiers(less, more))).toBe(false);
    expect(compareIdentifiers(less, more).onlyInSecond.map(identifierKey)).toEqual(['dns:b.test']);
  });
});

describe('name constraints', () => {
  const range = (text: string, bits: number) => ({ address: must(parseIpAddress(text)), bits });
  const constraints = {
    permittedDomains: ['example.test'],
    excludedDomains: ['secret.example.test'],
    permittedAddresses: [range('10.128.0.0', 9)],
    excludedAddresses: [range('10.200.0.0', 16)],
  };
  test.each([
    ['a.secret.example.test', false],
    ['secret.example.test', false],
    ['*.example.test', false],
    ['notexample.test', false],
    ['example.test', true],
    ['a.example.test', true],
    ['*.a.example.test', true],
    ['10.127.255.255', false],
    ['10.200.3.4', false],
    ['::ffff:10.128.0.1', false],
    ['10.128.0.1', true],
  ])('%s: permitted %s', (text, permitted) => {
    expect(identifiers(text).map((identifier) => isPermitted(identifier, constraints))).toEqual([permitted]);
  });
});

test.each([
  ['commonName', ''],
  ['commonName', 'x'.repeat(65)],
  ['organization', 'a\nb'],
  ['organization', ' padded'],
  ['country', 'at'],
  ['country', 'AUT'],
  ['locality', '\ud800'],
] as const)('a subject is refused for its %s: %j', (field, value) => {
  expect(mistakeInSubject({ organization: 'Öl & Co', [field]: value })).toEqual({ code: 'subject-malformed', field });
});

test('a subject has fields as long as RFC 5280 appendix A.1 allows, and no character more', () => {
  expect(SUBJECT_BOUNDS).toEqual({
    country: 2,
    stateOrProvince: 128,
    locality: 128,
    organization: 64,
    organizationalUnit: 64,
    commonName: 64,
  });
  for (const field of SUBJECT_FIELDS) {
    // Of two units each, and one character.
    const letter = field === 'country' ? 'A' : '𝒜';
    expect(mistakeInSubject({ [field]: letter.repeat(SUBJECT_BOUNDS[field]) })).toBeUndefined();
    expect(mistakeInSubject({ [field]: letter.repeat(SUBJECT_BOUNDS[field] + 1) })).toEqual({ code: 'subject-malformed', field });
  }
});
