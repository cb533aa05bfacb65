import { isIP } from 'node:net';
import { type OutboundRefusal, refuseOutbound } from './refusals.ts';

/** A URL that may be asked for, as far as its text goes. */
export interface Target {
  readonly url: URL;
  /** A name, or an address without brackets. */
  readonly host: string;
  /** Undefined for a name. */
  readonly address: string | undefined;
  readonly port: number;
  readonly isSecure: boolean;
}

const MAX_CHARACTERS = 2048;
const USUAL_PORTS = { 'http:': 80, 'https:': 443 } as const;

/**
 * The WHATWG parser has put every spelling of an address (`0x7f.1`, `2130706433`, `127.1`) into the one form by then, and refuses IPv6 zones: what is
 * judged is what is asked.
 */
export function parseTarget(text: string, ports: ReadonlySet<number>): Target | OutboundRefusal {
  const url = text.length > MAX_CHARACTERS || !URL.canParse(text) ? undefined : new URL(text);
  if (url === undefined) return refuseOutbound('url-malformed', text);
  const { protocol } = url;
  if (protocol !== 'http:' && protocol !== 'https:') return refuseOutbound('scheme-refused', protocol);
  if (url.username !== '' || url.password !== '') return refuseOutbound('credentials-in-url', url.host);
  const port = url.port === '' ? USUAL_PORTS[protocol] : Number(url.port);
  if (!ports.has(port)) return refuseOutbound('port-refused', String(port));
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { url, host, address: isIP(host) === 0 ? undefined : host, port, isSecure: protocol === 'https:' };
}

/** What somebody gives for messages to be sent to. */
export interface ReceiverUrl {
  /** In the one form that is asked. */
  readonly url: string;
  /** With its port. */
  readonly host: string;
}

/** Undefined unless it is under TLS, at one of these ports, and holds no password; a fragment is never sent, so it is a mistake. */
export function parseReceiverUrl(text: string, ports: ReadonlySet<number>): ReceiverUrl | undefined {
  const target = parseTarget(text.trim(), ports);
  if ('kind' in target || !target.isSecure || target.url.hash !== '') return undefined;
  return { url: target.url.href, host: target.url.host };
}
