import { countRecoveryCodes } from '@sallyport/identity';
import type { FastifyInstance } from 'fastify';
import { sendPage } from '../../http/page.tsx';
import { askForMore, behind, takenBy } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';
import { newRecoveryCodesRoutes } from './new-recovery-codes.routes.ts';
import { makeRecoveryCodesPage, recoveryCodesPage } from './recovery-codes.pages.tsx';

/** Recovery codes: how many are left → new ones. */
export function recoveryCodesRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  listener.get(
    PATHS.recoveryCodes,
    behind(parts, 'proved', async (visitor) => {
      const { person, reply } = visitor;
      const count = await countRecoveryCodes(parts.identity, { accountId: person.accountId });
      return sendPage(reply, recoveryCodesPage(parts, { person, count, takes: await takenBy(parts, visitor, 'recovery-codes') }));
    }),
  );

  newRecoveryCodesRoutes(listener, parts, {
    paths: {
      make: PATHS.makeRecoveryCodes,
      codes: PATHS.newRecoveryCodes,
      file: PATHS.newRecoveryCodesFile,
      saved: PATHS.recoveryCodesSaved,
      back: PATHS.recoveryCodes,
    },
    behind: (handle) => behind(parts, { to: 'recovery-codes' }, handle),
    page: (person, error) => makeRecoveryCodesPage(parts, person, error),
    askForMore: (visitor) => askForMore(parts, visitor, { page: PATHS.makeRecoveryCodes, action: 'recovery-codes' }),
    done: PATHS.recoveryCodes,
  });
}
