import type { OnCertificate } from '../actor.ts';
import type { CertificatesPorts } from '../ports.ts';
import type { CertificateAskedFor } from '../requests/keep-request.ts';
import { type SuccessionRefusal, askSuccessor } from './ask-successor.ts';

export interface Reissue extends OnCertificate {
  /** With another key. */
  readonly csr: string | Uint8Array;
  /** From its issue on, for so long, the one before works too; then it is revoked by itself. 0: at once. */
  readonly overlapHours: number;
  readonly note: string;
}

/** Asks for a certificate of the same names, use and end under another key. */
export function reissueCertificate(
  ports: CertificatesPorts,
  { csr, overlapHours, note, ...input }: Reissue,
): Promise<CertificateAskedFor | SuccessionRefusal> {
  const key = { kind: 'new', csr } as const;
  return askSuccessor(ports, { input, wish: { kind: 'reissue', key, lifetimeDays: undefined, overlapHours, note } });
}
