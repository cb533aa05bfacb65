import { isRefusal, listSoftTokens, startActivation } from '@sallyport/identity';
import type { FastifyInstance } from 'fastify';
import { sendPage } from '../../http/page.tsx';
import { activationRoutes } from '../activation/activation.routes.ts';
import { askForMore, behind, takenBy, verdictOn, withFinished } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';
import { ANOTHER_TOKEN_ACTIVATION, anotherTokenDonePage, anotherTokenPage } from './another-token.pages.tsx';

const ANOTHER = { to: 'new-soft-token' } as const;

/**
 * *I have a new device, or the old one is broken, lost or stolen*: a further soft token, by what moves a credential to another device. Where the recovery policy wants it,
 * it is waited for first.
 */
export function anotherTokenRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  const { identity } = parts;

  activationRoutes(listener, parts, {
    paths: ANOTHER_TOKEN_ACTIVATION,
    done: PATHS.anotherTokenDone,
    behind: (handle) => behind(parts, ANOTHER, handle),
    page: async (visitor, view) =>
      anotherTokenPage(parts, { person: visitor.person, takes: await takenBy(parts, visitor, 'another-soft-token'), ...view }),
    start: async (visitor, show) => {
      const { person, reply, request } = visitor;
      const { accountId, proofs } = person;
      const visit = parts.visits.of(request);
      const verdict = await verdictOn(parts, visitor, ANOTHER.to);
      switch (verdict.kind) {
        case 'needed':
          return askForMore(parts, visitor, { page: PATHS.anotherToken, action: 'another-soft-token' });
        case 'after-delay':
          return reply.redirect(`${PATHS.waitingAsk}?for=${ANOTHER.to}`, 303);
        case 'allowed': {
          const claim = parts.claims.of(request);
          const outcome = await startActivation(identity, { accountId, actor: { kind: 'owner', proofs, claim, visit } });
          if (isRefusal(outcome)) return show(outcome);
          await parts.sessions.save(visitor.session, withFinished(visitor, ANOTHER.to).session.data);
          return reply.redirect(PATHS.anotherToken, 303);
        }
      }
    },
  });

  listener.get(
    PATHS.anotherTokenDone,
    behind(parts, ANOTHER, async ({ person, reply }) => {
      const tokens = await listSoftTokens(identity, { accountId: person.accountId });
      const inService = tokens.filter(({ state }) => state.is !== 'REVOKED' && state.is !== 'PENDING').length;
      if (inService === 0) return reply.redirect(PATHS.anotherToken, 303);
      return sendPage(reply, anotherTokenDonePage(parts, { person, inService }));
    }),
  );
}
