import type { EmailAddress } from '@sallyport/platform';
import { type Refusal, refuse } from '../refusals.ts';

/** What is wrong with one more address, or undefined. */
export function refuseAddress(
  address: EmailAddress,
  given: { readonly present: readonly EmailAddress[]; readonly most: number },
): Refusal<'address-known' | 'address-limit'> | undefined {
  if (given.present.some((known) => isSameAddress(known, address))) return refuse('address-known', 'of this account already');
  return given.present.length >= given.most ? refuse('address-limit', 'as many as allowed', { limit: given.most }) : undefined;
}

/** The address moved to the front, or undefined when it is not one of them. */
export function withPrimary(present: readonly EmailAddress[], primary: string): readonly EmailAddress[] | undefined {
  const found = present.find((address) => address === primary);
  return found && [found, ...present.filter((address) => address !== found)];
}

/** What remains, or why nothing may be taken away. */
export function withoutAddress(
  present: readonly EmailAddress[],
  unwanted: string,
): readonly EmailAddress[] | Refusal<'address-not-found' | 'address-last'> {
  const rest = present.filter((address) => address !== unwanted);
  if (rest.length === present.length) return refuse('address-not-found', 'not of this account');
  return rest.length === 0 ? refuse('address-last', 'the last one') : rest;
}

/** In case alone: no mail system in use tells two people apart by it. */
export function isSameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
