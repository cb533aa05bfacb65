import type { Proof } from '@sallyport/identity';
import type { FastifyReply } from 'fastify';
import { addProof } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationData, SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';

/** Keeps the proof and leads on: to the page that asked for it; whoever came with a PIN Reset Code goes on with that. */
export async function toNext(parts: SelfAdministrationParts, visitor: Visitor, proof: Proof): Promise<FastifyReply> {
  const { page, data } = nextOf(visitor);
  await addProof(parts, { ...visitor, session: { ...visitor.session, data } }, proof);
  return visitor.reply.redirect(page, 303);
}

/** The same without a further proof. */
export async function goOn(parts: SelfAdministrationParts, visitor: Visitor): Promise<FastifyReply> {
  const { page, data } = nextOf(visitor);
  await parts.sessions.save(visitor.session, data);
  return visitor.reply.redirect(page, 303);
}

function nextOf({ session }: Visitor): { readonly page: string; readonly data: SelfAdministrationData } {
  const { wanted, wantedFor: _asked, ...data } = session.data;
  return { page: wanted ?? (data.handedOver ? PATHS.unlock : PATHS.actions), data };
}
