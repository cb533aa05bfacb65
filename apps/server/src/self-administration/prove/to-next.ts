import type { Proof } from '@sallyport/identity';
import type { FastifyReply } from 'fastify';
import { addProof } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';

/** Keeps the proof and leads on: to the page that asked for it; whoever came with a PIN Reset Code goes on with that. */
export async function toNext(parts: SelfAdministrationParts, visitor: Visitor, proof: Proof): Promise<FastifyReply> {
  const { wanted, ...data } = visitor.session.data;
  await addProof(parts, { ...visitor, session: { ...visitor.session, data } }, proof);
  return visitor.reply.redirect(wanted ?? (data.handedOver ? PATHS.unlock : PATHS.actions), 303);
}
