import type { CertificatesPorts, Program, Refusal, Scope } from '@sallyport/certificates';
import type { Static, TObject, TSchema } from 'typebox';

/**
 * One thing that a program can ask for. An operation is a file that says what it takes, what it answers and which verb does it; from that come its route, its checks and its place in
 * the description. To add one: write the file, and name it in `operations.ts`.
 */
export interface Operation {
  /** Unique, for clients that are made from the description: `listCertificates`. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/api/v1`, with names in it as Fastify writes them: `/certificates/:certificateId`. */
  readonly path: string;
  readonly tag: Tag;
  /** For the description. */
  readonly summary: string;
  readonly description?: string;
  /** What a key must be allowed; the verb asks for the same once more. */
  readonly scope: Scope | 'any';
  readonly params: TObject | undefined;
  readonly query: TObject | undefined;
  readonly body: TObject | undefined;
  /** Of a body that may be larger than others. */
  readonly bodyMaxOctets?: number;
  readonly answers: Answers;
  /** How many things are asked for at once; one when left out. */
  readonly countIn?: (body: unknown) => number;
  readonly run: (call: Call) => Promise<Outcome>;
}

export type Tag =
  | 'Requests'
  | 'Certificates'
  | 'Inventory'
  | 'Domains'
  | 'Organisation'
  | 'People'
  | 'Profiles'
  | 'Overview'
  | 'Notices'
  | 'Webhooks'
  | 'This API';

/** How it is answered when it is done; every refusal is a problem (RFC 9457). */
export type Answers =
  | { readonly status: 200 | 201; readonly means: string; readonly schema: TSchema }
  | { readonly status: 204; readonly means: string }
  /** Octets, by media type. */
  | { readonly status: 200; readonly means: string; readonly files: readonly string[] };

export interface Call<Params = unknown, Query = unknown, Body = unknown> {
  readonly person: Program;
  readonly certificates: CertificatesPorts;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
}

export type Outcome<Answer = unknown> =
  | Refusal
  | { readonly kind: 'answer'; readonly answer: Answer; readonly location?: string }
  | { readonly kind: 'file'; readonly type: string; readonly name: string; readonly content: string | Uint8Array }
  | { readonly kind: 'done' }
  /** What the address names is not there: a file of a certificate that is not issued. */
  | { readonly kind: 'nothing' };

/** Whatever an operation takes, by name; what is left out is not taken. */
interface Given<Params extends TObject, Query extends TObject, Body extends TObject, Answer extends TSchema>
  extends Omit<Operation, 'params' | 'query' | 'body' | 'answers' | 'run'> {
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  readonly answers: Answers & { readonly schema?: Answer };
  readonly run: (call: Call<Static<Params>, Static<Query>, Static<Body>>) => Promise<Outcome<Static<Answer>>>;
}

/** Gives `run` what the schemas say, by their types: whatever reaches it has been checked against them. */
export function operation<
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TObject = TObject,
  Answer extends TSchema = TSchema,
>(given: Given<Params, Query, Body, Answer>): Operation {
  return {
    ...given,
    params: given.params,
    query: given.query,
    body: given.body,
    run: (call) => given.run(call as Call<Static<Params>, Static<Query>, Static<Body>>),
  };
}

/** The refusal, or what it leads to. */
export function answer<Good extends object, Answer>(
  outcome: Good | Refusal,
  show: (good: Exclude<Good, Refusal>) => Answer,
): Outcome<Answer> {
  return isRefused(outcome) ? outcome : { kind: 'answer', answer: show(outcome as Exclude<Good, Refusal>) };
}

/** The refusal, or nothing more to say. */
export function done(outcome: object): Outcome<never> {
  return isRefused(outcome) ? outcome : { kind: 'done' };
}

function isRefused(outcome: object): outcome is Refusal {
  return 'kind' in outcome && outcome.kind === 'refusal';
}
