/** A moment: Unix time in milliseconds, kept as BIGINT or INTEGER in the database. */
export type Instant = number;

export interface Clock {
  now(): Instant;
}

/** The machine's own clock. Only a composition root hands it out; everything else takes `now` as an argument. */
export const systemClock: Clock = { now: () => Date.now() };
