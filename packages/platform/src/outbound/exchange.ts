import { Agent as HttpAgent, type ClientRequest, type IncomingMessage, type RequestOptions, request as askHttp } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions as SecuredOptions, request as askHttps } from 'node:https';
import { isIP, isIPv6, type LookupFunction } from 'node:net';
import { type ConnectionOptions, createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { type OutboundRefusal, type OutboundRefusalCode, refuseOutbound } from './refusals.ts';
import type { Target } from './target.ts';

export interface OutboundLimits {
  /** From the start until the connection stands, TLS included. */
  readonly connectMs: number;
  /** Without an octet. */
  readonly idleMs: number;
  /** Everything, from the first look-up to the last octet. */
  readonly totalMs: number;
  readonly headerOctets: number;
  readonly bodyOctets: number;
}

export interface Exchange {
  readonly kind: 'answered';
  readonly status: number;
  readonly location: string | undefined;
  readonly headers: AnswerHeaders;
  readonly body: Uint8Array;
}

/** By name in lower case; of several of one name they are put together (RFC 9110 section 5.3). */
export type AnswerHeaders = Readonly<Record<string, string | undefined>>;

/** What is sent besides the question for a URL, as UTF-8. */
export interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ExchangeOrder {
  readonly target: Target;
  /** Checked; no other is spoken to. */
  readonly addresses: readonly string[];
  readonly limits: OutboundLimits;
  /** Ends when everything has taken too long. */
  readonly deadline: AbortSignal;
  /** Undefined: GET. */
  readonly sent?: Sent | undefined;
  /** What is wanted of the answer. With `status` nothing of its body is read. */
  readonly wanted: 'whole' | 'status';
  /** PEM: who may vouch for the other side, besides those whom everybody trusts. */
  readonly trusted?: readonly string[] | undefined;
}

// Own agents: the global one goes through the proxies of the environment when it is told to, and keeps connections.
const http = new HttpAgent({ keepAlive: false });
const https = new HttpsAgent({ keepAlive: false, maxCachedSessions: 0 });

/** One request, one answer; never throws. The body of a redirect is not waited for. */
export function exchange(order: ExchangeOrder): Promise<Exchange | OutboundRefusal> {
  const { limits, deadline } = order;
  return new Promise((resolve) => {
    let step: Step = 'connecting';
    const request = begin(order);
    const tooLate = () => settle(refuseOutbound('timed-out', step));
    const connecting = setTimeout(tooLate, limits.connectMs);
    const settle = (outcome: Exchange | OutboundRefusal) => {
      clearTimeout(connecting);
      deadline.removeEventListener('abort', tooLate);
      resolve(outcome);
      request.destroy();
    };
    deadline.addEventListener('abort', tooLate);
    request.setTimeout(limits.idleMs, tooLate);
    request.on('socket', (socket) => {
      socket.once('connect', () => (step = order.target.isSecure ? 'securing' : 'asking'));
      socket.once('secureConnect', () => (step = 'asking'));
      socket.once(order.target.isSecure ? 'secureConnect' : 'connect', () => clearTimeout(connecting));
    });
    request.on('error', (error) => settle(refusalFor(error, step)));
    // What ends without an answer, such as a switch of protocols that nobody asked for.
    request.on('close', () => settle(refuseOutbound('answer-malformed', 'ended without an answer')));
    request.on('response', (response) => {
      if (order.wanted === 'whole') read(response, limits, settle);
      else settle({ kind: 'answered', status: response.statusCode ?? 0, location: undefined, headers: {}, body: new Uint8Array() });
    });
    request.end(order.sent?.body);
    if (deadline.aborted) tooLate();
  });
}

type Step = 'connecting' | 'securing' | 'asking';

function begin({ target, addresses, limits, sent, trusted }: ExchangeOrder): ClientRequest {
  const { url, host, port, isSecure } = target;
  const options: RequestOptions = {
    host,
    port,
    method: sent === undefined ? 'GET' : 'POST',
    path: `${url.pathname}${url.search}`,
    headers: {
      ...sent?.headers,
      host: url.host,
      'user-agent': 'Sallyport',
      accept: '*/*',
      'accept-encoding': 'identity',
      connection: 'close',
    },
    lookup: pinnedTo(addresses),
    maxHeaderSize: limits.headerOctets,
    insecureHTTPParser: false,
  };
  if (!isSecure) return askHttp({ ...options, agent: http });
  const secured: SecuredOptions & Pick<ConnectionOptions, 'secureContext'> = {
    ...options,
    agent: https,
    rejectUnauthorized: true,
    servername: isIP(host) === 0 ? host : '',
    secureContext: trusting(trusted),
  };
  return askHttps(secured);
}

/** By the list they trust. */
const contexts = new WeakMap<readonly string[], SecureContext>();
const EVERYBODYS: readonly string[] = [];

/** Made once for each list: to read the root certificates of the whole world takes 6 ms of the event loop, and leaves much to collect. */
function trusting(trusted: readonly string[] = EVERYBODYS): SecureContext {
  const known = contexts.get(trusted);
  if (known !== undefined) return known;
  const ca = trusted === EVERYBODYS ? {} : { ca: [...rootCertificates, ...trusted] };
  const context = createSecureContext({ minVersion: 'TLSv1.2', ...ca });
  contexts.set(trusted, context);
  return context;
}

/** The connection goes to an address that was checked: the name is not looked up again, when it might answer something else (DNS rebinding). */
function pinnedTo(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_host, options, callback) => {
    if (options.all === true) callback(null, all);
    else callback(null, all[0]?.address ?? '', all[0]?.family ?? 4);
  };
}

function read(response: IncomingMessage, { bodyOctets }: OutboundLimits, settle: (outcome: Exchange | OutboundRefusal) => void): void {
  const { statusCode: status = 0, headers } = response;
  const { location } = headers;
  response.on('error', (error) => settle(refusalFor(error, 'asking')));
  const known = whatHeadersSettle(response, bodyOctets);
  if (known !== undefined) {
    settle(known);
    return;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  response.on('data', (chunk: Uint8Array) => {
    length += chunk.length;
    if (length > bodyOctets) settle(tooLarge(bodyOctets));
    else chunks.push(chunk);
  });
  response.on('end', () =>
    settle({ kind: 'answered', status, location, headers: headersOf(response), body: new Uint8Array(Buffer.concat(chunks)) }),
  );
}

function headersOf({ headers }: IncomingMessage): AnswerHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
}

function whatHeadersSettle(
  { statusCode: status = 0, headers }: IncomingMessage,
  bodyOctets: number,
): Exchange | OutboundRefusal | undefined {
  if (status >= 300 && status < 400) return { kind: 'answered', status, location: headers.location, headers: {}, body: new Uint8Array() };
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding.toLowerCase() !== 'identity') return refuseOutbound('answer-encoded', encoding);
  return Number(headers['content-length'] ?? 0) > bodyOctets ? tooLarge(bodyOctets) : undefined;
}

function tooLarge(bodyOctets: number): OutboundRefusal {
  return refuseOutbound('answer-too-large', `more than ${String(bodyOctets)} octets`);
}

function refusalFor(error: NodeJS.ErrnoException, step: Step): OutboundRefusal {
  return refuseOutbound(codeFor(error, step), `${step}: ${error.code ?? error.message}`);
}

function codeFor({ code = '' }: NodeJS.ErrnoException, step: Step): OutboundRefusalCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers-too-large';
  if (code.startsWith('HPE_')) return 'answer-malformed';
  switch (step) {
    case 'connecting':
    case 'asking':
      return 'connection-failed';
    case 'securing':
      return 'tls-failed';
  }
}
