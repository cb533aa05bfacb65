import type { Bytes } from '../octets.ts';
import { decodeBase64 } from '../pem.ts';
import { type Result, ok, refuse } from '../result.ts';
import { OCSP_REQUEST_MAX_OCTETS, type OcspRequestRefusal } from './read-request.ts';

/** Base64 takes four characters for three octets, and every one of them may be written as `%2B`. */
const MAX_CHARACTERS = 4 * OCSP_REQUEST_MAX_OCTETS;

/**
 * The request in the path of a GET (RFC 6960 appendix A.1): what follows the responder's own URL, as it stands in the request line and not
 * decoded by anybody yet. Clients differ in which characters they escape, and some put a second `/` between; base64 may itself hold slashes,
 * so that a server may not fold two into one.
 */
export function ocspRequestInPath(path: string): Result<Bytes, OcspRequestRefusal> {
  if (path.length > MAX_CHARACTERS) return refuse({ code: 'ocsp-request-too-large' });
  const text = unescaped(path.startsWith('/') ? path.slice(1) : path);
  const octets = text === undefined || /\s/.test(text) ? undefined : decodeBase64(text);
  return octets === undefined ? refuse({ code: 'ocsp-request-malformed' }) : ok(octets);
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
