import { type AssuranceLevel, levelOfAcr } from '@sallyport/identity';
import type { Instant } from '@sallyport/platform';
import type { SignInWish } from './sign-in-step.ts';

/** An `acr` of our own, for Self-Administration: a passkey given in this very sign-in. What it amounts to, the answer says as always. */
export const PASSKEY_ACR = 'urn:sallyport:assurance:passkey';

/** What an application asks of a sign-in (OpenID Connect Core 3.1.2.1 and 5.5.1.1), in our terms. */
export function wishOf(request: {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly startedAt: Instant;
  /** Set when the application sent `prompt=login`: names the sign-in in which somebody must sign in anew. */
  readonly freshIn?: string | undefined;
}): SignInWish {
  const { parameters, startedAt, freshIn } = request;
  const maxAge = parameters['max_age'];
  return {
    level: wishedLevel(parameters),
    ...(freshIn === undefined ? {} : parameters['acr_values'] === PASSKEY_ACR ? { passkeyIn: freshIn } : { freshIn }),
    ...(typeof maxAge === 'number' ? { freshSince: startedAt - maxAge * 1000 } : {}),
  };
}

/** `acr_values` is in order of preference; an essential `acr` claim is content with the lowest it lists. One factor is the least we accept. */
function wishedLevel(parameters: Readonly<Record<string, unknown>>): AssuranceLevel {
  const preferences = parameters['acr_values'];
  const preferred = (typeof preferences === 'string' ? preferences : '')
    .split(' ')
    .map(levelOfAcr)
    .find((level) => level > 0);
  const essential = essentialAcrs(parameters['claims'])
    .map(levelOfAcr)
    .filter((level) => level > 0);
  const least = essential.length === 0 ? 0 : Math.min(...essential);
  return Math.max(1, preferred ?? 0, least) as AssuranceLevel;
}

function essentialAcrs(claims: unknown): readonly string[] {
  if (typeof claims !== 'string') return [];
  const request = (JSON.parse(claims) as { id_token?: { acr?: { essential?: boolean; value?: string; values?: string[] } } }).id_token?.acr;
  if (!request?.essential) return [];
  return [...(request.values ?? []), ...(request.value === undefined ? [] : [request.value])];
}
