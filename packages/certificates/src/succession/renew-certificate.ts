import type { OnCertificate } from '../actor.ts';
import type { CertificatesPorts } from '../ports.ts';
import type { CertificateAskedFor } from '../requests/keep-request.ts';
import { type SuccessionKey, type SuccessionRefusal, askSuccessor } from './ask-successor.ts';

export interface Renewal extends OnCertificate {
  readonly key: SuccessionKey;
  /** Undefined: what is usual for the profile. */
  readonly lifetimeDays: number | undefined;
  readonly note: string;
}

/** Asks for a certificate of the same names and use, with a lifetime of its own. The one before works until its end, as replaced. */
export function renewCertificate(
  ports: CertificatesPorts,
  { key, lifetimeDays, note, ...input }: Renewal,
): Promise<CertificateAskedFor | SuccessionRefusal> {
  return askSuccessor(ports, { input, wish: { kind: 'renewal', key, lifetimeDays, overlapHours: null, note } });
}
