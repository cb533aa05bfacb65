import { isIPv6 } from 'node:net';
import { Secret } from '../secret.ts';

export interface SmtpPeer {
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first octet. `required`: STARTTLS or nothing. `none`: plain; only a loopback peer, or one asked for by name. */
  readonly tls: 'implicit' | 'required' | 'none';
  readonly credentials?: { readonly user: string; readonly password: Secret<string> };
}

interface Wrong {
  readonly wrong: string;
}

const DEFAULT_PORTS = { 'smtp:': 587, 'smtps:': 465 } as const;
const HOST_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;

/**
 * Reads `smtps://user:password@host:465`, `smtp://host:587` (STARTTLS required, unless the host is this machine) or
 * `smtp://host:25?tls=none` (plain; never together with credentials). Answers what is wrong otherwise, without showing the password.
 */
export function parseSmtpUrl(text: string): SmtpPeer | Wrong {
  if (!URL.canParse(text))
    return { wrong: 'is not a URL; a user name or password with one of the characters : / ? # @ % must have it percent-encoded' };
  const url = new URL(text);
  const { protocol } = url;
  if (protocol !== 'smtp:' && protocol !== 'smtps:') return { wrong: 'begins with neither smtp:// nor smtps://' };
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (!HOST_NAME.test(host) && !isIPv6(host)) return { wrong: 'names no host' };
  if (url.pathname.replace('/', '') !== '' || url.hash !== '') return { wrong: 'has something behind the host and port' };
  const port = url.port === '' ? DEFAULT_PORTS[protocol] : Number(url.port);
  if (port === 0) return { wrong: 'has port 0' };
  const credentials = credentialsOf(url);
  if (credentials && 'wrong' in credentials) return credentials;
  const tls = tlsOf(url, host);
  if (typeof tls === 'object') return tls;
  if (tls === 'none' && credentials && !isLoopback(host)) return { wrong: 'would send the password without TLS' };
  return { host, port, tls, ...(credentials && { credentials }) };
}

function tlsOf(url: URL, host: string): SmtpPeer['tls'] | Wrong {
  const asked = url.searchParams.getAll('tls');
  const [wish] = asked;
  if (url.searchParams.size !== asked.length || asked.length > 1) return { wrong: 'has a parameter other than one "tls"' };
  if (url.protocol === 'smtps:') return wish === undefined ? 'implicit' : { wrong: 'asks for a kind of TLS, which smtps:// already says' };
  switch (wish) {
    case undefined:
      return isLoopback(host) ? 'none' : 'required';
    case 'required':
    case 'none':
      return wish;
    default:
      return { wrong: 'has a "tls" that is neither "required" nor "none"' };
  }
}

function credentialsOf(url: URL): SmtpPeer['credentials'] | Wrong {
  if (url.username === '' && url.password === '') return undefined;
  if (url.username === '' || url.password === '') return { wrong: 'has a user name without a password, or a password without a user name' };
  try {
    return { user: decodeURIComponent(url.username), password: new Secret(decodeURIComponent(url.password)) };
  } catch {
    return { wrong: 'has a % in its user name or password that is not followed by two hexadecimal digits; write it as %25' };
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
