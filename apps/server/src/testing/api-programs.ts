import { Validator } from '@seriousme/openapi-schema-validator';
import { type OrganisationId, type PersonId, type Scope, isRefusal, listApiKeys, makeApiKey } from '@sallyport/certificates';
import { Compile } from 'typebox/schema';
import type { StaffMember } from './certificate-staff.ts';
import type { RunningServer } from './running-server.ts';

/** Programs of people, whose every answer is held against the description of the API. */
export interface ApiProgram {
  readonly key: string;
  readonly keyId: string;
  ask(request: ApiRequest): Promise<ApiAnswer>;
}

export interface ApiRequest {
  readonly method: string;
  /** Below `/api/v1`. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined where there was none, or a file. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
  readonly text: string;
}

export interface Description {
  readonly document: OpenApi;
  /** The operations that were answered as they should be when they are done. */
  readonly done: Set<string>;
  hold(request: ApiRequest, answer: ApiAnswer): void;
}

export interface OpenApi {
  readonly components: object;
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
}

interface DescribedOperation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>>;
}

export function apiOrigin({ configuration }: RunningServer): string {
  return `${configuration.listeners['certificate-services'].origin}/api/v1`;
}

export async function readDescription(server: RunningServer): Promise<Description> {
  const document = (await (await fetch(`${apiOrigin(server)}/openapi.json`)).json()) as OpenApi;
  const judged = await new Validator().validate(structuredClone(document) as never);
  if (!judged.valid) throw new Error(`the description is no OpenAPI: ${JSON.stringify(judged.errors)}`);
  const done = new Set<string>();
  return {
    document,
    done,
    hold: ({ method, path }, { status, headers, json, text }) => {
      const operation = operationAt(document, { method, path });
      if (operation === undefined) return;
      const name = String(status) in operation.responses ? String(status) : 'default';
      const { content } = operation.responses[name] ?? {};
      const [type = ''] = (headers.get('content-type') ?? '').split(';');
      if (content === undefined) {
        if (text !== '') throw new Error(`${operation.operationId} answered ${String(status)} with more than its description says`);
      } else {
        if (!(type in content)) throw new Error(`${operation.operationId} answered ${String(status)} with ${type}`);
        const validator = Compile({ ...content[type]?.schema, components: document.components });
        if (!validator.Check(json ?? text)) {
          throw new Error(`${operation.operationId} ${String(status)}: ${JSON.stringify(validator.Errors(json ?? text))}`);
        }
      }
      if (name !== 'default') done.add(operation.operationId);
    },
  };
}

/** The operation of the description that this request is for. */
function operationAt(document: OpenApi, { method, path }: Pick<ApiRequest, 'method' | 'path'>): DescribedOperation | undefined {
  const [asked = ''] = `/api/v1${path}`.split('?');
  const parts = asked.split('/');
  for (const [template, methods] of Object.entries(document.paths)) {
    const names = template.split('/');
    const fits = names.length === parts.length && names.every((name, index) => name.startsWith('{') || name === parts[index]);
    const operation = methods[method.toLowerCase()];
    if (fits && operation !== undefined) return operation;
  }
  return undefined;
}

export async function programOf(
  server: RunningServer,
  given: { readonly member: StaffMember; readonly description: Description; readonly scopes?: readonly Scope[] },
): Promise<ApiProgram> {
  const { member, description, scopes } = given;
  const { certificates } = server.installation;
  const personId = member.person.accountId as string as PersonId;
  const { organisation_id: organisationId, allowed } = await whoIs(server, personId);
  const person = { personId, organisationId, level: 2, network: '192.0.2.1' } as const;
  const wish = { name: 'test', scopes: scopes ?? allowed, days: 30 };
  const made = await makeApiKey(certificates, { person, wish });
  if (isRefusal(made)) throw new Error(`${made.code}: ${made.reason}`);
  const key = made.key.reveal();
  return {
    key,
    keyId: made.keyId,
    ask: async (request) => {
      const answer = await askApi(server, { ...request, headers: { authorization: `Bearer ${key}`, ...request.headers } });
      description.hold(request, answer);
      return answer;
    },
  };
}

/** Without a key of its own, and without being held against anything. */
export async function askApi(server: RunningServer, { method, path, body, headers = {} }: ApiRequest): Promise<ApiAnswer> {
  const response = await fetch(apiOrigin(server) + path, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return {
    status: response.status,
    headers: response.headers,
    json: isJson && text !== '' ? (JSON.parse(text) as ApiAnswer['json']) : undefined,
    text,
  };
}

/** Everything that this person’s roles allow. */
async function whoIs(
  server: RunningServer,
  personId: PersonId,
): Promise<{ readonly organisation_id: OrganisationId; readonly allowed: readonly Scope[] }> {
  const { query } = server.installation.database;
  const { organisation_id } = await query
    .selectFrom('certificate_person')
    .select('organisation_id')
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  const { certificates } = server.installation;
  const listed = await listApiKeys(certificates, { person: { personId, organisationId: organisation_id, level: 2, network: '192.0.2.1' } });
  if (isRefusal(listed)) throw new Error(listed.code);
  return { organisation_id, allowed: listed.scopes };
}
