import type { FastifyInstance } from 'fastify';
import { sendPage } from '../http/page.tsx';
import { supportRoutes } from '../support/support.routes.ts';
import { actionsRoutes } from './actions/actions.routes.ts';
import { anotherTokenRoutes } from './another-token/another-token.routes.ts';
import { clockRoutes } from './clock/clock.routes.ts';
import { waysBackRoutes } from './ways-back/ways-back.routes.ts';
import { activityRoutes } from './activity/activity.routes.ts';
import { addressesRoutes } from './addresses/addresses.routes.ts';
import { homePage } from './home.page.tsx';
import { invitationRoutes } from './invitation/invitation.routes.ts';
import { changePasswordRoutes } from './password/change-password.routes.ts';
import { notMeRoutes } from './not-me/not-me.routes.ts';
import { PATHS } from './paths.ts';
import { proveRoutes } from './prove/prove.routes.ts';
import { recoveryCodesRoutes } from './recovery-codes/recovery-codes.routes.ts';
import type { SelfAdministrationParts } from './self-administration-parts.ts';
import { questionsRoutes } from './questions/questions.routes.ts';
import { sessionsRoutes } from './sessions/sessions.routes.ts';
import { setUpRoutes } from './set-up/set-up.routes.ts';
import { signInRoutes } from './sign-in/sign-in.routes.ts';
import { softTokensRoutes } from './soft-tokens/soft-tokens.routes.ts';
import { unlockTokenRoutes } from './unlock-token/unlock-token.routes.ts';
import { waitingRoutes } from './waiting/waiting.routes.ts';

/** The portal where people repair their own access. */
export function selfAdministrationRoutes(listener: FastifyInstance, parts: SelfAdministrationParts): void {
  listener.get(PATHS.home, (_, reply) => sendPage(reply, homePage(parts)));
  signInRoutes(listener, parts);
  proveRoutes(listener, parts);
  actionsRoutes(listener, parts);
  recoveryCodesRoutes(listener, parts);
  unlockTokenRoutes(listener, parts);
  softTokensRoutes(listener, parts);
  anotherTokenRoutes(listener, parts);
  clockRoutes(listener, parts);
  waysBackRoutes(listener, parts);
  invitationRoutes(listener, parts);
  setUpRoutes(listener, parts);
  changePasswordRoutes(listener, parts);
  addressesRoutes(listener, parts);
  notMeRoutes(listener, parts);
  waitingRoutes(listener, parts);
  questionsRoutes(listener, parts);
  activityRoutes(listener, parts);
  sessionsRoutes(listener, parts);
  supportRoutes(listener, { ...parts, path: PATHS.support });
}
