/** The mark of an issuer: a monogram in a colour of its own, so that one's tokens are told apart at a glance. The name beside it says the same in words. */
export interface IssuerMark {
  readonly letters: string;
  /** A colour of the style sheet's palette: `issuer-mark-0` and so on. */
  readonly colour: number;
}

export const MARK_COLOURS = 8;

/** The colour comes from the issuer, not from its name: one who takes another's name does not come into its colour. */
export function issuerMark(identity: { readonly issuerId: Uint8Array; readonly issuer: string }): IssuerMark {
  const sum = identity.issuerId.reduce((total, octet) => (total * 31 + octet) % 65_521, 7);
  return { letters: monogramOf(identity.issuer), colour: sum % MARK_COLOURS };
}

/** First letters of the first word and of the last; of any script. */
function monogramOf(name: string): string {
  const words = name.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? [];
  const first = words[0] ?? '';
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return [first, last]
    .map((word) => Array.from(word)[0] ?? '')
    .join('')
    .toLocaleUpperCase('en');
}
