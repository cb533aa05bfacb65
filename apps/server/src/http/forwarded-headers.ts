import type { IncomingMessage } from 'node:http';

/** What a listener believes of the X-Forwarded-… headers: a visitor can write them as well as a proxy. */

/**
 * For `SALLYPORT_TRUST_PROXY`: trust ends at the one proxy in front, so of X-Forwarded-For the last address counts, which that proxy added.
 * To trust every hop would take the first, which visitors write: they would choose their own network, and with it the budget they spend.
 * A function, because Fastify reads a number of hops as trust in nobody: whoever reaches the port past the proxy is believed too, which
 * `docs/operate/configuration.md` tells operators to rule out.
 */
export function isTheOneProxy(_address: string, hop: number): boolean {
  return hop === 0;
}

/** Puts the configured origin in place of any host and scheme that came with a request, for libraries that write addresses from it. */
export function originPin(origin: string): (request: IncomingMessage) => void {
  const { host, protocol } = new URL(origin);
  const scheme = protocol.slice(0, -1);
  return (request) => {
    request.headers['x-forwarded-host'] = host;
    request.headers['x-forwarded-proto'] = scheme;
  };
}
