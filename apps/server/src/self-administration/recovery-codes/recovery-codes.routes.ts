import { countRecoveryCodes, isRefusal, keepRecoveryCodes, makeRecoveryCodes, viewRecoveryCodes } from '@sallyport/identity';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { askToSignIn, behind } from '../doors.ts';
import { wordPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import { makeRecoveryCodesPage, newRecoveryCodesPage, recoveryCodesFile, recoveryCodesPage } from './recovery-codes.pages.tsx';

const NothingAsked = Type.Object({}, { additionalProperties: false });

/** Recovery codes: how many are left → make new ones → print, save or copy them, once. */
export function recoveryCodesRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  listener.get(
    PATHS.recoveryCodes,
    behind(parts, 'proved', async ({ person, reply }) => {
      const count = await countRecoveryCodes(parts.identity, { accountId: person.accountId });
      return sendPage(reply, recoveryCodesPage(parts, { person, count }));
    }),
  );

  listener.get(
    PATHS.makeRecoveryCodes,
    behind(parts, 'strong', ({ person, reply }) => sendPage(reply, makeRecoveryCodesPage(parts, person))),
  );

  listener.post(
    PATHS.makeRecoveryCodes,
    { schema: { body: NothingAsked } },
    behind(parts, 'strong', async (visitor) => {
      const { person, reply, session, request } = visitor;
      const { accountId, proofs } = person;
      const visit = parts.visits.of(request);
      const outcome = await makeRecoveryCodes(parts.identity, { accountId, proofs, session: session.ref, visit });
      if (!isRefusal(outcome)) return reply.redirect(PATHS.newRecoveryCodes, 303);
      if (outcome.code === 'step-up-needed') return askToSignIn(parts, visitor, PATHS.makeRecoveryCodes);
      return sendPage(reply, makeRecoveryCodesPage(parts, person, parts.refusals.sentence(outcome)), outcome.status);
    }),
  );

  const codesFor = ({ person, session }: Visitor) =>
    viewRecoveryCodes(parts.identity, { accountId: person.accountId, session: session.ref });

  listener.get(
    PATHS.newRecoveryCodes,
    behind(parts, 'proved', async (visitor) => {
      const shown = await codesFor(visitor);
      if (isRefusal(shown)) return sendPage(visitor.reply, notShownPage(parts.refusals.sentence(shown)), shown.status);
      return sendPage(visitor.reply, newRecoveryCodesPage(parts, { person: visitor.person, ...shown }));
    }),
  );

  listener.get(
    PATHS.newRecoveryCodesFile,
    behind(parts, 'proved', async (visitor) => {
      const shown = await codesFor(visitor);
      if (isRefusal(shown)) return sendPage(visitor.reply, notShownPage(parts.refusals.sentence(shown)), shown.status);
      return visitor.reply
        .type('text/plain; charset=utf-8')
        .header('content-disposition', 'attachment; filename="recovery-codes.txt"')
        .send(recoveryCodesFile(parts, { person: visitor.person, ...shown }));
    }),
  );

  listener.post(
    PATHS.recoveryCodesSaved,
    { schema: { body: NothingAsked } },
    behind(parts, 'proved', async ({ person, reply }) => {
      await keepRecoveryCodes(parts.identity, { accountId: person.accountId });
      return reply.redirect(PATHS.recoveryCodes, 303);
    }),
  );

  function notShownPage(lead: string) {
    const { messages } = parts;
    const action = { href: PATHS.recoveryCodes, label: messages('recoveryCodesTitle') };
    return wordPage(parts, { title: messages('newRecoveryCodesTitle'), lead, action });
  }
}
