import type { IdentityPorts } from '../ports.ts';

/** UNLOCK_PENDING → SUSPENDED for those not confirmed in time, with notice. To be run every few minutes; the verbs judge by the clock in any case. */
export declare function expireUnlocks(ports: IdentityPorts): Promise<{ readonly expired: number }>;
