import { viewOrganisation } from '@sallyport/certificates';
import type { FastifyInstance } from 'fastify';
import { sendPage } from '../../http/page.tsx';
import { actor, behind, shownUnlessRefused } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { PortalParts } from '../portal-parts.ts';
import { organisationPage } from './organisation.pages.tsx';

export function organisationRoutes(listener: FastifyInstance, parts: PortalParts): void {
  listener.get(
    PATHS.organisation,
    behind(parts, 1, async (visitor) => {
      const { reply, person } = visitor;
      const outcome = await viewOrganisation(parts.certificates, { person: actor(visitor) });
      return shownUnlessRefused(parts, visitor, { outcome, show: (view) => sendPage(reply, organisationPage(parts, { ...view, person })) });
    }),
  );
}
