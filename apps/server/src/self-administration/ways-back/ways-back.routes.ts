import { findReadiness } from '@sallyport/identity';
import type { FastifyInstance } from 'fastify';
import { sendPage } from '../../http/page.tsx';
import { behind } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';
import { waysBackPage } from './ways-back.page.tsx';

/** *My ways back*: what becomes of the person in every situation, before anything happens. */
export function waysBackRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  listener.get(
    PATHS.waysBack,
    behind(parts, 'signed-in', async ({ reply, person }) => {
      const readiness = await findReadiness(parts.identity, { accountId: person.accountId });
      return sendPage(reply, waysBackPage(parts, { person, readiness }));
    }),
  );
}
