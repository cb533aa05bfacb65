import { createHash } from 'node:crypto';
import {
  type AnswerPlace,
  type Program,
  beginRequest,
  dropRequest,
  isRefusal,
  keepAnswer,
  parseIdempotencyKey,
} from '@sallyport/certificates';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CertificateApiParts } from './api-parts.ts';
import type { Operation, Outcome } from './operation.ts';
import { type Sendable, sendAnswer, sendableOf, sendOutcome, sendRefusal } from './sending.ts';

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly person: Program;
  readonly operation: Operation;
  readonly run: () => Promise<Outcome>;
}

/**
 * Does what is asked, once under each `Idempotency-Key`; without one, each time. What was refused did nothing, so its key is free for another try. What threw is neither done again nor
 * answered: nobody knows how far it came.
 */
export async function answerOnce(parts: CertificateApiParts, exchange: Exchange): Promise<FastifyReply> {
  const { request, reply, operation, run } = exchange;
  const header = request.headers['idempotency-key'];
  if (header === undefined) return sendOutcome(parts, reply, { operation, outcome: await run() });
  const idempotencyKey = parseIdempotencyKey(header.toString());
  if (typeof idempotencyKey !== 'string') return sendRefusal(parts, reply, idempotencyKey);
  const place: AnswerPlace = { keyId: exchange.person.through.keyId, idempotencyKey };
  const begun = await beginRequest(parts.certificates, { place, hash: hashOf(request) });
  switch (begun.kind) {
    case 'refusal':
      return sendRefusal(parts, reply, begun);
    case 'answered':
      return sendAnswer(reply.header('idempotent-replayed', 'true'), JSON.parse(begun.answer) as Sendable);
    case 'begun': {
      const outcome = await run();
      await settle(parts, { place, operation, outcome });
      return sendOutcome(parts, reply, { operation, outcome });
    }
  }
}

function settle(
  { certificates }: CertificateApiParts,
  { place, operation, outcome }: { readonly place: AnswerPlace; readonly operation: Operation; readonly outcome: Outcome },
): Promise<void> {
  const kept = isRefusal(outcome) ? undefined : sendableOf(operation, outcome);
  return kept === undefined ? dropRequest(certificates, place) : keepAnswer(certificates, { place, answer: JSON.stringify(kept) });
}

/** Another body, or another address, is another request. */
function hashOf({ method, url, body }: FastifyRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([method, url, body ?? null]))
    .digest('hex');
}
