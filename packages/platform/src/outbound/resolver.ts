import type { CaaRecord } from 'node:dns';
import { Resolver as NodeResolver } from 'node:dns/promises';

/** What the DNS says: something, that there is nothing, or nothing that could be understood. */
export type Looked =
  | { readonly kind: 'found'; readonly values: readonly string[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed' };

/** The same of CAA records (RFC 8659). More than anybody has is nothing that could be understood: the one that forbids may be the one that is left out. */
export type CaaLooked =
  | { readonly kind: 'found'; readonly records: readonly FoundCaa[] }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed' };

interface FoundCaa {
  readonly flags: number;
  readonly tag: string;
  readonly value: string;
}

export interface Resolver {
  /** IPv4 and IPv6. Names of the hosts file and of other local sources are not there: strangers choose what is asked for. */
  addressesOf(name: string): Promise<Looked>;
  /** TXT records, the parts of each put together (RFC 7208 section 3.3). */
  textsOf(name: string): Promise<Looked>;
  /** Of this very name: whoever asks climbs by itself. */
  caaOf(name: string): Promise<CaaLooked>;
}

export interface ResolverParts {
  /** `address` or `address:port`; undefined: those of the system. They follow CNAMEs, as often as they think right, and nobody follows further. */
  readonly servers?: readonly string[];
  /** Of one try; there are two. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 2000;
const TRIES = 2;
/** More than anybody has; an answer holds 64 KiB at most. */
const MAX_VALUES = 100;
const MAX_CAA_RECORDS = 20;

/** Asks DNS servers alone, and never with a search domain behind the name. */
export function createResolver({ servers, patienceMs = PATIENCE_MS }: ResolverParts = {}): Resolver {
  const resolver = new NodeResolver({ timeout: patienceMs, tries: TRIES, maxTimeout: patienceMs });
  if (servers !== undefined) resolver.setServers([...servers]);
  return {
    addressesOf: async (name) => {
      const [four, six] = await Promise.all([look(() => resolver.resolve4(name)), look(() => resolver.resolve6(name))]);
      const values = [four, six].flatMap((looked) => (looked.kind === 'found' ? looked.values : [])).slice(0, MAX_VALUES);
      if (values.length > 0) return { kind: 'found', values };
      return { kind: four.kind === 'failed' || six.kind === 'failed' ? 'failed' : 'none' };
    },
    textsOf: (name) => look(async () => (await resolver.resolveTxt(name)).map((parts) => parts.join(''))),
    caaOf: (name) => lookForCaa(() => resolver.resolveCaa(name)),
  };
}

const NOTHING_THERE: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA']);

async function look(ask: () => Promise<readonly string[]>): Promise<Looked> {
  try {
    const values = await ask();
    return values.length === 0 ? { kind: 'none' } : { kind: 'found', values: values.slice(0, MAX_VALUES) };
  } catch (error) {
    return { kind: NOTHING_THERE.has((error as NodeJS.ErrnoException).code) ? 'none' : 'failed' };
  }
}

async function lookForCaa(ask: () => Promise<readonly CaaRecord[]>): Promise<CaaLooked> {
  try {
    const found = await ask();
    if (found.length === 0) return { kind: 'none' };
    const records = found.map(caaRecord);
    return records.length <= MAX_CAA_RECORDS && records.every((one) => one !== undefined) ? { kind: 'found', records } : { kind: 'failed' };
  } catch (error) {
    return { kind: NOTHING_THERE.has((error as NodeJS.ErrnoException).code) ? 'none' : 'failed' };
  }
}

/** The platform makes an object of it: its flags as `critical`, `type`, and its value under its tag, which may be one of these two. */
function caaRecord({ critical: flags, type, ...property }: CaaRecord & { readonly type?: unknown }): FoundCaa | undefined {
  const [own] = Object.entries(property);
  const isWhole = typeof flags === 'number' && type === 'CAA' && own !== undefined;
  return isWhole ? { flags, tag: own[0], value: String(own[1]) } : undefined;
}
