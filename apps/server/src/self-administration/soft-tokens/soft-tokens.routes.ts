import { isRefusal, listSoftTokens, revokeSoftToken, type SoftTokenView } from '@sallyport/identity';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { onlyOnceDone, toDonePage } from '../../http/done-pages.ts';
import { sendPage } from '../../http/page.tsx';
import { askToSignIn, behind } from '../doors.ts';
import { wordPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import { revokeTokenPage, softTokensPage, tokenRevokedPage } from './soft-tokens.pages.tsx';

const TokenChoice = Type.Object({ token: Type.String({ maxLength: 22 }) }, { additionalProperties: false });
type TokenChoice = Static<typeof TokenChoice>;

/** *I no longer have a device with my Soft Token*: the list of devices, and the end of one. */
export function softTokensRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  const tokensOf = ({ person: { accountId } }: Visitor): Promise<readonly SoftTokenView[]> => listSoftTokens(parts.identity, { accountId });

  listener.get(
    PATHS.softTokens,
    behind(parts, 'proved', async (visitor) => {
      const { person, reply } = visitor;
      return sendPage(reply, softTokensPage(parts, { person, tokens: await tokensOf(visitor) }));
    }),
  );

  listener.get<{ Querystring: TokenChoice }>(
    PATHS.revokeToken,
    { schema: { querystring: TokenChoice } },
    behind(parts, 'proved', async (visitor) => {
      const { token: tokenId } = visitor.request.query as TokenChoice;
      const tokens = await tokensOf(visitor);
      const token = tokens.find((candidate) => candidate.tokenId === tokenId && candidate.state.is !== 'REVOKED');
      if (!token) return visitor.reply.redirect(PATHS.softTokens, 303);
      const isLast = token.state.is === 'ACTIVE' && tokens.filter(({ state }) => state.is === 'ACTIVE').length === 1;
      return sendPage(visitor.reply, revokeTokenPage(parts, { person: visitor.person, token, isLast }));
    }),
  );

  listener.post<{ Body: TokenChoice }>(
    PATHS.revokeToken,
    { schema: { body: TokenChoice } },
    behind(parts, 'proved', async (visitor) => {
      const { person, reply, request } = visitor;
      const { token: tokenId } = request.body as TokenChoice;
      const { accountId, proofs } = person;
      const outcome = await revokeSoftToken(parts.identity, { accountId, tokenId, proofs, visit: parts.visits.of(request) });
      if (!isRefusal(outcome)) return toDonePage(reply, PATHS.tokenRevoked);
      // Proofs older than ten minutes: the page is come back to after a fresh sign-in.
      if (outcome.code === 'step-up-needed')
        return askToSignIn(parts, visitor, `${PATHS.revokeToken}?token=${encodeURIComponent(tokenId)}`);
      const action = { href: PATHS.softTokens, label: parts.messages('revokedBack') };
      const words = { title: parts.messages('revokeTitle'), lead: parts.refusals.sentence(outcome), action };
      return sendPage(reply, wordPage(parts, words), outcome.status);
    }),
  );

  listener.get(
    PATHS.tokenRevoked,
    onlyOnceDone({
      path: PATHS.tokenRevoked,
      begin: PATHS.softTokens,
      show: behind(parts, 'proved', ({ reply }) => sendPage(reply, tokenRevokedPage(parts))),
    }),
  );
}
