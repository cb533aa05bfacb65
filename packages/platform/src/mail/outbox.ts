import type { Clock } from '../clock.ts';
import type { Randomness } from '../randomness.ts';
import type { Sealer } from '../sealing/sealer.ts';
import type { Mailer } from './mail.ts';

/** The mailer that keeps mail, sealed, in the outbox table until the delivery has taken it out. */
export declare function createMailer(input: { readonly sealer: Sealer; readonly clock: Clock; readonly randomness: Randomness }): Mailer;
