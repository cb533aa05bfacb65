import type { OtpAlgorithm } from './key-schedule.ts';

/** Section 5: the sealed body of a vault. */

/** How one-time passwords are made; everything but the seed. Seconds for `period` and `t0`. */
export interface OtpParameters {
  readonly type: 'totp' | 'hotp' | 'ocra';
  readonly algorithm: OtpAlgorithm;
  readonly digits: number;
  readonly period: number;
  readonly t0: number;
  readonly counter: number;
  readonly suite: string | undefined;
}
