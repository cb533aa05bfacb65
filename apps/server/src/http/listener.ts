import cookie from '@fastify/cookie';
import formBody from '@fastify/formbody';
import { type Log, newOperationId, NoRoom, type Randomness } from '@sallyport/platform';
import fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { isTheOneProxy, originPin } from './forwarded-headers.ts';
import type { RefusalHold } from './hold-refusals.ts';
import { schemaController } from './schema-compilers.ts';
import { isSafeMethod, isSameOrigin } from './same-origin.ts';
import { type HeaderPolicy, securityHeaders } from './security-headers.ts';

/** One origin of the server: its own Fastify instance, with what every page and every API of ours has in common. */

export interface ListenerOptions {
  readonly name: string;
  /** The configured origin; addresses are built from it, never from a request header. */
  readonly origin: string;
  readonly log: Log;
  readonly randomness: Randomness;
  readonly headers: Omit<HeaderPolicy, 'overTls'>;
  /** Renders what went wrong in the way of this listener: a page, or JSON for an API. */
  readonly renderFault: (fault: Fault, exchange: { request: FastifyRequest; reply: FastifyReply }) => unknown;
  /** True when the database answers; `GET /healthz` tells it. */
  readonly isHealthy: () => Promise<boolean>;
  /** True when one proxy stands in front and names the visitor. */
  readonly trustProxy: boolean;
  readonly refusals: RefusalHold;
}

export type FaultKind = 'not-found' | 'not-understood' | 'wrong-origin' | 'too-large' | 'no-room' | 'unexpected';

export interface Fault {
  readonly kind: FaultKind;
  readonly status: number;
  /** Names this request in the log, for somebody who reports it. */
  readonly operationId: string;
}

const BODY_LIMIT_OCTETS = 64 * 1024;

export async function createListener(options: ListenerOptions): Promise<FastifyInstance> {
  const overTls = options.origin.startsWith('https:');
  const logger: FastifyBaseLogger = options.log;
  const listener = fastify({
    genReqId: () => newOperationId(options.randomness),
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_OCTETS,
    trustProxy: options.trustProxy && isTheOneProxy,
    forceCloseConnections: true,
    // Bad input is refused as it stands: nothing is coerced into shape and nothing unknown is dropped unseen.
    schemaController,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, allErrors: false } },
  });
  await listener.register(cookie);
  await listener.register(formBody);

  const headers = { ...securityHeaders({ ...options.headers, overTls }), 'cache-control': 'no-store' };
  const pinOrigin = originPin(options.origin);
  listener.addHook('onRequest', async (request, reply) => {
    pinOrigin(request.raw);
    reply.headers(headers);
    const origin = { method: request.method, fetchSite: request.headers['sec-fetch-site']?.toString(), origin: request.headers.origin };
    if (isCalledByMachines(request) || isSameOrigin(origin, options.origin)) return;
    await fail({ kind: 'wrong-origin', status: 403, operationId: request.id }, { request, reply });
  });
  listener.addHook('onSend', async (request, reply, payload) => {
    const isRefusal = reply.statusCode >= 400 && !isSafeMethod(request.method) && !isCalledByMachines(request);
    if (isRefusal && (await options.refusals.before(request.ip)) === 'close') reply.header('connection', 'close');
    return payload;
  });
  listener.addHook('onResponse', (request, reply, done) => {
    request.log.info({
      route: request.routeOptions.url,
      method: request.method,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    });
    done();
  });

  async function fail(fault: Fault, exchange: { request: FastifyRequest; reply: FastifyReply }) {
    exchange.reply.code(fault.status);
    return exchange.reply.send(await options.renderFault(fault, exchange));
  }
  listener.setNotFoundHandler((request, reply) => fail({ kind: 'not-found', status: 404, operationId: request.id }, { request, reply }));
  listener.setErrorHandler((error: FastifyError, request, reply) => {
    const fault = faultOf(error, request.id);
    if (fault.status >= 500) request.log.error({ err: error }, 'a request failed');
    return fail(fault, { request, reply });
  });

  listener.get('/healthz', { config: { calledByMachines: true } }, async (_, reply) => {
    const healthy = await options.isHealthy();
    return reply.code(healthy ? 200 : 503).send({ status: healthy ? 'ok' : 'database unreachable', listener: options.name });
  });
  return listener;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Routes for programs, which hold no cookie of ours and prove themselves in the request: no same-origin check. */
    calledByMachines?: true;
  }
}

function isCalledByMachines(request: FastifyRequest): boolean {
  return request.routeOptions.config.calledByMachines === true;
}

/** Exceptions are bugs, save for the few by which Fastify says that a request is malformed. */
function faultOf(error: FastifyError, operationId: string): Fault {
  if (error.validation !== undefined) return { kind: 'not-understood', status: 400, operationId };
  if (error.statusCode === 413) return { kind: 'too-large', status: 413, operationId };
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return { kind: 'not-understood', status: error.statusCode, operationId };
  }
  if (error instanceof NoRoom) return { kind: 'no-room', status: 503, operationId };
  return { kind: 'unexpected', status: 500, operationId };
}
