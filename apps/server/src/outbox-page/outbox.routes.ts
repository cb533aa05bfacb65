import { readOutbox, readOutboxMail } from '@sallyport/platform';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../http/page.tsx';
import { mailPage, type OutboxPageParts, outboxPage } from './outbox.page.tsx';

const MailAddress = Type.Object({ id: Type.String({ maxLength: 128 }) });

/** Reads the mails of the demonstration, where they are files in a folder. With SMTP there is no such listener. */
export function outboxRoutes(listener: FastifyInstance, parts: OutboxPageParts & { readonly folder: string }): void {
  listener.get('/', async (_, reply) => sendPage(reply, outboxPage(parts, await readOutbox(parts.folder))));

  listener.get<{ Params: Static<typeof MailAddress> }>('/mails/:id', { schema: { params: MailAddress } }, async (request, reply) => {
    const mail = await readOutboxMail(parts.folder, request.params.id);
    if (mail) return sendPage(reply, mailPage(parts, mail));
    reply.callNotFound();
    return reply;
  });
}
