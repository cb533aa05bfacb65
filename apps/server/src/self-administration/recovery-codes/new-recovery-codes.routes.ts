import { isRefusal, keepRecoveryCodes, makeRecoveryCodes, viewRecoveryCodes } from '@sallyport/identity';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { withFinished } from '../doors.ts';
import { wordPage } from '../frame.tsx';
import type { Person, SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import { type NewCodesPaths, newRecoveryCodesPage, recoveryCodesFile } from './recovery-codes.pages.tsx';

const NothingAsked = Type.Object({}, { additionalProperties: false });

type Door = (
  handle: (visitor: Visitor) => Promise<FastifyReply> | FastifyReply,
) => (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** Where new codes are made: at any time, or at the end of account set-up. */
export interface NewCodesPlace {
  readonly paths: NewCodesPaths;
  /** Lets in whoever may ask for them; whether they are made, their proofs decide. */
  readonly behind: Door;
  /** The page with the button that makes them. */
  readonly page: (person: Person, error?: string) => VNode;
  /** Where whoever must prove more is led. */
  readonly askForMore: (visitor: Visitor) => Promise<FastifyReply>;
  /** After they were saved. */
  readonly done: string;
}

/** Make new codes → print, save or copy them, once → say that they are saved. */
export function newRecoveryCodesRoutes(listener: FastifyInstance, parts: SelfAdministrationParts, place: NewCodesPlace): void {
  const { paths } = place;

  listener.get(
    paths.make,
    place.behind(({ person, reply }) => sendPage(reply, place.page(person))),
  );

  listener.post(
    paths.make,
    { schema: { body: NothingAsked } },
    place.behind(async (visitor) => {
      const { person, reply, session, request } = visitor;
      const { accountId, proofs } = person;
      const visit = parts.visits.of(request);
      const claim = parts.claims.of(request);
      const outcome = await makeRecoveryCodes(parts.identity, { accountId, proofs, claim, session: session.ref, visit });
      if (!isRefusal(outcome)) {
        await parts.sessions.save(session, withFinished(visitor, 'recovery-codes').session.data);
        return reply.redirect(paths.codes, 303);
      }
      if (outcome.code === 'step-up-needed') return place.askForMore(visitor);
      return sendPage(reply, place.page(person, parts.refusals.sentence(outcome)), outcome.status);
    }),
  );

  /** For the session that made them, until it has saved them. */
  function withCodes(
    send: (visitor: Visitor, codes: Parameters<typeof recoveryCodesFile>[1]['codes']) => FastifyReply | Promise<FastifyReply>,
  ) {
    return place.behind(async (visitor) => {
      const { person, session, reply } = visitor;
      const shown = await viewRecoveryCodes(parts.identity, { accountId: person.accountId, session: session.ref });
      if (!isRefusal(shown)) return send(visitor, shown.codes);
      const { messages } = parts;
      const action = { href: paths.back, label: messages('recoveryCodesTitle') };
      const lead = parts.refusals.sentence(shown);
      return sendPage(reply, wordPage(parts, { title: messages('newRecoveryCodesTitle'), lead, action }), shown.status);
    });
  }

  listener.get(
    paths.codes,
    withCodes(({ person, reply }, codes) => sendPage(reply, newRecoveryCodesPage(parts, { person, codes, paths }))),
  );

  listener.get(
    paths.file,
    withCodes(({ person, reply }, codes) =>
      reply
        .type('text/plain; charset=utf-8')
        .header('content-disposition', 'attachment; filename="recovery-codes.txt"')
        .send(recoveryCodesFile(parts, { person, codes })),
    ),
  );

  listener.post(
    paths.saved,
    { schema: { body: NothingAsked } },
    place.behind(async ({ person, reply }) => {
      await keepRecoveryCodes(parts.identity, { accountId: person.accountId });
      return reply.redirect(place.done, 303);
    }),
  );
}
