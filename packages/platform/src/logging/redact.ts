import { Secret } from '../secret.ts';

/** What is printed in the place of something that must not be seen. */
const SHOWN = '[secret]';
const DEEPEST = 8;
const LONGEST_TEXT = 4_000;
const MOST_ENTRIES = 100;

/** A name with one of these words anywhere in it names a secret: `passwordHash`, `set-cookie`, `clientSecret`, `PIN`. */
const SECRET_WORDS = new Set(
  [
    'password',
    'passwords',
    'passwd',
    'pwd',
    'passphrase',
    'secret',
    'secrets',
    'authorization',
    'cookie',
    'cookies',
    'pin',
    'pins',
    'otp',
    'prc',
    'unl',
  ].concat(['seed', 'credential', 'credentials', 'answer', 'answers', 'private', 'jwt', 'assertion', 'verifier', 'csrf', 'body']),
);

/** These do so only at the end of a name: `unlockCode` and `accessToken` are secrets, `tokenId` and `codeLength` are not. */
const SECRET_ENDINGS = new Set(['token', 'tokens', 'code', 'codes', 'key', 'keys']);

/** Names that end like a secret and are none. An error's own `code` is printed by `describeError`. */
const HARMLESS = new Set(['statuscode', 'errorcode', 'exitcode', 'refusalcode', 'auditcode', 'publickey', 'messagekey', 'softtoken']);

/** A copy of the value that may be printed. Never throws, whatever it is given. */
export function redact(value: unknown): unknown {
  return redactWithin(value, { depth: 0, above: new Set() });
}

interface Way {
  readonly depth: number;
  /** The objects on the way here, so that a ring ends. */
  readonly above: ReadonlySet<object>;
}

function redactWithin(value: unknown, way: Way): unknown {
  if (typeof value === 'string') return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Secret) return SHOWN;
  // Octets are keys, seeds and sealed things more often than not; their number is enough.
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${String(value.byteLength)} octets]`;
  if (value instanceof Date) return value;
  if (way.above.has(value)) return '[circular]';
  if (way.depth >= DEEPEST) return '[too deep]';
  return redactObject(value, { depth: way.depth + 1, above: new Set([...way.above, value]) });
}

function redactObject(value: object, way: Way): unknown {
  if (value instanceof Error) return describeError(value, way);
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map((item: unknown) => redactWithin(item, way));
  if (value instanceof Map || value instanceof Set) return `[${value.constructor.name} of ${String(value.size)}]`;
  return describeExchange(value) ?? redactEntries(value, way);
}

function redactEntries(value: object, way: Way): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value).slice(0, MOST_ENTRIES)) {
    shown[name] = namesSecret(name) && inner !== undefined && inner !== null ? SHOWN : redactWithin(inner, way);
  }
  return shown;
}

/** Only what an error of ours or of Node is known to carry: a database's error also holds the values of the statement. */
function describeError(error: Error, way: Way): Record<string, unknown> {
  const described: Record<string, unknown> = { type: error.name, message: error.message, stack: error.stack };
  for (const name of ['code', 'fault', 'statusCode', 'syscall'] as const) {
    const detail: unknown = name in error ? Reflect.get(error, name) : undefined;
    if (typeof detail === 'string' || typeof detail === 'number') described[name] = detail;
  }
  if (error.cause !== undefined) described['cause'] = redactWithin(error.cause, way);
  if (error instanceof AggregateError) described['errors'] = redactWithin(error.errors, way);
  return described;
}

/** Of a request the method, the path without its query, and the address; of a reply its status. Headers and bodies never. */
function describeExchange(value: object): Record<string, unknown> | undefined {
  if ('method' in value && 'url' in value && 'headers' in value && typeof value.url === 'string') {
    const address = 'ip' in value ? { address: value.ip } : {};
    return { method: value.method, path: value.url.replace(/[?#].*$/s, ''), ...address };
  }
  if ('statusCode' in value && 'getHeader' in value) return { statusCode: value.statusCode };
  return undefined;
}

/** Whether something of this name must not be printed, in whatever case it is written. */
function namesSecret(name: string): boolean {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  if (HARMLESS.has(words.join(''))) return false;
  return words.some((word) => SECRET_WORDS.has(word)) || SECRET_ENDINGS.has(words.at(-1) ?? '');
}

/** Last of all, over the finished line: what is a secret by its looks, wherever it stands, such as inside the message of an error. */
export function scrub(line: string): string {
  return line
    .replaceAll(/\b(Bearer|Basic|DPoP) +[\w.~+/=-]+/gi, `$1 ${SHOWN}`)
    .replaceAll(/(:\/\/)[^\s/@"\\]+@/g, `$1${SHOWN}@`)
    .replaceAll(/(\bhttps?:\/\/[^\s?#"\\]+)[?#][^\s"\\]*/g, `$1?${SHOWN}`)
    .replaceAll(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, SHOWN)
    .replaceAll(/(sallyport-sealing-key:)[\w-]+/g, `$1${SHOWN}`)
    .replaceAll(/(sallyport_key_[0-9a-f]{8})\w+/g, `$1${SHOWN}`)
    .replaceAll(/\$argon2id?\$[^\s"\\]+/g, SHOWN);
}
