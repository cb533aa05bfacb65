import { findRepairActions, listSoftTokens } from '@sallyport/identity';
import type { FastifyInstance } from 'fastify';
import { sendPage } from '../../http/page.tsx';
import { behind } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';
import { actionsPage } from './actions.page.tsx';

export function actionsRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  listener.get(
    PATHS.actions,
    behind(parts, 'proved', async ({ reply, request, person }) => {
      const { accountId, proofs } = person;
      const [actions, tokens] = await Promise.all([
        findRepairActions(parts.identity, { accountId, proofs, claim: parts.claims.of(request) }),
        listSoftTokens(parts.identity, { accountId }),
      ]);
      return sendPage(reply, actionsPage(parts, { person, actions, tokens }));
    }),
  );
}
