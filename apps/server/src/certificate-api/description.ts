import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { type Answers, type Operation } from './operation.ts';
import { PROBLEM_TYPE } from './problem.ts';
import { components, Problem } from './schemas.ts';

/** The description of the API (OpenAPI 3.1), made of the schemas of the routes themselves: what is not checked is not in it, and what is in it is checked. */

export const DESCRIPTION_PATH = '/openapi.json';
const SECURITY = 'key';

const LEAD = `What the pages of Certificate Services do, for programs: all of it but making and ending keys.

A key is made at the page *API keys*. It acts for the person who made it, and does what it was allowed and they may do at that moment, whichever is less.
Send it as \`Authorization: Bearer sallyport_key_…\`, never in an address.

A refusal is a problem (RFC 9457). Its \`code\` comes from a list that only grows.

Send an \`Idempotency-Key\` with what must not be done twice: sent again within a day, the request is answered as it was the first time.`;

export async function describeApi(api: FastifyInstance, { origin }: { readonly origin: string }): Promise<void> {
  for (const schema of components) api.addSchema(schema);
  await api.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Certificate Services', version: '1', description: LEAD },
      servers: [{ url: origin }],
      components: { securitySchemes: { [SECURITY]: { type: 'http', scheme: 'bearer' } } },
      security: [{ [SECURITY]: [] }],
    },
    refResolver: { buildLocalReference: nameOfComponent },
  });
}

function nameOfComponent({ $id }: { readonly $id?: unknown }): string {
  if (typeof $id !== 'string') throw new TypeError('a schema without a name stands among the components');
  return $id;
}

/** What Fastify checks by, and what stands in the description. */
export function schemaOf({ id, tag, summary, description, scope, params, query, body, answers, method }: Operation) {
  const needs = scope === 'any' ? 'Any key may.' : `The key must be allowed \`${scope}\`.`;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: description === undefined ? needs : `${description}\n\n${needs}`,
    ...(method === 'POST' && { headers: IDEMPOTENCY }),
    // Nothing is taken that is not declared: an address with a key in it is refused.
    params: params ?? NOTHING,
    querystring: query ?? NOTHING,
    ...(body && { body }),
    response: { [answers.status]: responseOf(answers), default: REFUSAL },
  };
}

const NOTHING = Type.Object({}, { additionalProperties: false });
const IDEMPOTENCY = Type.Object({
  'idempotency-key': Type.Optional(Type.String({ description: 'Of your choosing, new for each thing that is to be done.' })),
});
const REFUSAL = { description: 'It was refused.', content: { [PROBLEM_TYPE]: { schema: Problem } } };

function responseOf(answers: Answers) {
  const description = answers.means;
  if ('schema' in answers) return { description, content: { 'application/json': { schema: answers.schema } } };
  if (!('files' in answers)) return { description, type: 'null' };
  const octets = { schema: { type: 'string', contentMediaType: 'application/octet-stream' } };
  return { description, content: Object.fromEntries(answers.files.map((type) => [type, octets])) };
}
