import type { CertificatesPorts } from '@sallyport/certificates';
import type { Clock } from '@sallyport/platform';
import type { CertificateRefusalSpeaker } from '../certificate-portal/refusals/refusal-sentences.ts';
import type { RefusalHold } from '../http/hold-refusals.ts';

export interface CertificateApiParts {
  readonly certificates: CertificatesPorts;
  readonly clock: Clock;
  /** The sentences of the pages. */
  readonly refusals: CertificateRefusalSpeaker;
  /** Slows down whoever guesses. */
  readonly hold: RefusalHold;
  /** The part of an address by which throttles count. */
  readonly neighbourhoodOf: (address: string) => string;
  /** The configured origin. */
  readonly origin: string;
}
