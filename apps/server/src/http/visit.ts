import { type DeviceKey, parseDeviceKey, type Visit } from '@sallyport/identity';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The device cookie: a known browser is spared other people's guesses. It proves nothing else. */

const YEAR_SECONDS = 365 * 24 * 3600;

function cookieName(overTls: boolean): string {
  return `${overTls ? '__Host-' : ''}sallyport-device`;
}

/** Where a request came from. */
export function visitOf(request: FastifyRequest, overTls: boolean): Visit {
  return { address: request.ip, device: parseDeviceKey(request.cookies[cookieName(overTls)]) };
}

export function rememberDevice(reply: FastifyReply, device: DeviceKey, overTls: boolean): void {
  reply.setCookie(cookieName(overTls), device, { path: '/', httpOnly: true, sameSite: 'lax', secure: overTls, maxAge: YEAR_SECONDS });
}
