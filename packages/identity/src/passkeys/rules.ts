import type { PasskeyAssertion } from '@sallyport/platform';
import type { Factor } from '../assurance/rules.ts';
import type { AccountId } from '../identifiers.ts';
import { hashOf } from '../one-time-links/codes.ts';

/**
 * What a passkey is asked for. `sign-in`: it says who comes, in place of name and password. `prove`: beside a password, or as a further proof; whose it must be is known. `rehearse`: the same, and
 * nothing comes of it.
 */
export type PasskeyPurpose = 'sign-in' | 'prove' | 'rehearse';

/** Names a passkey of one account on its pages: its credential id may have a thousand octets, and is no page's business. */
export type PasskeyRef = string & { readonly brand: 'PasskeyRef' };

export function passkeyRef(credentialId: string): PasskeyRef {
  return hashOf('passkey', credentialId) as PasskeyRef;
}

export const MOST_PASSKEY_NAME_CHARACTERS = 40;
const NAME = new RegExp(`^[^\\p{C}\\p{Zl}\\p{Zp}]{1,${String(MOST_PASSKEY_NAME_CHARACTERS)}}$`, 'u');

/** A name as its owner typed it, spaces made one; undefined when it is empty, too long, or holds what cannot be shown. It stands in mails. */
export function parsePasskeyName(text: string): string | undefined {
  if (text.length > 4 * MOST_PASSKEY_NAME_CHARACTERS) return undefined;
  const name = text
    .normalize('NFC')
    .trim()
    .replaceAll(/[\p{Zs}\t]+/gu, ' ');
  return NAME.test(name) ? name : undefined;
}

/**
 * What a genuine passkey proves. One that verified its user is level 2 alone; one that only found somebody present is one factor more beside another, and signs nobody in: whoever
 * finds the device could touch it. Undefined: nothing.
 */
export function provenFactor({
  purpose,
  isUserVerified,
}: {
  readonly purpose: PasskeyPurpose;
  readonly isUserVerified: boolean;
}): Factor | undefined {
  if (isUserVerified) return 'passkey-verified';
  return purpose === 'sign-in' ? undefined : 'passkey';
}

/** A stored passkey, as far as the check of one that was used must know it. */
export interface StoredPasskey {
  readonly credentialId: string;
  readonly accountId: AccountId;
  readonly publicKey: Uint8Array;
  readonly name: string;
}

/**
 * Web Authentication, section 7.2, step 6: of whom nothing was known, the passkey must say whose it is; where it says so, it must be its account's. The user handle is
 * the account's id, 128 random bits, which says nothing about anybody.
 */
export function belongs(
  assertion: Pick<PasskeyAssertion, 'userHandle'>,
  given: { readonly passkey: StoredPasskey; readonly accountId: AccountId | undefined },
): boolean {
  const { passkey, accountId } = given;
  if (accountId === undefined) return assertion.userHandle === passkey.accountId;
  return passkey.accountId === accountId && (assertion.userHandle === undefined || assertion.userHandle === accountId);
}
