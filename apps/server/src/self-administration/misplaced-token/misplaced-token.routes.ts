import { isRefusal, listSoftTokens, reportMisplaced } from '@sallyport/identity';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { askForMore, behind, takenBy } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import { accessNotShownPage, misplacedTokenPage, shownAccessPage } from './misplaced-token.pages.tsx';
import { forgetAccess, keepAccess, openShownAccess } from './shown-access.ts';

const TokenChoice = Type.Object({ token: Type.String({ maxLength: 22 }) }, { additionalProperties: false });
type TokenChoice = Static<typeof TokenChoice>;
const NothingAsked = Type.Object({}, { additionalProperties: false });

const REPORT = { to: 'temporary-access' } as const;
/** The code is shown to the session that asked, and to nobody else. */
const SEE = 'signed-in';

/** *I have misplaced my Soft Token*: what will happen → yes → the code, once. */
export function misplacedTokenRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  async function showTokens(visitor: Visitor, refused?: { readonly error: string; readonly status: number }): Promise<FastifyReply> {
    const { person, reply } = visitor;
    const all = await listSoftTokens(parts.identity, { accountId: person.accountId });
    const tokens = all.filter(({ state }) => state.is === 'ACTIVE');
    if (tokens.length === 0) return reply.redirect(PATHS.actions, 303);
    const error = refused && { error: refused.error };
    return sendPage(
      reply,
      misplacedTokenPage(parts, { person, tokens, takes: await takenBy(parts, visitor, 'report-misplaced'), ...error }),
      refused?.status ?? 200,
    );
  }

  listener.get(
    PATHS.misplaced,
    behind(parts, REPORT, (visitor) => showTokens(visitor)),
  );

  listener.post<{ Body: TokenChoice }>(
    PATHS.misplaced,
    { schema: { body: TokenChoice } },
    behind(parts, REPORT, async (visitor) => {
      const { person, reply, request } = visitor;
      const { token: tokenId } = request.body as TokenChoice;
      const { accountId, proofs } = person;
      const claim = parts.claims.of(request);
      const outcome = await reportMisplaced(parts.identity, { accountId, tokenId, proofs, claim, visit: parts.visits.of(request) });
      if (isRefusal(outcome)) {
        if (outcome.code === 'step-up-needed') return askForMore(parts, visitor, { page: PATHS.misplaced, action: 'report-misplaced' });
        return showTokens(visitor, { error: parts.refusals.sentence(outcome), status: outcome.status });
      }
      await keepAccess(parts, visitor, outcome);
      return reply.redirect(PATHS.misplacedCode, 303);
    }),
  );

  listener.get(
    PATHS.misplacedCode,
    behind(parts, SEE, (visitor) => {
      const { person, reply } = visitor;
      const access = openShownAccess(parts, visitor);
      return access ? sendPage(reply, shownAccessPage(parts, { person, access })) : sendPage(reply, accessNotShownPage(parts), 410);
    }),
  );

  listener.post(
    PATHS.misplacedCodeNoted,
    { schema: { body: NothingAsked } },
    behind(parts, SEE, async (visitor) => {
      await forgetAccess(parts, visitor);
      return visitor.reply.redirect(PATHS.actions, 303);
    }),
  );
}
