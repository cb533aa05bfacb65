import { type AssuranceLevel, levelOfAcr } from '@sallyport/identity';
import type { Instant } from '@sallyport/platform';
import type { SignInWish } from './sign-in-step.ts';

/** What an application asks of a sign-in (OpenID Connect Core 3.1.2.1 and 5.5.1.1), in our terms. */
export function wishOf(request: {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly startedAt: Instant;
  /** The application sent `prompt=login`. */
  readonly promptedLogin: boolean;
}): SignInWish {
  const level = wishedLevel(request.parameters);
  const freshSince = wishedFreshness(request);
  return freshSince === undefined ? { level } : { level, freshSince };
}

/** `acr_values` is in order of preference; an essential `acr` claim is content with the lowest it lists. One factor is the least we accept. */
function wishedLevel(parameters: Readonly<Record<string, unknown>>): AssuranceLevel {
  const preferred = String(parameters['acr_values'] ?? '')
    .split(' ')
    .map(levelOfAcr)
    .find((level) => level > 0);
  const essential = essentialAcrs(parameters['claims'])
    .map(levelOfAcr)
    .filter((level) => level > 0);
  const least = essential.length === 0 ? 0 : Math.min(...essential);
  return Math.max(1, preferred ?? 0, least) as AssuranceLevel;
}

function wishedFreshness(request: Parameters<typeof wishOf>[0]): Instant | undefined {
  if (request.promptedLogin) return request.startedAt;
  const maxAge = request.parameters['max_age'];
  return typeof maxAge === 'number' ? request.startedAt - maxAge * 1000 : undefined;
}

function essentialAcrs(claims: unknown): readonly string[] {
  if (typeof claims !== 'string') return [];
  const request = (JSON.parse(claims) as { id_token?: { acr?: { essential?: boolean; value?: string; values?: string[] } } }).id_token?.acr;
  if (!request?.essential) return [];
  return [...(request.values ?? []), ...(request.value === undefined ? [] : [request.value])];
}
