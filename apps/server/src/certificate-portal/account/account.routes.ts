import type { FastifyInstance } from 'fastify';
import { sendPage } from '../../http/page.tsx';
import { behind } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { PortalParts } from '../portal-parts.ts';
import { accountPage, settingsPage } from './account.pages.tsx';

/** What concerns the person, and not certificates. */
export function accountRoutes(listener: FastifyInstance, parts: PortalParts): void {
  listener.get(
    PATHS.settings,
    behind(parts, 1, ({ reply, person }) => sendPage(reply, settingsPage(parts, person))),
  );
  listener.get(
    PATHS.account,
    behind(parts, 2, ({ reply, person }) => sendPage(reply, accountPage(parts, person))),
  );
}
