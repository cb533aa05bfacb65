import { isRefusal, viewOverview } from '@sallyport/certificates';
import type { FastifyInstance } from 'fastify';
import { sendPage } from '../../http/page.tsx';
import { actor, behind, refused } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { PortalParts } from '../portal-parts.ts';
import { dashboardPage } from './dashboard.pages.tsx';

/** The first page after the first factor: what there is, and what needs somebody. */
export function dashboardRoutes(listener: FastifyInstance, parts: PortalParts): void {
  listener.get(
    PATHS.dashboard,
    behind(parts, 1, async (visitor) => {
      const { reply, person } = visitor;
      const overview = await viewOverview(parts.certificates, { person: actor(visitor) });
      // Whoever has no role has an account all the same.
      if (isRefusal(overview) && overview.code !== 'role-missing') return refused(parts, visitor, overview);
      return sendPage(reply, dashboardPage(parts, { person, overview: isRefusal(overview) ? undefined : overview }));
    }),
  );
}
