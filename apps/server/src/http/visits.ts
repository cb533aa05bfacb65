import { type DeviceKey, parseDeviceKey, type Visit } from '@sallyport/identity';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Where requests of one listener come from, and which browsers it knows. The device cookie proves nothing: its holder is only spared other people's guesses. */
export interface Visits {
  of(request: FastifyRequest): Visit;
  rememberDevice(reply: FastifyReply, device: DeviceKey): void;
}

const YEAR_SECONDS = 365 * 24 * 3600;

export function createVisits({ origin }: { readonly origin: string }): Visits {
  const secure = origin.startsWith('https:');
  const name = `${secure ? '__Host-' : ''}sallyport-device`;
  return {
    of: (request) => ({ address: request.ip, device: parseDeviceKey(request.cookies[name]) }),
    rememberDevice: (reply, device) => {
      reply.setCookie(name, device, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: YEAR_SECONDS });
    },
  };
}
