import type { ByPerson } from '../actor.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type PreparedRequest, type RequestRefusal, prepareRequest } from './prepare-request.ts';
import type { CertificateWish } from './rules.ts';

/** Everything that sending the request would look at, and nothing kept, spent or told. */
export function checkRequest(
  ports: CertificatesPorts,
  input: ByPerson & { readonly wish: CertificateWish },
): Promise<PreparedRequest | RequestRefusal> {
  return prepareRequest(ports, input);
}
