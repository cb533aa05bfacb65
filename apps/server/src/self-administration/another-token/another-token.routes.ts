import { findRecoveryVerdict, isRefusal, listSoftTokens, startActivation, startDelay } from '@sallyport/identity';
import type { FastifyInstance } from 'fastify';
import { sendPage } from '../../http/page.tsx';
import { activationRoutes } from '../activation/activation.routes.ts';
import { askForMore, behind } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';
import { ANOTHER_TOKEN_ACTIVATION, anotherTokenDonePage, anotherTokenPage } from './another-token.pages.tsx';

/**
 * *I have a new device, or the old one is broken, lost or stolen*: a further soft token, by what moves a credential to another device. Where the recovery policy wants it,
 * it is waited for first.
 */
export function anotherTokenRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  const { identity } = parts;

  activationRoutes(listener, parts, {
    paths: ANOTHER_TOKEN_ACTIVATION,
    done: PATHS.anotherTokenDone,
    behind: (handle) => behind(parts, 'proved', handle),
    page: async ({ person }, view) => {
      const verdict = await findRecoveryVerdict(identity, { ...person, act: 'replace-credential' });
      return anotherTokenPage(parts, { person, verdict, ...view });
    },
    start: async (visitor, show) => {
      const { person, reply, request } = visitor;
      const { accountId, proofs } = person;
      const visit = parts.visits.of(request);
      const verdict = await findRecoveryVerdict(identity, { ...person, act: 'replace-credential' });
      switch (verdict.kind) {
        case 'needed':
          return askForMore(parts, visitor, PATHS.anotherToken);
        case 'after-delay': {
          const delay = { accountId, kind: 'new-soft-token', payload: '', delayMs: verdict.delayMs, visit } as const;
          const outcome = await startDelay(identity, delay);
          return isRefusal(outcome) ? show(outcome) : reply.redirect(PATHS.waiting, 303);
        }
        case 'allowed': {
          const outcome = await startActivation(identity, { accountId, actor: { kind: 'owner', proofs, visit } });
          return isRefusal(outcome) ? show(outcome) : reply.redirect(PATHS.anotherToken, 303);
        }
      }
    },
  });

  listener.get(
    PATHS.anotherTokenDone,
    behind(parts, 'proved', async ({ person, reply }) => {
      const tokens = await listSoftTokens(identity, { accountId: person.accountId });
      const inService = tokens.filter(({ state }) => state.is !== 'REVOKED' && state.is !== 'PENDING').length;
      if (inService === 0) return reply.redirect(PATHS.anotherToken, 303);
      return sendPage(reply, anotherTokenDonePage(parts, { person, inService }));
    }),
  );
}
