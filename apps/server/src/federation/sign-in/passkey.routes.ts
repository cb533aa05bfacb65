import {
  askForPasskey,
  isRefusal,
  type PasskeyQuestion,
  type Proof,
  proveWithPasskey,
  type Refusal,
  signInWithPasskey,
} from '@sallyport/identity';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Static } from 'typebox';
import { sendPage } from '../../http/page.tsx';
import type { FederationParts } from '../federation-parts.ts';
import type { FederationSession } from '../federation-sessions.ts';
import { AssertionForm, assertionFields } from '../passkeys/passkey-answers.ts';
import { type Exchange, type Interaction, type InUse, Step } from './interaction.ts';
import { passkeyPage } from './passkey.page.tsx';

/** What the steps of a sign-in have in common. */
export interface SignInSteps {
  readonly step: (
    run: (inUse: InUse) => Promise<FastifyReply>,
  ) => (request: Exchange['request'], reply: FastifyReply) => Promise<FastifyReply>;
  readonly toDueStep: (inUse: InUse) => Promise<FastifyReply> | FastifyReply;
  readonly keepSecondFactor: (inUse: InUse, session: FederationSession, proof: Proof) => Promise<FastifyReply>;
}

/** One page for three steps: who comes is known from the password, or is for the passkey to say. */
export function passkeySignInRoutes(listener: FastifyInstance, parts: FederationParts, steps: SignInSteps): void {
  const { step, toDueStep, keepSecondFactor } = steps;

  async function show({ interaction, exchange }: InUse, question: PasskeyQuestion, refused?: Refusal): Promise<FastifyReply> {
    const options = await askForPasskey(parts.identity, question);
    const error = refused && parts.refusals.sentence(refused);
    return sendPage(exchange.reply, passkeyPage(parts, { interaction, options, error }), refused?.status ?? 200);
  }

  listener.get(
    '/sign-in/:uid/passkey',
    { schema: { params: Step } },
    step(async (inUse) => {
      const question = questionOf(inUse.interaction);
      return question ? show(inUse, question) : toDueStep(inUse);
    }),
  );

  listener.post<{ Body: Static<typeof AssertionForm> }>(
    '/sign-in/:uid/passkey',
    { schema: { params: Step, body: AssertionForm } },
    step(async (inUse) => {
      const { interaction, exchange } = inUse;
      const question = questionOf(interaction);
      if (!question) return toDueStep(inUse);
      const submission = {
        fields: assertionFields(exchange.request.body as Static<typeof AssertionForm>),
        session: question.session,
        visit: parts.visits.of(exchange.request),
      };
      if (question.purpose === 'prove') {
        const outcome = await proveWithPasskey(parts.identity, { ...submission, accountId: question.accountId });
        if (isRefusal(outcome) || !interaction.session) return show(inUse, question, isRefusal(outcome) ? outcome : undefined);
        return keepSecondFactor(inUse, interaction.session, outcome.proof);
      }
      const outcome = await parts.sessions.proving(exchange, (save) =>
        signInWithPasskey(parts.identity, {
          ...submission,
          save: (tx, accepted) => save(tx, { ...accepted, givenIn: interaction.uid }),
        }),
      );
      if (isRefusal(outcome)) return show(inUse, question, outcome);
      parts.visits.rememberDevice(exchange.reply, outcome.device);
      return exchange.reply.redirect(`/sign-in/${interaction.uid}`, 303);
    }),
  );
}

/** What a passkey is asked for at this step; undefined when another step is due. */
function questionOf({ step, session, uid }: Interaction): PasskeyQuestion | undefined {
  if (step === 'password') return { purpose: 'sign-in', session: uid };
  if (step === 'done' || !session) return undefined;
  return { purpose: 'prove', session: session.ref, accountId: session.accountId };
}
