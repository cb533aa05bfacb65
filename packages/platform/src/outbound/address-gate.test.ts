import { describe, expect, test } from 'vitest';
import { createAddressGate, parseAddressRange } from './address-gate.ts';

const shutByDefault = createAddressGate([]);

describe('an address that strangers may not send us to', () => {
  test.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
    '64:ff9b::a00:1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:2::1',
    '2001:10::1',
    '2001:db8::1',
    '2002:a00:1::1',
    '2620:4f:8000::1',
    '3fff::1',
    '4000::1',
    '5f00::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '2606:4700::1%lo',
    '8.8.8.8 ',
    '010.8.8.8',
    'localhost',
    '',
  ])('%j', (address) => expect(shutByDefault.isOpen(address)).toBe(false));
});

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.0',
  '172.15.0.1',
  '172.32.0.1',
  '223.255.255.255',
  '2606:4700::1',
  '2a00::1',
])('%s is open to everybody', (address) => expect(shutByDefault.isOpen(address)).toBe(true));

test('an operator opens ranges, and nothing beside them', () => {
  const gate = createAddressGate([
    { address: '10.20.0.0', bits: 16 },
    { address: 'fd00:1234::', bits: 32 },
  ]);
  expect(['10.20.0.1', '10.21.0.1', 'fd00:1234::1', 'fd00:1235::1', 'fd00:1234::1%eth0'].map((address) => gate.isOpen(address))).toEqual([
    true,
    false,
    true,
    false,
    false,
  ]);
});

test.each([
  '10.0.0.0/33',
  '10.0.0.0/08',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  '10.0.0/8',
  'fd00::/129',
  'fe80::1%eth0/64',
  'example.org',
  '',
  `10.0.0.0/${'8'.repeat(60)}`,
])('%j is no range of addresses', (text) => expect(parseAddressRange(text)).toBeUndefined());

test('a range is written with its length, or is one address', () => {
  expect(parseAddressRange('10.20.0.0/16')).toEqual({ address: '10.20.0.0', bits: 16 });
  expect(parseAddressRange('127.0.0.1')).toEqual({ address: '127.0.0.1', bits: 32 });
  expect(parseAddressRange('fd00::1')).toEqual({ address: 'fd00::1', bits: 128 });
  expect(parseAddressRange('0.0.0.0/0')).toEqual({ address: '0.0.0.0', bits: 0 });
});
