import {
  answerActivation,
  confirmActivation,
  type IdentityPorts,
  isRefusal,
  receiveReceipt,
  type Refusal,
  type RefusalCode,
} from '@sallyport/identity';
import type { Clock } from '@sallyport/platform';
import {
  type ActivationConfirmation,
  type ActivationRequest,
  TOKEN_API_REFUSALS,
  TOKEN_API_ROUTES,
  type TokenApiRefusal,
  type TokenApiRefusalCode,
  type TokenReceipt,
} from '@sallyport/protocol';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import type { Fault } from '../http/listener.ts';
import { visitOf } from '../http/visit.ts';

/** What the soft token calls (protocol sections 14 and 15): JSON, no cookie; every request proves itself by keys of the token. */

export interface TokenApiParts {
  readonly identity: IdentityPorts;
  readonly clock: Clock;
  readonly overTls: boolean;
}

const Octets32 = Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' });
const Id = Type.String({ pattern: '^[A-Za-z0-9_-]{22}$' });
const ActivationAddress = Type.Object({ activationId: Id });
const TokenAddress = Type.Object({ tokenId: Id });
const RequestBody = Type.Object(
  { enc: Octets32, ct: Type.String({ pattern: '^[A-Za-z0-9_-]+$', maxLength: 8192 }) },
  { additionalProperties: false },
);
const ConfirmationBody = Type.Object({ mac: Octets32, otp: Type.String({ pattern: '^[0-9]{6,8}$' }) }, { additionalProperties: false });
const ReceiptBody = Type.Object(
  {
    epoch: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    what: Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3)]),
    time: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    mac: Octets32,
  },
  { additionalProperties: false },
);

export function tokenApiRoutes(listener: FastifyInstance, parts: TokenApiParts): void {
  const config = { calledByMachines: true } as const;

  listener.post<{ Params: Static<typeof ActivationAddress>; Body: ActivationRequest }>(
    TOKEN_API_ROUTES.activation,
    { config, schema: { params: ActivationAddress, body: RequestBody } },
    async (request, reply) => {
      const { activationId } = request.params;
      const outcome = await answerActivation(parts.identity, {
        activationId,
        request: request.body,
        visit: visitOf(request, parts.overTls),
      });
      return 'kind' in outcome ? refused(parts, reply, outcome) : reply.send(outcome);
    },
  );

  listener.post<{ Params: Static<typeof ActivationAddress>; Body: ActivationConfirmation }>(
    TOKEN_API_ROUTES.activationConfirmation,
    { config, schema: { params: ActivationAddress, body: ConfirmationBody } },
    async (request, reply) => {
      const { activationId } = request.params;
      const visit = visitOf(request, parts.overTls);
      const outcome = await confirmActivation(parts.identity, { activationId, confirmation: request.body, visit });
      return isRefusal(outcome) ? refused(parts, reply, outcome) : reply.code(204).send();
    },
  );

  listener.post<{ Params: Static<typeof TokenAddress>; Body: TokenReceipt }>(
    TOKEN_API_ROUTES.receipts,
    { config, schema: { params: TokenAddress, body: ReceiptBody } },
    async (request, reply) => {
      const { tokenId } = request.params;
      const outcome = await receiveReceipt(parts.identity, { tokenId, receipt: request.body, visit: visitOf(request, parts.overTls) });
      return isRefusal(outcome) ? refused(parts, reply, outcome) : reply.code(204).send();
    },
  );
}

const CODE_OF_REFUSAL: Partial<Record<RefusalCode, TokenApiRefusalCode>> = {
  'activation-not-found': 'ACT_MISMATCH',
  'activation-mismatch': 'ACT_MISMATCH',
  'activation-expired': 'ACT_EXPIRED',
  'activation-used': 'ACT_USED',
  'activation-not-confirmed': 'CONFIRM_FAILED',
  'receipt-refused': 'RECEIPT_REFUSED',
  'too-many-attempts': 'RATE_LIMITED',
};

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
  return { error: fault.kind === 'unexpected' ? 'INTERNAL' : 'MALFORMED' };
}
