/** A serial as it goes into keys and look-ups: its letters and digits alone, in capitals. */
export type FoldedSerial = string & { readonly brand: 'FoldedSerial' };

const MAX_TYPED_CHARACTERS = 64;

/** Printed ASCII is all a serial may have (section 2); of it spaces and punctuation are only there to be read. */
const DECORATION = /[\s\u200b\p{P}\p{S}]/gu;

/**
 * Section 2: `st 482 719 36` is `ST-482-719-36`. Undefined for what cannot be a serial. An issuer gives no two tokens serials that differ in nothing
 * but case, spaces and punctuation.
 */
export function foldSerial(text: string): FoldedSerial | undefined {
  if (text.length > MAX_TYPED_CHARACTERS) return undefined;
  const folded = text.normalize('NFKC').replace(DECORATION, '').toUpperCase();
  return /^[A-Z0-9]{1,24}$/.test(folded) ? (folded as FoldedSerial) : undefined;
}

/** For the door of the token API: exactly a folded serial. */
export function isFoldedSerial(value: unknown): value is FoldedSerial {
  return typeof value === 'string' && /^[A-Z0-9]{1,24}$/.test(value);
}
