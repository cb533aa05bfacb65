import { describe, expect, test } from 'vitest';
import { parseAddressRanges, parseCaaNames, parseDnsServers, parseOwnSuffixes } from './listed-settings.ts';

describe('a list with one wrong entry is wrong, and says which it is:', () => {
  test.each([
    'localhost *.harbour.example',
    'localhost harbour.example=',
    'localhost harbour.example=a,,b',
    'localhost harbour.example=a=b',
    'localhost harbour_example',
    'localhost 10.0.0.0/8',
    'localhost .',
  ])('suffixes %j', (text) => {
    expect(parseOwnSuffixes(text)).toEqual({ wrong: expect.stringContaining(JSON.stringify(text.split(' ')[1])) as string });
  });

  test.each(['ca.example *.ca.example', 'ca.example 192.0.2.7', 'ca.example ca_two.example', 'ca.example ;'])('names in CAA %j', (text) => {
    expect(parseCaaNames(text)).toEqual({ wrong: expect.stringContaining(JSON.stringify(text.split(' ')[1])) as string });
  });

  test.each(['10.0.0.0/8 10.0.0.0/33', '10.0.0.0/8 example.org', '10.0.0.0/8 fe80::1%eth0/64'])('ranges %j', (text) => {
    expect(parseAddressRanges(text)).toEqual({ wrong: expect.stringContaining(JSON.stringify(text.split(' ')[1])) as string });
  });

  test.each([
    '192.0.2.53 dns.example',
    '192.0.2.53 192.0.2.53:0',
    '192.0.2.53 192.0.2.53:65536',
    '192.0.2.53 [192.0.2.53]:53',
    '::1 fe80::1%lo',
  ])('servers %j', (text) => {
    expect(parseDnsServers(text)).toEqual({ wrong: expect.stringContaining(JSON.stringify(text.split(' ')[1])) as string });
  });

  test('an empty one is none', () => expect(parseOwnSuffixes('  ')).toEqual({ wrong: 'is an empty list' }));
});

test('lists are read', () => {
  expect(parseOwnSuffixes('localhost  .Harbour.example=northwind,elsewhere 192.0.2.7')).toEqual({
    value: [
      { suffix: { type: 'dns', name: 'localhost' }, organisations: 'all' },
      { suffix: { type: 'dns', name: 'harbour.example' }, organisations: ['northwind', 'elsewhere'] },
      { suffix: { type: 'ip', address: { octets: Uint8Array.of(192, 0, 2, 7) } }, organisations: 'all' },
    ],
  });
  expect(parseAddressRanges('10.20.0.0/16\nfd00::/8')).toEqual({
    value: [
      { address: '10.20.0.0', bits: 16 },
      { address: 'fd00::', bits: 8 },
    ],
  });
  expect(parseCaaNames('CA.harbour.example pki.harbour.example')).toEqual({ value: ['ca.harbour.example', 'pki.harbour.example'] });
  expect(parseDnsServers('192.0.2.53 192.0.2.53:5353 2001:db8::53 [2001:db8::53]:5353')).toEqual({
    value: ['192.0.2.53', '192.0.2.53:5353', '2001:db8::53', '[2001:db8::53]:5353'],
  });
});
