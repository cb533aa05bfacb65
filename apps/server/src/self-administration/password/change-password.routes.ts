import { changePassword, isRefusal } from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { onlyOnceDone, toDonePage } from '../../http/done-pages.ts';
import { sendPage } from '../../http/page.tsx';
import { behind, keepPerson } from '../doors.ts';
import { wordPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';
import { changePasswordPage } from './change-password.page.tsx';

const Password = Type.String({ maxLength: 1024 });
const ChangeForm = Type.Object({ current: Password, password: Password }, { additionalProperties: false });

export function changePasswordRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  listener.get(
    PATHS.changePassword,
    behind(parts, 'proved', ({ person, reply }) => sendPage(reply, changePasswordPage(parts, { person, errors: [] }))),
  );

  listener.post<{ Body: Static<typeof ChangeForm> }>(
    PATHS.changePassword,
    { schema: { body: ChangeForm } },
    behind(parts, 'proved', async ({ person, reply, request, session }) => {
      const { current, password } = request.body as Static<typeof ChangeForm>;
      const outcome = await changePassword(parts.identity, {
        accountId: person.accountId,
        currentPassword: new Secret(current),
        newPassword: new Secret(password),
        visit: parts.visits.of(request),
      });
      if (isRefusal(outcome)) {
        const field = outcome.code.startsWith('password-') ? 'password' : 'current';
        const errors = [{ field, message: parts.refusals.sentence(outcome) }];
        return sendPage(reply, changePasswordPage(parts, { person, errors }), outcome.status);
      }
      const { epoch, proof } = outcome;
      const { federationSession: _ended, ...rest } = person;
      await parts.sessions.rotate(reply, session, keepPerson(session, { ...rest, epoch, proofs: [proof] }));
      return toDonePage(reply, PATHS.passwordChanged);
    }),
  );

  listener.get(
    PATHS.passwordChanged,
    onlyOnceDone({
      path: PATHS.passwordChanged,
      begin: PATHS.changePassword,
      show: behind(parts, 'signed-in', ({ reply }) => {
        const { messages } = parts;
        const action = { href: PATHS.actions, label: messages('doneStay') };
        return sendPage(reply, wordPage(parts, { title: messages('passwordChangedTitle'), lead: messages('passwordChangedLead'), action }));
      }),
    }),
  );
}
