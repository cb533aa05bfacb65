import { type EmailAddress, parseEmailAddress } from '@sallyport/platform';
import { expect, test } from 'vitest';
import { refuseAddress, withPrimary, withoutAddress } from './rules.ts';

const [home, work] = ['ada@home.example', 'ada@work.example'].map((text) => parseEmailAddress(text)) as [EmailAddress, EmailAddress];

test('an address that differs in case alone is the same one', () => {
  const shouted = 'ADA@home.example' as EmailAddress;
  expect(refuseAddress(shouted, { present: [home], most: 5 })?.code).toBe('address-known');
});

test('one more than allowed is refused and says how many are', () => {
  expect(refuseAddress(work, { present: [home], most: 1 })).toMatchObject({ code: 'address-limit', details: { limit: 1 } });
});

test('the last address stays, and a stranger’s cannot be taken away or made primary', () => {
  expect(withoutAddress([home], home)).toMatchObject({ code: 'address-last' });
  expect(withoutAddress([home], work)).toMatchObject({ code: 'address-not-found' });
  expect(withPrimary([home], work)).toBeUndefined();
});

test('the others keep their order', () => {
  expect(withPrimary([home, work], work)).toEqual([work, home]);
  expect(withoutAddress([home, work], home)).toEqual([work]);
});
