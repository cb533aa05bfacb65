import { type TokenGrant, decodeGrant } from './activation-messages.ts';
import { type Bytes, toBase64url, utf8 } from './bytes.ts';
import { type LinkRefusal, formatFragment, isOrigin, parseFragment } from './fragment.ts';
import { octetsOf } from './json.ts';
import { type Result, ok, refuse } from './result.ts';

/**
 * The offline activation of section 14 C, as a link to scan or paste: everything the server would answer, and the key. Whoever has it and the
 * registration code has the token's keys, until they are made anew at the first contact.
 */
export interface OfflineActivation {
  /** 16 octets: names the activation. */
  readonly activationId: Bytes;
  /** 32 octets, secret: every key of the token comes from it. */
  readonly presharedKey: Bytes;
  /** Where the token API will answer one day; the vault is bound to it. */
  readonly apiOrigin: string;
  readonly grant: TokenGrant;
}

const PATH = '/o';
const VERSION = '1';
const PUBLIC_NAMES = ['v', 'a', 'o', 't', 's', 'f', 'y', 'n', 'l', 'h', 'i'] as const;
/** Names of 256 octets beyond ASCII take three characters an octet; a QR code holds almost 3000. */
export const MAX_OFFLINE_CHARACTERS = 2560;

/** @throws RangeError for an origin or a grant that no device would take back. */
export function formatOfflineActivation(appOrigin: string, activation: OfflineActivation): string {
  if (!isOrigin(appOrigin)) throw new RangeError('not an origin');
  const secret = formatFragment({ k: toBase64url(activation.presharedKey) });
  const link = `${appOrigin}${PATH}#${publicText(activation)}&${secret}`;
  if (!parseOfflineActivation(link).ok) throw new RangeError('no device would take this activation');
  return link;
}

/** Takes the whole link or its fragment alone. */
export function parseOfflineActivation(text: string): Result<OfflineActivation, LinkRefusal> {
  const fields = parseFragment(text, { path: PATH, names: [...PUBLIC_NAMES, 'k'], maxCharacters: MAX_OFFLINE_CHARACTERS });
  if (!fields.ok) return fields;
  const { v, a, k, o } = fields.value;
  if (v !== VERSION) return refuse({ code: 'LINK_VERSION' });
  const activationId = octetsOf(a, 16);
  const presharedKey = octetsOf(k, 32);
  if (activationId === undefined) return refuse({ code: 'LINK_DAMAGED', field: 'a' });
  if (presharedKey === undefined) return refuse({ code: 'LINK_DAMAGED', field: 'k' });
  if (!isOrigin(o)) return refuse({ code: 'LINK_DAMAGED', field: 'o' });
  const grant = grantOf(fields.value);
  return grant === undefined ? refuse({ code: 'LINK_DAMAGED', field: 't' }) : ok({ activationId, presharedKey, apiOrigin: o, grant });
}

/** Everything but the key, in its one canonical form: what both sides bind into the keys, so that a changed policy or portal gives another token. */
export function boundText(activation: OfflineActivation): Bytes {
  return utf8(publicText(activation));
}

function publicText({ activationId, apiOrigin, grant }: OfflineActivation): string {
  const { otp, policy, issuerKey } = grant;
  return formatFragment({
    v: VERSION,
    a: toBase64url(activationId),
    o: apiOrigin,
    t: toBase64url(grant.tokenId),
    s: grant.serial,
    f: [otp.type, otp.algorithm, otp.digits, otp.period, otp.t0, otp.counter, ...(otp.suite === undefined ? [] : [otp.suite])].join('.'),
    y: [policy.unlockDigits, policy.maxAttempts, policy.minPinLength, policy.maxPinLength, Number(policy.prfOnlyAllowed)].join('.'),
    n: grant.issuer,
    l: grant.label,
    h: grant.portal,
    i: issuerKey === undefined ? '' : toBase64url(issuerKey),
  });
}

function grantOf(fields: Readonly<Record<(typeof PUBLIC_NAMES)[number], string>>): TokenGrant | undefined {
  const [type, alg, digits, period, t0, counter, suite, ...moreOtp] = fields.f.split('.');
  const [n, attempts, pinMin, pinMax, prfOnly, ...morePolicy] = fields.y.split('.');
  if (moreOtp.length > 0 || morePolicy.length > 0) return undefined;
  return decodeGrant({
    tid: fields.t,
    serial: fields.s,
    otp: { type, alg, digits: count(digits), period: count(period), t0: count(t0), counter: count(counter), suite: suite ?? null },
    policy: { n: count(n), attempts: count(attempts), pinMin: count(pinMin), pinMax: count(pinMax), prfOnly: yesOrNo(prfOnly) },
    issuer: { name: fields.n, label: fields.l, portal: fields.h, key: fields.i === '' ? null : fields.i },
  });
}

/** One way to write each. */
function yesOrNo(text: string | undefined): boolean | undefined {
  return text === '1' ? true : text === '0' ? false : undefined;
}

/** One way to write a number. */
function count(text: string | undefined): number | undefined {
  return text !== undefined && /^(?:0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : undefined;
}
