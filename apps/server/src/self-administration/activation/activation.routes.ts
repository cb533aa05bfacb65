import { confirmActivationByOtp, isRefusal, type Refusal, registerOfflineActivation, viewActivation } from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { type Static, Type } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import { addProof } from '../doors.ts';
import type { SelfAdministrationParts, Visitor } from '../self-administration-parts.ts';
import type { ActivationPaths, ActivationView } from './activation.pages.tsx';

const OtpForm = Type.Object({ otp: Type.String({ maxLength: 64 }) }, { additionalProperties: false });
const RegistrationForm = Type.Object({ registrationCode: Type.String({ maxLength: 120 }) }, { additionalProperties: false });

type Handle = (visitor: Visitor) => Promise<FastifyReply>;
type Refused = { readonly refusal: Refusal; readonly registrationCode?: string };

/** Where an activation stands: the first of an account, or another one. */
export interface ActivationPlace {
  readonly paths: ActivationPaths;
  /** Lets in whoever may be on this page. */
  readonly behind: (handle: Handle) => (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;
  /** Lets in whoever sends the first one-time password; `behind` unless said otherwise. */
  readonly typed?: ActivationPlace['behind'];
  readonly page: (visitor: Visitor, view: ActivationView) => VNode | Promise<VNode>;
  /** The button that asks for a (new) link. */
  readonly start: (visitor: Visitor, show: (refusal: Refusal) => Promise<FastifyReply>) => Promise<FastifyReply>;
  /** Where somebody is led whose token is in service. */
  readonly done: string;
}

/** The page of one activation: its ways, its registration code, its first one-time password. */
export function activationRoutes(listener: FastifyInstance, parts: SelfAdministrationParts, place: ActivationPlace): void {
  const { paths } = place;

  async function show(visitor: Visitor, refused?: Refused): Promise<FastifyReply> {
    const progress = await viewActivation(parts.identity, { accountId: visitor.person.accountId });
    const view = { progress, ...(refused ? refusedView(refused) : {}) };
    return sendPage(visitor.reply, await place.page(visitor, view), refused?.refusal.status ?? 200);
  }

  function refusedView({ refusal, registrationCode }: Refused): Omit<ActivationView, 'progress'> {
    const error = parts.refusals.sentence(refusal);
    if (registrationCode === undefined) return { error };
    const { groups } = refusal.details;
    return { registration: { code: registrationCode, error, ...(groups ? { badGroups: groups } : {}) } };
  }

  listener.get(
    paths.page,
    place.behind((visitor) => show(visitor)),
  );

  listener.post<{ Body: Static<typeof OtpForm> }>(
    paths.page,
    { schema: { body: OtpForm } },
    (place.typed ?? place.behind)(async (visitor) => {
      const { otp } = visitor.request.body as Static<typeof OtpForm>;
      const outcome = await confirmActivationByOtp(parts.identity, {
        accountId: visitor.person.accountId,
        otp,
        visit: parts.visits.of(visitor.request),
      });
      if (isRefusal(outcome)) return show(visitor, { refusal: outcome });
      await addProof(parts, visitor, outcome.proof);
      return visitor.reply.redirect(place.done, 303);
    }),
  );

  listener.post(
    paths.newLink,
    place.behind((visitor) => place.start(visitor, (refusal) => show(visitor, { refusal }))),
  );

  listener.get(paths.registration, (_, reply) => reply.redirect(paths.page, 303));

  listener.post<{ Body: Static<typeof RegistrationForm> }>(
    paths.registration,
    { schema: { body: RegistrationForm } },
    place.behind(async (visitor) => {
      const { registrationCode } = visitor.request.body as Static<typeof RegistrationForm>;
      const outcome = await registerOfflineActivation(parts.identity, {
        accountId: visitor.person.accountId,
        code: new Secret(registrationCode),
        visit: parts.visits.of(visitor.request),
      });
      return isRefusal(outcome) ? show(visitor, { refusal: outcome, registrationCode }) : visitor.reply.redirect(paths.page, 303);
    }),
  );
}
