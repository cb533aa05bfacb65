import { checkClock, isRefusal } from '@sallyport/identity';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { askToSignIn, behind } from '../doors.ts';
import { PATHS } from '../paths.ts';
import type { SelfAdministrationParts } from '../self-administration-parts.ts';
import { clockPage, clockResultPage } from './clock.pages.tsx';

const OtpForm = Type.Object({ otp: Type.String({ maxLength: 64 }) }, { additionalProperties: false });

/** *My one-time passwords are refused*: how far the clock of the device is off. */
export function clockRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  listener.get(
    PATHS.clock,
    behind(parts, 'proved', ({ reply, person }) => sendPage(reply, clockPage(parts, { person }))),
  );

  listener.post<{ Body: Static<typeof OtpForm> }>(
    PATHS.clock,
    { schema: { body: OtpForm } },
    behind(parts, 'proved', async (visitor) => {
      const { person, reply, request } = visitor;
      const { otp } = request.body as Static<typeof OtpForm>;
      const { accountId, proofs } = person;
      const outcome = await checkClock(parts.identity, { accountId, otp, proofs, visit: parts.visits.of(request) });
      // Nothing was changed, so the result is the answer to the form; loading it again asks for another one-time password.
      if (!isRefusal(outcome)) return sendPage(reply, clockResultPage(parts, { person, check: outcome }));
      if (outcome.code === 'step-up-needed') return askToSignIn(parts, visitor, PATHS.clock);
      return sendPage(reply, clockPage(parts, { person, error: parts.refusals.sentence(outcome) }), outcome.status);
    }),
  );
}
