import { type AddressRange, createAddressGate } from './address-gate.ts';
import { type AnswerHeaders, type Exchange, type OutboundLimits, type Sent, exchange } from './exchange.ts';
import { type OutboundRefusal, refuseOutbound } from './refusals.ts';
import type { Looked, Resolver } from './resolver.ts';
import { type Target, parseTarget } from './target.ts';

export interface OutboundAnswer {
  readonly kind: 'answered';
  readonly status: number;
  /** As it came: nothing is ever unpacked. */
  readonly body: Uint8Array;
}

export interface OutboundRequest {
  readonly url: string;
  /** To another path, scheme or port of the same host; each is judged like the first URL. */
  readonly redirects: number;
  readonly bodyOctets: number;
}

export interface OutboundPost extends Sent {
  readonly url: string;
}

/**
 * The one door through which this house asks for URLs that others have chosen. The name is resolved here, every address of it must be open, and the
 * connection goes to one of those that were checked; time, headers and body are bounded; certificates are verified; no proxy of the environment is used.
 */
export interface OutboundClient {
  get(request: OutboundRequest): Promise<OutboundAnswer | OutboundRefusal>;
  /** Follows no redirect, and reads nothing of the answer but its status. */
  post(request: OutboundPost): Promise<Omit<OutboundAnswer, 'body'> | OutboundRefusal>;
}

/** To one host that the operator has named, wherever it is: what it answers may lead to other addresses of that host and to no others. */
export interface NamedHostClient {
  /** With `sent` a POST. No redirect is followed. */
  ask(request: Pick<OutboundRequest, 'url' | 'bodyOctets'> & { readonly sent?: Sent }): Promise<AnswerWithHeaders | OutboundRefusal>;
}

export interface AnswerWithHeaders extends OutboundAnswer {
  readonly headers: AnswerHeaders;
}

export interface NamedHostParts extends Pick<OutboundParts, 'resolver' | 'limits'> {
  /** Names host and port; https. */
  readonly origin: string;
  /** PEM: who may vouch for it besides those whom everybody trusts. */
  readonly trusted?: readonly string[] | undefined;
}

export interface OutboundParts {
  readonly resolver: Resolver;
  /** Private ranges that the operator opens. */
  readonly allowedRanges?: readonly AddressRange[];
  /** Baseline Requirements 1.6.1, Authorized Ports, less those for mail and shells. */
  readonly ports?: ReadonlySet<number>;
  readonly limits?: Partial<Omit<OutboundLimits, 'bodyOctets'>>;
}

const LIMITS = { connectMs: 5000, idleMs: 5000, totalMs: 10_000, headerOctets: 8192 } as const;
const PORTS: ReadonlySet<number> = new Set([80, 443]);

export function createOutboundClient({ resolver, allowedRanges = [], ports = PORTS, limits = {} }: OutboundParts): OutboundClient {
  const gate = createAddressGate(allowedRanges);
  return {
    get: async ({ url, redirects, bodyOctets }) => {
      const bounds = { ...LIMITS, ...limits, bodyOctets };
      const deadline = AbortSignal.timeout(bounds.totalMs);
      let target = parseTarget(url, ports);
      if ('kind' in target) return target;
      const addresses = await unlessTooLate(addressesOf(target), deadline);
      if ('kind' in addresses) return addresses;
      for (let followed = 0; ; followed += 1) {
        const answer = await exchange({ target, addresses, limits: bounds, deadline, wanted: 'whole' });
        if (answer.kind === 'refused' || !isRedirect(answer)) return withoutLocation(answer);
        if (followed === redirects) return refuseOutbound('redirect-refused', 'too many');
        const next = redirected(target, answer.location);
        if ('kind' in next) return next;
        target = next;
      }
    },
    post: async ({ url, headers, body }) => {
      const bounds = { ...LIMITS, ...limits, bodyOctets: 0 };
      const deadline = AbortSignal.timeout(bounds.totalMs);
      const target = parseTarget(url, ports);
      if ('kind' in target) return target;
      const addresses = await unlessTooLate(addressesOf(target), deadline);
      if ('kind' in addresses) return addresses;
      const answer = await exchange({ target, addresses, limits: bounds, deadline, sent: { headers, body }, wanted: 'status' });
      if (answer.kind === 'refused') return answer;
      return isRedirect(answer) ? refuseOutbound('redirect-refused', 'of what was sent') : { kind: 'answered', status: answer.status };
    },
  };

  async function addressesOf({ host, address }: Target): Promise<readonly string[] | OutboundRefusal> {
    const looked = address === undefined ? await resolver.addressesOf(host) : ({ kind: 'found', values: [address] } as const);
    switch (looked.kind) {
      case 'none':
        return refuseOutbound('name-unknown', host);
      case 'failed':
        return refuseOutbound('name-lookup-failed', host);
      case 'found': {
        // A name with one foot inside is not asked at its other: it is a mistake, or somebody's try.
        const shut = looked.values.find((value) => !gate.isOpen(value));
        return shut === undefined ? looked.values : refuseOutbound('address-refused', `${host} ${shut}`);
      }
    }
  }

  function redirected(from: Target, location: string | undefined): Target | OutboundRefusal {
    const isReadable = location !== undefined && URL.canParse(location, from.url.href);
    if (!isReadable) return refuseOutbound('redirect-refused', location ?? 'to nowhere');
    const next = parseTarget(new URL(location, from.url).href, ports);
    if ('kind' in next || next.host === from.host) return next;
    return refuseOutbound('redirect-refused', `to ${next.host}`);
  }
}

/** Its addresses may be private: an operator's own CA mostly stands inside. Everything else is as strict as for strangers. */
export function createNamedHostClient({ resolver, origin, trusted, limits = {} }: NamedHostParts): NamedHostClient {
  return {
    ask: async ({ url, bodyOctets, sent }) => {
      const bounds = { ...LIMITS, ...limits, bodyOctets };
      const deadline = AbortSignal.timeout(bounds.totalMs);
      const { port } = new URL(origin);
      const target = parseTarget(url, new Set([port === '' ? 443 : Number(port)]));
      if ('kind' in target) return target;
      if (target.url.origin !== origin) return refuseOutbound('redirect-refused', `to ${target.url.origin}`);
      const looking = target.address === undefined ? resolver.addressesOf(target.host) : found(target.address);
      const looked = await unlessTooLate(looking, deadline);
      if (looked.kind === 'refused') return looked;
      if (looked.kind !== 'found') return refuseOutbound(looked.kind === 'none' ? 'name-unknown' : 'name-lookup-failed', target.host);
      const answer = await exchange({ target, addresses: looked.values, limits: bounds, deadline, sent, trusted, wanted: 'whole' });
      if (answer.kind === 'refused') return answer;
      return isRedirect(answer) ? refuseOutbound('redirect-refused', answer.location ?? 'to nowhere') : answer;
    },
  };
}

function found(address: string): Promise<Looked> {
  return Promise.resolve({ kind: 'found', values: [address] });
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

function isRedirect({ status }: Exchange): boolean {
  return REDIRECTS.has(status);
}

function withoutLocation(answer: Exchange | OutboundRefusal): OutboundAnswer | OutboundRefusal {
  return answer.kind === 'refused' ? answer : { kind: 'answered', status: answer.status, body: answer.body };
}

function unlessTooLate<Value>(work: Promise<Value>, deadline: AbortSignal): Promise<Value | OutboundRefusal> {
  return new Promise((resolve, reject) => {
    deadline.addEventListener('abort', () => resolve(refuseOutbound('timed-out', 'looking the name up')), { once: true });
    work.then(resolve, reject);
  });
}
