export interface DaysWish {
  readonly days?: number;
}

/** Undefined for what is no number of days; how many there may be, the signer says. */
export function readDays(text: string | undefined): DaysWish | undefined {
  if (text === undefined) return {};
  return /^[1-9]\d{0,4}$/.test(text) ? { days: Number(text) } : undefined;
}
