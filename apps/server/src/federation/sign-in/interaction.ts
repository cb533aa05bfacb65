import type { FastifyReply, FastifyRequest } from 'fastify';
import { errors } from 'oidc-provider';
import { Type } from 'typebox';
import type { FederationApplication, FederationParts } from '../federation-parts.ts';
import type { FederationSession } from '../federation-sessions.ts';
import { isPasskey, nextSignInStep, signsIn, type SignInStep, type SignInWish } from '../sign-in-step.ts';
import { wishOf } from '../sign-in-wish.ts';

/** One sign-in under way: what an application asked for, and how far this browser has come. */
export interface Interaction {
  readonly uid: string;
  readonly application: FederationApplication;
  /** Origin of the registered address the answer goes to: the one other place a form of these pages may lead. */
  readonly answerOrigin: string;
  readonly wish: SignInWish;
  readonly session: FederationSession | undefined;
  readonly step: SignInStep;
}

export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** A sign-in under way, and the request of its browser. */
export interface InUse {
  readonly interaction: Interaction;
  readonly exchange: Exchange;
}

/** Every page of a sign-in names it in its address. */
export const Step = Type.Object({ uid: Type.String({ maxLength: 64 }) });

/** The sign-in this browser has under way under the uid of the address; undefined when it is finished, ran out or is another browser's. */
export async function loadInteraction(parts: FederationParts, exchange: Exchange): Promise<Interaction | undefined> {
  const details = await detailsOf(parts, exchange);
  if (!details) return undefined;
  const session = await parts.sessions.load(exchange.request);
  const clientId = String(details.params['client_id']);
  const wish = wishOf({
    parameters: details.params,
    startedAt: details.iat * 1000,
    freshIn: details.prompt.reasons.includes('login_prompt') ? details.uid : undefined,
  });
  const standing = session && { level: session.assurance.level, proofs: session.proofs };
  return {
    uid: details.uid,
    application: parts.applications[clientId] ?? { name: clientId, description: '', home: '/' },
    answerOrigin: new URL(String(details.params['redirect_uri'])).origin,
    wish,
    session,
    step: nextSignInStep(wish, standing),
  };
}

async function detailsOf(parts: FederationParts, exchange: Exchange) {
  try {
    const details = await parts.provider.interactionDetails(exchange.request.raw, exchange.reply.raw);
    const { uid } = exchange.request.params as { uid: string };
    return details.uid === uid ? details : undefined;
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
}

/** Tells the application who signed in and how surely; the assurance is what the proofs amount to at this moment. */
export async function finishInteraction(parts: FederationParts, exchange: Exchange, session: FederationSession): Promise<FastifyReply> {
  const { acr, amr } = session.assurance;
  const moments = session.proofs.filter((proof) => signsIn(proof) || isPasskey(proof)).map((proof) => proof.at);
  const returnTo = await parts.provider.interactionResult(
    exchange.request.raw,
    exchange.reply.raw,
    {
      login: {
        accountId: session.accountId,
        amr: [...amr],
        ts: Math.floor(Math.max(...moments) / 1000),
        ...(acr === undefined ? {} : { acr }),
      },
    },
    { mergeWithLastSubmission: false },
  );
  return exchange.reply.redirect(returnTo, 303);
}

/** Back to the application, which learns only that nobody signed in. */
export async function declineInteraction(parts: FederationParts, exchange: Exchange): Promise<FastifyReply> {
  const result = { error: 'access_denied', error_description: 'the person turned back' };
  const returnTo = await parts.provider.interactionResult(exchange.request.raw, exchange.reply.raw, result, {
    mergeWithLastSubmission: false,
  });
  return exchange.reply.redirect(returnTo, 303);
}
