import {
  findAccount,
  findSecondFactorWays,
  isRefusal,
  type Proof,
  spendRecoveryCode,
  spendTemporaryAccessCode,
  submitOtp,
  submitPassword,
} from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { contentSecurityPolicy } from '../../http/security-headers.ts';
import type { FederationParts } from '../federation-parts.ts';
import type { FederationSession } from '../federation-sessions.ts';
import { declineInteraction, type Exchange, finishInteraction, type InUse, loadInteraction, Step } from './interaction.ts';
import { passkeySignInRoutes } from './passkey.routes.ts';
import { expiredPage, groupedCodePage, passwordPage, secondFactorPage } from './sign-in.pages.tsx';

const PasswordForm = Type.Object(
  { userName: Type.String({ maxLength: 254 }), password: Type.String({ maxLength: 1024 }) },
  { additionalProperties: false },
);
const OtpForm = Type.Object({ otp: Type.String({ maxLength: 64 }) }, { additionalProperties: false });
const CodeForm = Type.Object({ code: Type.String({ maxLength: 64 }) }, { additionalProperties: false });

const spendCode = { 'recovery-code': spendRecoveryCode, 'temporary-access-code': spendTemporaryAccessCode } as const;

export function signInRoutes(listener: FastifyInstance, parts: FederationParts): void {
  /** Runs a step of a sign-in that is under way; any other address leads to a page that says how to go on. */
  function step(run: (inUse: InUse) => Promise<FastifyReply>) {
    return async (request: Exchange['request'], reply: FastifyReply): Promise<FastifyReply> => {
      const exchange = { request, reply };
      const interaction = await loadInteraction(parts, exchange);
      if (!interaction) return sendPage(reply, expiredPage(parts), 410);
      reply.header('content-security-policy', contentSecurityPolicy({ formTargets: [interaction.answerOrigin], overTls: parts.overTls }));
      return run({ interaction, exchange });
    };
  }

  /** A page of a step opened out of its order leads to the step that is due. */
  function toDueStep({ interaction, exchange }: InUse): Promise<FastifyReply> | FastifyReply {
    if (interaction.step === 'done' && interaction.session) return finish(exchange, interaction.session);
    return exchange.reply.redirect(`/sign-in/${interaction.uid}/${interaction.step}`, 303);
  }

  async function finish(exchange: Exchange, session: FederationSession): Promise<FastifyReply> {
    await parts.sessions.rotate(exchange);
    return finishInteraction(parts, exchange, session);
  }

  async function showSecondFactor({ interaction, exchange }: InUse, error?: { sentence: string; status: number }): Promise<FastifyReply> {
    const { session } = interaction;
    if (!session) return toDueStep({ interaction, exchange });
    const account = await findAccount(parts.identity, { accountId: session.accountId });
    const ways = await findSecondFactorWays(parts.identity, { accountId: session.accountId });
    const page = secondFactorPage(parts, {
      interaction,
      personName: account?.displayName ?? '',
      ways,
      digits: parts.identity.policy.otp.digits,
      error: error?.sentence,
    });
    return sendPage(exchange.reply, page, error?.status ?? 200);
  }

  listener.get(
    '/sign-in/:uid',
    { schema: { params: Step } },
    step(async (inUse) => toDueStep(inUse)),
  );

  listener.get(
    '/sign-in/:uid/password',
    { schema: { params: Step } },
    step(async (inUse) => {
      if (inUse.interaction.step !== 'password') return toDueStep(inUse);
      return sendPage(inUse.exchange.reply, passwordPage(parts, inUse));
    }),
  );

  listener.post<{ Body: Static<typeof PasswordForm> }>(
    '/sign-in/:uid/password',
    { schema: { params: Step, body: PasswordForm } },
    step(async (inUse) => {
      const { interaction, exchange } = inUse;
      if (interaction.step !== 'password') return toDueStep(inUse);
      const { userName, password } = exchange.request.body as Static<typeof PasswordForm>;
      const visit = parts.visits.of(exchange.request);
      const outcome = await parts.sessions.proving(exchange, (save) =>
        submitPassword(parts.identity, {
          userName,
          password: new Secret(password),
          visit,
          save: (tx, accepted) => save(tx, { ...accepted, givenIn: interaction.uid }),
        }),
      );
      if (isRefusal(outcome)) {
        const page = passwordPage(parts, { interaction, userName, error: parts.refusals.sentence(outcome) });
        return sendPage(exchange.reply, page, outcome.status);
      }
      parts.visits.rememberDevice(exchange.reply, outcome.device);
      return exchange.reply.redirect(`/sign-in/${interaction.uid}`, 303);
    }),
  );

  listener.get(
    '/sign-in/:uid/second-factor',
    { schema: { params: Step } },
    step(async (inUse) => (inUse.interaction.step === 'second-factor' ? showSecondFactor(inUse) : toDueStep(inUse))),
  );

  listener.post<{ Body: Static<typeof OtpForm> }>(
    '/sign-in/:uid/second-factor',
    { schema: { params: Step, body: OtpForm } },
    step(async (inUse) => {
      const { interaction, exchange } = inUse;
      const { session } = interaction;
      if (interaction.step !== 'second-factor' || !session) return toDueStep(inUse);
      const { otp } = exchange.request.body as Static<typeof OtpForm>;
      const visit = parts.visits.of(exchange.request);
      const outcome = await submitOtp(parts.identity, { accountId: session.accountId, otp, session: session.ref, visit });
      if (isRefusal(outcome)) return showSecondFactor(inUse, { sentence: parts.refusals.sentence(outcome), status: outcome.status });
      return keepSecondFactor({ interaction, exchange }, session, outcome.proof);
    }),
  );

  /** A second factor was accepted: the sign-in goes on under a new session id. */
  async function keepSecondFactor({ interaction, exchange }: InUse, session: FederationSession, proof: Proof): Promise<FastifyReply> {
    const { accountId, epoch } = session;
    await parts.sessions.prove(exchange, { accountId, epoch, proof, givenIn: interaction.uid });
    return exchange.reply.redirect(`/sign-in/${interaction.uid}`, 303);
  }

  for (const way of ['recovery-code', 'temporary-access-code'] as const) {
    listener.get(
      `/sign-in/:uid/${way}`,
      { schema: { params: Step } },
      step(async (inUse) => {
        if (inUse.interaction.step !== 'second-factor') return toDueStep(inUse);
        return sendPage(inUse.exchange.reply, groupedCodePage(parts, { ...inUse, way }));
      }),
    );

    listener.post<{ Body: Static<typeof CodeForm> }>(
      `/sign-in/:uid/${way}`,
      { schema: { params: Step, body: CodeForm } },
      step(async (inUse) => {
        const { interaction, exchange } = inUse;
        const { session } = interaction;
        if (interaction.step !== 'second-factor' || !session) return toDueStep(inUse);
        const { code } = exchange.request.body as Static<typeof CodeForm>;
        const visit = parts.visits.of(exchange.request);
        const outcome = await spendCode[way](parts.identity, { accountId: session.accountId, code: new Secret(code), visit });
        if (!isRefusal(outcome)) return keepSecondFactor(inUse, session, outcome.proof);
        const view = { interaction, way, error: parts.refusals.sentence(outcome), badGroups: outcome.details.groups };
        return sendPage(exchange.reply, groupedCodePage(parts, view), outcome.status);
      }),
    );
  }

  passkeySignInRoutes(listener, parts, { step, toDueStep, keepSecondFactor });

  listener.post(
    '/sign-in/:uid/other-person',
    { schema: { params: Step } },
    step(async ({ interaction, exchange }) => {
      await parts.sessions.end(exchange);
      return exchange.reply.redirect(`/sign-in/${interaction.uid}/password`, 303);
    }),
  );

  listener.post(
    '/sign-in/:uid/turn-back',
    { schema: { params: Step } },
    step(({ exchange }) => declineInteraction(parts, exchange)),
  );
}
