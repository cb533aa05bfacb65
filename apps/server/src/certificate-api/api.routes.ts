import { NoRoom } from '@sallyport/platform';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { answerOnce } from './answer-once.ts';
import type { CertificateApiParts } from './api-parts.ts';
import { DESCRIPTION_PATH, describeApi, schemaOf } from './description.ts';
import type { Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { FAULTS, type FaultCode } from './problem.ts';
import { problemMessages } from './problems.messages.ts';
import { createPrograms, type Programs, sendTooMany } from './programs.ts';
import type { Problem } from './schemas.ts';
import { API_PREFIX, sendFault, sendOutcome } from './sending.ts';

/** Certificate Services for programs: the verbs of the pages, behind a key. No cookie is read here, so a browser lends nobody what it holds. */
export async function certificateApi(listener: FastifyInstance, parts: CertificateApiParts): Promise<void> {
  await listener.register(
    async (api) => {
      api.removeContentTypeParser(['application/x-www-form-urlencoded', 'text/plain']);
      api.setErrorHandler((error: FastifyError, request, reply) => {
        const code = faultOf(error);
        if (FAULTS[code] >= 500) request.log.error({ err: error }, 'a request failed');
        return sendFault(reply, code, { errors: mistakesIn(error) });
      });
      await describeApi(api, parts);
      const programs = createPrograms(parts);
      for (const operation of OPERATIONS) addOperation(api, { parts, programs, operation });
      api.get(DESCRIPTION_PATH, { schema: { hide: true }, config: { calledByMachines: true } }, (_, reply) => reply.send(api.swagger()));
      addNothing(api);
    },
    { prefix: API_PREFIX },
  );
}

interface Adding {
  readonly parts: CertificateApiParts;
  readonly programs: Programs;
  readonly operation: Operation;
}

function addOperation(api: FastifyInstance, { parts, programs, operation }: Adding): void {
  api.route({
    method: operation.method,
    url: operation.path,
    schema: schemaOf(operation),
    ...(operation.bodyMaxOctets !== undefined && { bodyLimit: operation.bodyMaxOctets }),
    config: { calledByMachines: true },
    onRequest: (request, reply) => programs.letIn(request, reply),
    handler: async (request, reply) => {
      const person = programs.of(request);
      const { params, query, body } = request;
      if (!programs.mayDoMany(person, operation.countIn?.(body) ?? 1)) return sendTooMany(reply);
      const run = () => operation.run({ person, certificates: parts.certificates, params, query, body });
      if (operation.method === 'POST') return answerOnce(parts, { request, reply, person, operation, run });
      return sendOutcome(parts, reply, { operation, outcome: await run() });
    },
  });
}

/** What is none of the operations: another address, or another method of one. */
function addNothing(api: FastifyInstance): void {
  api.route({
    method: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'],
    url: '/*',
    schema: { hide: true },
    config: { calledByMachines: true },
    // Nothing of what was sent is looked at.
    onRequest: async ({ url }, reply) => sendNothing(reply, methodsAt(url)),
    handler: (_, reply) => sendFault(reply, 'not-found'),
  });
}

function sendNothing(reply: FastifyReply, methods: readonly string[]): FastifyReply {
  if (methods.length === 0) return sendFault(reply, 'not-found');
  const list = methods.join(', ');
  // RFC 9110 section 15.5.6.
  reply.header('allow', list);
  return sendFault(reply, 'method-not-allowed', { detail: problemMessages['method-not-allowed'].replace('{methods}', list) });
}

/** The methods that this address takes. */
function methodsAt(url: string): readonly string[] {
  const [path = ''] = url.slice(API_PREFIX.length).split('?');
  const parts = path.split('/');
  const all = [...OPERATIONS, { method: 'GET', path: DESCRIPTION_PATH }];
  const here = all.filter((operation) => {
    const names = operation.path.split('/');
    return names.length === parts.length && names.every((name, index) => name.startsWith(':') || name === parts[index]);
  });
  return [...new Set(here.map(({ method }) => method))].sort();
}

/** Exceptions are bugs, save for those by which Fastify says that a request is malformed. */
function faultOf(error: FastifyError): FaultCode {
  const { validation, statusCode = 500 } = error;
  if (error instanceof NoRoom) return 'no-room';
  if (validation !== undefined) return 'not-understood';
  if (statusCode === 413) return 'too-large';
  if (statusCode === 415) return 'media-type-refused';
  return statusCode >= 400 && statusCode < 500 ? 'not-understood' : 'unexpected';
}

function mistakesIn({ validation = [], validationContext = 'body' }: FastifyError): NonNullable<Problem['errors']> {
  return validation.map(({ instancePath, message = '' }) => ({ at: `/${validationContext}${instancePath}`, says: message }));
}
