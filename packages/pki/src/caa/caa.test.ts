import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDnsName } from '../names/dns-name.ts';
import { must } from '../testing/must.ts';
import { type CaaRecord, issuerInCaa } from './caa-record.ts';
import { judgeCaa } from './rules.ts';

const OURS = ['ca.harbour.example'];

function judged(name: string, ...records: readonly (readonly [tag: string, value: string, flags?: number])[]) {
  const all = records.map(([tag, value, flags = 0]): CaaRecord => ({ flags, tag, value }));
  return judgeCaa({ name: must(parseDnsName(name)), records: all, issuers: OURS });
}

describe('incidents of others', () => {
  test('wildcard past CAA `issue ";"`: where nobody may issue, nobody may issue a wildcard, unless `issuewild` says who', () => {
    expect(judged('*.example.test', ['issue', ';'])).toBe('forbidden');
    expect(judged('*.example.test', ['issue', 'ca.harbour.example'], ['issuewild', ';'])).toBe('forbidden');
    expect(judged('*.example.test', ['issue', ';'], ['issuewild', 'another.example'])).toBe('forbidden');
    expect(judged('*.example.test', ['issue', ';'], ['issuewild', 'ca.harbour.example'])).toBe('permitted');
    expect(judged('*.example.test', ['issue', 'ca.harbour.example'])).toBe('permitted');
  });
});

describe('CAA (RFC 8659)', () => {
  test('forbids a name where others are named alone, and what speaks of wildcards says nothing of it', () => {
    expect(judged('www.example.test', ['issue', 'another.example'])).toBe('forbidden');
    expect(judged('www.example.test', ['issue', ''])).toBe('forbidden');
    expect(judged('www.example.test', ['issue', ';'], ['issuewild', 'ca.harbour.example'])).toBe('forbidden');
    expect(judged('www.example.test', ['issuewild', ';'])).toBe('permitted');
    expect(judged('www.example.test', ['issue', 'another.example'], ['ISSUE', ' CA.Harbour.Example ;'])).toBe('permitted');
  });

  test('forbids where something critical is not understood, whoever is named besides', () => {
    expect(judged('www.example.test', ['issue', 'ca.harbour.example'], ['tbs', 'Unknown', 128])).toBe('critical');
    expect(judged('www.example.test', ['issue', 'ca.harbour.example', 128], ['tbs', 'Unknown', 0])).toBe('permitted');
    expect(judged('www.example.test', ['iodef', 'mailto:security@example.test', 128])).toBe('permitted');
  });

  test('permits where nothing speaks of issuing', () => {
    expect(judged('www.example.test')).toBe('permitted');
    expect(judged('www.example.test', ['contactemail', 'a@example.test'])).toBe('permitted');
  });
});

describe('the value of an `issue` property', () => {
  test.each([
    '',
    ';',
    ' ; ',
    '%%%%%',
    'ca.harbour.example.',
    'ca..harbour.example',
    '-ca.harbour.example',
    'ca.harbour.example another.example',
    'ca.harbour.example, another.example',
    'https://ca.harbour.example',
    'ca.harbour.example; account=230123',
    'ca.harbour.example; accounturi=https://acme.example/1; validationmethods=dns-01',
    'ca.harbour.example; %%',
    `ca.harbour.example${' '.repeat(1024)}`,
    `${'a.'.repeat(512)}a`,
  ])('that is empty, malformed, has parameters or is too long names nobody: %j', (value) => {
    expect(issuerInCaa(value)).toBeUndefined();
  });

  test.each(['ca.harbour.example', ' ca.harbour.example ', 'ca.harbour.example;', '\tCA.HARBOUR.example ; '])(
    'names an issuer: %j',
    (value) => {
      expect(issuerInCaa(value)).toBe('ca.harbour.example');
    },
  );

  test('is read whatever octets there are, in the time that its length takes', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'Z', '9', '-', '.', ';', '=', ' ', '\t', '\u0000', 'ß'), maxLength: 100 }),
        (value) => {
          const issuer = issuerInCaa(value);
          if (issuer !== undefined) expect(value.toLowerCase()).toContain(issuer);
        },
      ),
    );
    for (const unit of ['a-', 'a.', ' ', 'a=', 'a=;', '-']) expect(issuerInCaa(unit.repeat(500))).toBeUndefined();
  });
});
