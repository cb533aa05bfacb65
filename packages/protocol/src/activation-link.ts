import { type Bytes, toBase64url } from './bytes.ts';
import { type LinkRefusal, formatFragment, isOrigin, parseFragment } from './fragment.ts';
import { octetsOf } from './json.ts';
import { type Result, ok, refuse } from './result.ts';

/** The activation link or QR code of section 14 A: `https://<app>/a#v=1&a=…&k=…&p=…&o=<api origin>`. Whoever has it can activate, once. */
export interface ActivationLink {
  /** 16 octets: names the activation. */
  readonly activationId: Bytes;
  /** 32 octets, secret: without it no request can be made or read. */
  readonly presharedKey: Bytes;
  /** 32 octets: the one-time X25519 key of the server. */
  readonly serverPublicKey: Bytes;
  /** Where the token API answers; the vault is bound to it. */
  readonly apiOrigin: string;
}

const PATH = '/a';
const VERSION = '1';

/** @throws RangeError for an origin that no parser would take back. */
export function formatActivationLink(appOrigin: string, link: ActivationLink): string {
  if (!isOrigin(appOrigin) || !isOrigin(link.apiOrigin)) throw new RangeError('not an origin');
  const fragment = formatFragment({
    v: VERSION,
    a: toBase64url(link.activationId),
    k: toBase64url(link.presharedKey),
    p: toBase64url(link.serverPublicKey),
    o: link.apiOrigin,
  });
  return `${appOrigin}${PATH}#${fragment}`;
}

/** Takes the whole link or its fragment alone. */
export function parseActivationLink(text: string): Result<ActivationLink, LinkRefusal> {
  const fields = parseFragment(text, { path: PATH, names: ['v', 'a', 'k', 'p', 'o'] });
  if (!fields.ok) return fields;
  const { v, a, k, p, o } = fields.value;
  if (v !== VERSION) return refuse({ code: 'LINK_VERSION' });
  const activationId = octetsOf(a, 16);
  const presharedKey = octetsOf(k, 32);
  const serverPublicKey = octetsOf(p, 32);
  if (activationId === undefined) return refuse({ code: 'LINK_DAMAGED', field: 'a' });
  if (presharedKey === undefined) return refuse({ code: 'LINK_DAMAGED', field: 'k' });
  if (serverPublicKey === undefined) return refuse({ code: 'LINK_DAMAGED', field: 'p' });
  if (!isOrigin(o)) return refuse({ code: 'LINK_DAMAGED', field: 'o' });
  return ok({ activationId, presharedKey, serverPublicKey, apiOrigin: o });
}
