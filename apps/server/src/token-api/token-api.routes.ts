import {
  answerActivation,
  answerContact,
  answerRekey,
  answerTypedActivation,
  confirmActivation,
  type IdentityPorts,
  isRefusal,
  receiveReceipt,
  receiveRemoval,
  type Refusal,
  type RefusalCode,
  startTypedRun,
} from '@sallyport/identity';
import type { Clock } from '@sallyport/platform';
import {
  parseActivationConfirmation,
  parseContact,
  parseReceipt,
  parseRemoval,
  TOKEN_API_REFUSALS,
  TOKEN_API_ROUTES,
  type TokenApiRefusal,
  type TokenApiRefusalCode,
} from '@sallyport/protocol';
import { parseActivationRequest } from '@sallyport/protocol/activation';
import { parseRekeyRequest } from '@sallyport/protocol/rekey';
import { parseTypedActivationRequest, parseTypedActivationStart } from '@sallyport/protocol/activation-typed';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Fault } from '../http/listener.ts';
import type { Visits } from '../http/visits.ts';

/** What the soft token calls (protocol sections 14 and 15): JSON, no cookie; every request proves itself by keys of the token. */

export interface TokenApiParts {
  readonly identity: IdentityPorts;
  readonly clock: Clock;
  readonly visits: Visits;
}

const MAX_BODY_OCTETS = 16 * 1024;

export function tokenApiRoutes(listener: FastifyInstance, parts: TokenApiParts): void {
  const options = { config: { calledByMachines: true }, bodyLimit: MAX_BODY_OCTETS } as const;

  listener.post<{ Params: { activationId: string } }>(TOKEN_API_ROUTES.activation, options, async (request, reply) => {
    const parsed = parseActivationRequest(request.body);
    if (!parsed.ok) return malformed(reply);
    const { activationId } = request.params;
    const outcome = await answerActivation(parts.identity, { activationId, request: parsed.value, visit: parts.visits.of(request) });
    return 'kind' in outcome ? refused(parts, reply, outcome) : reply.send(outcome);
  });

  listener.post(TOKEN_API_ROUTES.typedActivationStart, options, async (request, reply) => {
    const parsed = parseTypedActivationStart(request.body);
    if (!parsed.ok) return malformed(reply);
    const outcome = await startTypedRun(parts.identity, { start: parsed.value, visit: parts.visits.of(request) });
    return 'kind' in outcome ? refused(parts, reply, outcome) : reply.send(outcome);
  });

  listener.post<{ Params: { activationId: string } }>(TOKEN_API_ROUTES.typedActivation, options, async (request, reply) => {
    const parsed = parseTypedActivationRequest(request.body);
    if (!parsed.ok) return malformed(reply);
    const { activationId } = request.params;
    const outcome = await answerTypedActivation(parts.identity, { activationId, request: parsed.value, visit: parts.visits.of(request) });
    return 'kind' in outcome ? refused(parts, reply, outcome) : reply.send(outcome);
  });

  listener.post<{ Params: { activationId: string } }>(TOKEN_API_ROUTES.activationConfirmation, options, async (request, reply) => {
    const parsed = parseActivationConfirmation(request.body);
    if (!parsed.ok) return malformed(reply);
    const { activationId } = request.params;
    const visit = parts.visits.of(request);
    const outcome = await confirmActivation(parts.identity, { activationId, confirmation: parsed.value, visit });
    return 'kind' in outcome ? refused(parts, reply, outcome) : reply.code(204).send();
  });

  listener.post<{ Params: { tokenId: string } }>(TOKEN_API_ROUTES.receipts, options, async (request, reply) => {
    const parsed = parseReceipt(request.body);
    if (!parsed.ok) return malformed(reply);
    const { tokenId } = request.params;
    const outcome = await receiveReceipt(parts.identity, { tokenId, receipt: parsed.value, visit: parts.visits.of(request) });
    return isRefusal(outcome) ? refused(parts, reply, outcome) : reply.code(204).send();
  });

  listener.post<{ Params: { tokenId: string } }>(TOKEN_API_ROUTES.contact, options, async (request, reply) => {
    const parsed = parseContact(request.body);
    if (!parsed.ok) return malformed(reply);
    const { tokenId } = request.params;
    const outcome = await answerContact(parts.identity, { tokenId, contact: parsed.value, visit: parts.visits.of(request) });
    return 'kind' in outcome ? refused(parts, reply, outcome) : reply.send(outcome);
  });

  listener.post<{ Params: { tokenId: string } }>(TOKEN_API_ROUTES.rekey, options, async (request, reply) => {
    const parsed = parseRekeyRequest(request.body);
    if (!parsed.ok) return malformed(reply);
    const { tokenId } = request.params;
    const outcome = await answerRekey(parts.identity, { tokenId, request: parsed.value, visit: parts.visits.of(request) });
    return 'kind' in outcome ? refused(parts, reply, outcome) : reply.send(outcome);
  });

  listener.post<{ Params: { tokenId: string } }>(TOKEN_API_ROUTES.removal, options, async (request, reply) => {
    const parsed = parseRemoval(request.body);
    if (!parsed.ok) return malformed(reply);
    const { tokenId } = request.params;
    const outcome = await receiveRemoval(parts.identity, { tokenId, ...parsed.value, visit: parts.visits.of(request) });
    return isRefusal(outcome) ? refused(parts, reply, outcome) : reply.code(204).send();
  });
}

const CODE_OF_REFUSAL: Partial<Record<RefusalCode, TokenApiRefusalCode>> = {
  'activation-not-found': 'ACT_MISMATCH',
  'activation-mismatch': 'ACT_MISMATCH',
  'activation-expired': 'ACT_EXPIRED',
  'activation-used': 'ACT_USED',
  'activation-not-confirmed': 'CONFIRM_FAILED',
  'receipt-refused': 'RECEIPT_REFUSED',
  'contact-refused': 'CONTACT_REFUSED',
  'rekey-refused': 'REKEY_REFUSED',
  'removal-refused': 'REMOVAL_REFUSED',
  'too-many-attempts': 'RATE_LIMITED',
};

function malformed(reply: FastifyReply): FastifyReply {
  const body: TokenApiRefusal = { error: 'MALFORMED' };
  return reply.code(TOKEN_API_REFUSALS.MALFORMED).send(body);
}

function refused(parts: TokenApiParts, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const error = CODE_OF_REFUSAL[refusal.code] ?? 'INTERNAL';
  const { until } = refusal.details;
  const retryAfterSeconds = until === undefined ? undefined : Math.max(1, Math.ceil((until - parts.clock.now()) / 1000));
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  const body: TokenApiRefusal = retryAfterSeconds === undefined ? { error } : { error, retryAfterSeconds };
  return reply.code(TOKEN_API_REFUSALS[error]).send(body);
}

/** What went wrong before a route was reached, in the words of this API. */
export function tokenApiFault(fault: Fault): TokenApiRefusal {
  return { error: fault.status >= 500 ? 'INTERNAL' : 'MALFORMED' };
}
