import type { Clock } from '../clock.ts';
import type { Log } from '../logging/log.ts';
import type { AnyDatabase } from '../sealing/named-secrets.ts';
import type { Sealer } from '../sealing/sealer.ts';
import type { MailTransport } from './transport.ts';

export interface DeliveryRound {
  readonly sent: number;
  readonly deferred: number;
  readonly givenUp: number;
}

/** Takes due mail out of the outbox table. Any number of processes may run one on the same database. */
export interface MailDelivery {
  /** Delivers everything that is due now. */
  deliverDue(): Promise<DeliveryRound>;
  /** Delivers from now on in the background, every second. */
  start(): void;
  /** Finishes the mails in hand, then rests. */
  stop(): Promise<void>;
}

export declare function createMailDelivery(input: {
  readonly database: AnyDatabase;
  readonly sealer: Sealer;
  readonly transport: MailTransport;
  readonly clock: Clock;
  readonly log: Log;
}): MailDelivery;
