import { type RevocationReason, reasonNumber } from '@sallyport/pki';

const CHOSEN = [
  'unspecified',
  'key-compromise',
  'affiliation-changed',
  'superseded',
  'cessation-of-operation',
  'privilege-withdrawn',
] as const satisfies readonly RevocationReason[];

/** Why a person may revoke. What only a CA says of itself is not among them. */
export type ChosenReason = (typeof CHOSEN)[number];

/** Each with its number (RFC 5280 section 5.3.1), which is how it is kept. */
export const REVOCATION_REASONS = Object.fromEntries(CHOSEN.map((reason) => [reason, reasonNumber(reason)])) as Readonly<
  Record<ChosenReason, number>
>;

export function parseChosenReason(text: string): ChosenReason | undefined {
  return CHOSEN.find((reason) => reason === text);
}
