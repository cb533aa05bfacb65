import { describe, expect, test } from 'vitest';
import { networkOf, wideNetworkOf } from './network.ts';

describe('the network of an address', () => {
  test('addresses of one IPv6 /64 share one throttle, however they are written', () => {
    expect(networkOf('2001:db8:1:2::1')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:0DB8:0001:0002:ffff:ffff:ffff:ffff')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:db8:1:2:3:4:5:6%eth0')).toBe('2001:db8:1:2::/64');
    expect(networkOf('::1')).toBe('0:0:0:0::/64');
    expect(networkOf('::')).toBe('0:0:0:0::/64');
  });

  test('neighbouring /64 networks do not share one', () => {
    expect(networkOf('2001:db8:1:3::1')).not.toBe(networkOf('2001:db8:1:2::1'));
  });

  test('an IPv4 address is its own network, also when it is mapped into IPv6', () => {
    expect(networkOf('192.0.2.7')).toBe('192.0.2.7');
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
  });

  test('what is no address falls into one throttle instead of escaping all of them', () => {
    for (const text of ['', 'nonsense', '1:2:3', '1::2::3', '1:2:3:4:5:6:7:8:9', 'g::1', '::12345', 'x'.repeat(65)]) {
      expect(networkOf(text), text).toBe('unknown');
    }
  });
});

describe('a network as a person is shown it', () => {
  test.each([
    ['192.0.2.10', '192.0.2.0/24'],
    ['2001:db8:1:2::/64', '2001:db8:1::/48'],
    ['unknown', 'unknown'],
    ['192.0.2.10.7', 'unknown'],
    ['<b>2001:db8:1:2::/64', 'unknown'],
  ])('%s is shown as %s', (network, shown) => {
    expect(wideNetworkOf(network)).toBe(shown);
  });
});
