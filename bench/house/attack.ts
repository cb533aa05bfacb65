import type { LockedPerson } from './locked-people.ts';

/** What the second client of `unlock-under-attack` is told, and what it reports. */
export interface Attack {
  readonly portal: string;
  readonly selfAdministration: string;
  /** Somebody with an account of their own, who guesses at PIN Reset Codes in a session. */
  readonly insider: LockedPerson;
  /** Names that exist, of the very people who want in. */
  readonly victims: readonly string[];
  /** How many connections of each kind of attack there are; each has one request under way at any time. */
  readonly connections: number;
}

export type Order = { readonly kind: 'prepare'; readonly attack: Attack } | { readonly kind: 'begin' } | { readonly kind: 'end' };

export interface Raid {
  readonly requests: number;
  readonly seconds: number;
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>;
}
