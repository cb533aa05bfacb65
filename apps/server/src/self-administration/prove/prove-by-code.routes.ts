import { answerMailedCode, isRefusal, sendMailedCode, spendRecoveryCode, spendTemporaryAccessCode } from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { askToSignIn, behind } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';
import { answerMailedCodePage, recoveryCodePage, sendMailedCodePage, temporaryAccessPage } from './prove.pages.tsx';
import { toNext } from './to-next.ts';

const CodeForm = Type.Object({ code: Type.String({ maxLength: 64 }) }, { additionalProperties: false });
type CodeForm = Static<typeof CodeForm>;
const NothingAsked = Type.Object({}, { additionalProperties: false });

/** Codes that were saved on paper, issued for a while, or come by mail. */
export function proveByCodeRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  listener.get(
    PATHS.proveRecoveryCode,
    behind(parts, 'signed-in', ({ reply, person }) => sendPage(reply, recoveryCodePage(parts, { person }))),
  );

  listener.post<{ Body: CodeForm }>(
    PATHS.proveRecoveryCode,
    { schema: { body: CodeForm } },
    behind(parts, 'signed-in', async (visitor) => {
      const { person, reply, request } = visitor;
      const { code } = request.body as CodeForm;
      const { accountId } = person;
      const outcome = await spendRecoveryCode(parts.identity, { accountId, code: new Secret(code), visit: parts.visits.of(request) });
      if (!isRefusal(outcome)) return toNext(parts, visitor, outcome.proof);
      const view = { person, error: parts.refusals.sentence(outcome), badGroups: outcome.details.groups ?? [] };
      return sendPage(reply, recoveryCodePage(parts, view), outcome.status);
    }),
  );

  listener.get(
    PATHS.proveTemporaryAccess,
    behind(parts, 'signed-in', ({ reply, person }) => sendPage(reply, temporaryAccessPage(parts, { person }))),
  );

  listener.post<{ Body: CodeForm }>(
    PATHS.proveTemporaryAccess,
    { schema: { body: CodeForm } },
    behind(parts, 'signed-in', async (visitor) => {
      const { person, reply, request } = visitor;
      const code = new Secret((request.body as CodeForm).code);
      const visit = parts.visits.of(request);
      const outcome = await spendTemporaryAccessCode(parts.identity, { accountId: person.accountId, code, visit });
      if (!isRefusal(outcome)) return toNext(parts, visitor, outcome.proof);
      const view = { person, error: parts.refusals.sentence(outcome), badGroups: outcome.details.groups ?? [] };
      return sendPage(reply, temporaryAccessPage(parts, view), outcome.status);
    }),
  );

  listener.get(
    PATHS.proveMailedCode,
    behind(parts, 'signed-in', ({ reply, person }) => sendPage(reply, sendMailedCodePage(parts, { person }))),
  );

  listener.post(
    PATHS.proveMailedCodeSend,
    { schema: { body: NothingAsked } },
    behind(parts, 'signed-in', async (visitor) => {
      const { person, reply, request } = visitor;
      const { accountId, federationSession: session } = person;
      if (session === undefined) return askToSignIn(parts, visitor, PATHS.proveMailedCode);
      const outcome = await sendMailedCode(parts.identity, { accountId, session, visit: parts.visits.of(request) });
      if (!isRefusal(outcome)) return reply.redirect(PATHS.proveMailedCodeAnswer, 303);
      return sendPage(reply, sendMailedCodePage(parts, { person, error: parts.refusals.sentence(outcome) }), outcome.status);
    }),
  );

  listener.get(
    PATHS.proveMailedCodeAnswer,
    behind(parts, 'signed-in', ({ reply, person }) => sendPage(reply, answerMailedCodePage(parts, { person }))),
  );

  listener.post<{ Body: CodeForm }>(
    PATHS.proveMailedCodeAnswer,
    { schema: { body: CodeForm } },
    behind(parts, 'signed-in', async (visitor) => {
      const { person, reply, request } = visitor;
      const { code } = request.body as CodeForm;
      const { accountId, federationSession: session } = person;
      if (session === undefined) return askToSignIn(parts, visitor, PATHS.proveMailedCode);
      const visit = parts.visits.of(request);
      const outcome = await answerMailedCode(parts.identity, { accountId, session, code: new Secret(code), visit });
      if (!isRefusal(outcome)) return toNext(parts, visitor, outcome.proof);
      return sendPage(reply, answerMailedCodePage(parts, { person, error: parts.refusals.sentence(outcome) }), outcome.status);
    }),
  );
}
