import { isRefusal, type Refusal } from '@sallyport/certificates';
import type { FastifyReply } from 'fastify';
import type { CertificateApiParts } from './api-parts.ts';
import type { Operation, Outcome } from './operation.ts';
import { FAULTS, type FaultCode, PROBLEM_TYPE, problem, problemOf } from './problem.ts';
import { problemMessages } from './problems.messages.ts';
import type { Problem } from './schemas.ts';

/** The last step: what came of it, as HTTP says it. */

/** An answer that can be kept and sent again. */
export interface Sendable {
  readonly status: number;
  readonly body?: unknown;
  /** Below the API's own address. */
  readonly location?: string;
}

export const API_PREFIX = '/api/v1';

export function sendAnswer(reply: FastifyReply, { status, body, location }: Sendable): FastifyReply {
  if (location !== undefined) reply.header('location', API_PREFIX + location);
  reply.code(status);
  return body === undefined ? reply.send() : reply.type('application/json').send(body);
}

/** Undefined for a file, which is only read and never kept. */
export function sendableOf(operation: Operation, outcome: Exclude<Outcome, Refusal>): Sendable | undefined {
  const { status } = operation.answers;
  switch (outcome.kind) {
    case 'answer':
      return { status, body: outcome.answer, ...(outcome.location !== undefined && { location: outcome.location }) };
    case 'done':
      return { status };
    case 'file':
    case 'nothing':
      return undefined;
  }
}

export function sendOutcome(
  parts: CertificateApiParts,
  reply: FastifyReply,
  { operation, outcome }: { readonly operation: Operation; readonly outcome: Outcome },
): FastifyReply {
  if (isRefusal(outcome)) return sendRefusal(parts, reply, outcome);
  switch (outcome.kind) {
    case 'file': {
      const { type, name, content } = outcome;
      reply.type(type).header('content-disposition', `attachment; filename="${name}"`);
      return reply.send(typeof content === 'string' ? content : Buffer.from(content));
    }
    case 'nothing':
      return sendFault(reply, 'not-found');
    case 'answer':
    case 'done':
      return sendAnswer(reply, sendableOf(operation, outcome) ?? { status: operation.answers.status });
  }
}

export function sendRefusal({ refusals }: CertificateApiParts, reply: FastifyReply, refusal: Refusal): FastifyReply {
  return sendProblem(reply, problemOf(refusal, { refusals, requestId: reply.request.id }));
}

export function sendFault(
  reply: FastifyReply,
  code: FaultCode,
  more: { readonly detail?: string; readonly errors?: Problem['errors'] } = {},
): FastifyReply {
  const { detail = problemMessages[code], errors = [] } = more;
  const told = problem({ code, status: FAULTS[code], detail, requestId: reply.request.id });
  return sendProblem(reply, errors.length === 0 ? told : { ...told, errors });
}

function sendProblem(reply: FastifyReply, told: Problem): FastifyReply {
  return reply.code(told.status).type(PROBLEM_TYPE).send(told);
}
