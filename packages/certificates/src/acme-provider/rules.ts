import {
  type Identifier,
  compareIdentifiers,
  formatIdentifier,
  fromUtf8,
  identifierKey,
  isSameSet,
  isWildcard,
  parseIdentifier,
} from '@sallyport/pki';
import type { AnswerWithHeaders, OutboundRefusal } from '@sallyport/platform';

/**
 * What a CA says (RFC 8555), read strictly, and what follows from it. The CA's own state is the truth about an order; what is kept here is where it is:
 *
 *     nothing ──newOrder──▶ pending ──challenges──▶ ready ──finalize──▶ processing ──▶ valid ──download──▶ issued
 *                              └───────────────────────┴───────────────────┴──▶ invalid
 *
 * Whoever is killed anywhere asks for the order again and goes on from what it has become.
 */

/** More than an order of a hundred names needs. */
export const ANSWER_MAX_OCTETS = 65_536;
export const CHAIN_MAX_OCTETS = 262_144;
const MAX_DETAIL_CHARACTERS = 300;
const MAX_URLS = 100;

export interface Directory {
  readonly newNonce: string;
  readonly newAccount: string;
  readonly newOrder: string;
  readonly revokeCert: string;
  readonly termsOfService: string | undefined;
  readonly externalAccount: 'required' | 'not-required';
}

/** RFC 7807: the last part of its type, and its own words, cut and cleaned. */
export interface Problem {
  readonly type: string;
  readonly detail: string;
}

export interface AcmeOrder {
  readonly status: 'pending' | 'ready' | 'processing' | 'valid' | 'invalid';
  readonly authorizations: readonly string[];
  readonly finalize: string;
  readonly certificate: string | undefined;
  readonly problem: Problem | undefined;
}

export interface Authorization {
  readonly status: string;
  /** With `*.` in front where it is for a wildcard. */
  readonly identifier: Identifier;
  readonly challenges: readonly Challenge[];
}

export interface Challenge {
  readonly type: string;
  readonly url: string;
  readonly token: string;
  readonly status: string;
  readonly problem: Problem | undefined;
}

type Json = Readonly<Record<string, unknown>>;

/** Undefined for what is no object of JSON. */
export function readJson(body: Uint8Array): Json | undefined {
  const text = fromUtf8(body);
  try {
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    return asObject(value);
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= 2048 ? value : undefined;
}

function asTexts(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value) || value.length > MAX_URLS) return undefined;
  const texts = value.map(asText);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

export function readDirectory(json: Json): Directory | undefined {
  const [newNonce, newAccount, newOrder, revokeCert] = ['newNonce', 'newAccount', 'newOrder', 'revokeCert'].map((name) =>
    asText(json[name]),
  );
  if (newNonce === undefined || newAccount === undefined || newOrder === undefined || revokeCert === undefined) return undefined;
  const meta = asObject(json['meta']) ?? {};
  const externalAccount = meta['externalAccountRequired'] === true ? 'required' : 'not-required';
  return { newNonce, newAccount, newOrder, revokeCert, termsOfService: asText(meta['termsOfService']), externalAccount };
}

const ORDER_STATUSES = ['pending', 'ready', 'processing', 'valid', 'invalid'] as const;

export function readOrder(json: Json): AcmeOrder | undefined {
  const status = ORDER_STATUSES.find((one) => one === json['status']);
  const authorizations = asTexts(json['authorizations']);
  const finalize = asText(json['finalize']);
  if (status === undefined || authorizations === undefined || finalize === undefined) return undefined;
  return { status, authorizations, finalize, certificate: asText(json['certificate']), problem: readProblem(json['error']) };
}

export function readAuthorization(json: Json): Authorization | undefined {
  const status = asText(json['status']);
  const named = asObject(json['identifier']);
  const value = asText(named?.['value']);
  const identifier = value === undefined ? undefined : parseIdentifier(json['wildcard'] === true ? `*.${value}` : value);
  const list = json['challenges'];
  if (status === undefined || identifier?.ok !== true || !Array.isArray(list) || list.length > MAX_URLS) return undefined;
  const challenges = list.flatMap((one) => readChallenge(one) ?? []);
  return { status, identifier: identifier.value, challenges };
}

/** RFC 8555 section 8.3: of the base64url alphabet, at most as long as the listener takes. It is served to anybody, and handed to a program. */
const TOKEN = /^[A-Za-z0-9_-]{16,100}$/;

/** Undefined for a kind of challenge that looks otherwise: there may be any. */
function readChallenge(value: unknown): Challenge | undefined {
  const json = asObject(value) ?? {};
  const [type, url, token, status] = ['type', 'url', 'token', 'status'].map((name) => asText(json[name]));
  if (type === undefined || url === undefined || token === undefined || status === undefined || !TOKEN.test(token)) return undefined;
  return { type, url, token, status, problem: readProblem(json['error']) };
}

export function readProblem(value: unknown): Problem | undefined {
  const json = asObject(value);
  const type = asText(json?.['type']);
  if (json === undefined || type === undefined) return undefined;
  const last = /^urn:ietf:params:acme:error:([A-Za-z]{1,40})$/.exec(type)?.[1] ?? 'other';
  const detail = typeof json['detail'] === 'string' ? json['detail'] : '';
  return { type: last, detail: detail.replaceAll(/\p{C}+/gu, ' ').slice(0, MAX_DETAIL_CHARACTERS) };
}

/** What came of asking the CA something. */
export type Told<Value> =
  | { readonly kind: 'told'; readonly value: Value }
  /** It may be different later: it cannot be reached, is busy, or wants us to wait. */
  | { readonly kind: 'later'; readonly problem: Problem; readonly afterMs: number }
  | { readonly kind: 'refused'; readonly problem: Problem };

const PATIENCE_MS = 60_000;
const MOST_PATIENT_MS = 6 * 3_600_000;

/** Not one of RFC 8555: ours, for what no CA says. */
export type OwnProblem = 'unreachable' | 'not-understood' | 'other-certificate' | 'dns-program-failed' | 'no-challenge';

export function ownProblem(type: OwnProblem, detail = ''): Problem {
  return { type, detail };
}

/** Success, a wait, or a refusal. */
export function judgeAnswer(answer: AnswerWithHeaders | OutboundRefusal, nowMs: number): Told<AnswerWithHeaders> {
  if (answer.kind === 'refused') return { kind: 'later', problem: ownProblem('unreachable', answer.code), afterMs: PATIENCE_MS };
  const { status } = answer;
  if (status >= 200 && status < 300) return { kind: 'told', value: answer };
  const problem = readProblem(readJson(answer.body)) ?? ownProblem('not-understood', `HTTP ${String(status)}`);
  const isPassing = status === 429 || status >= 500 || ['rateLimited', 'serverInternal', 'badNonce'].includes(problem.type);
  return isPassing ? { kind: 'later', problem, afterMs: retryAfterMs(answer, nowMs) ?? PATIENCE_MS } : { kind: 'refused', problem };
}

/** RFC 9110 section 10.2.3, between a second and six hours. Undefined when nothing of the kind is said. */
export function retryAfterMs({ headers }: Pick<AnswerWithHeaders, 'headers'>, nowMs: number): number | undefined {
  const text = headers['retry-after'];
  if (text === undefined || text.length > 40) return undefined;
  const wait = /^\d{1,7}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(wait) ? undefined : Math.min(MOST_PATIENT_MS, Math.max(1000, wait));
}

/** Why a CA elsewhere cannot be asked for this at all; undefined when it can. */
export type ElsewhereObjection = 'acme/csr-names' | 'acme/wildcard-needs-dns' | 'acme/nothing-named';

/** The CA takes the request itself, and the names in it must be those of the order, both ways (RFC 8555 section 7.4). */
export function objectionTo(given: {
  readonly identifiers: readonly Identifier[];
  readonly csrNames: readonly Identifier[];
  readonly hasDns: 'yes' | 'no';
}): ElsewhereObjection | undefined {
  const { identifiers, csrNames, hasDns } = given;
  if (identifiers.length === 0) return 'acme/nothing-named';
  if (!isSameSet(compareIdentifiers(identifiers, csrNames))) return 'acme/csr-names';
  const wildcards = identifiers.some((one) => one.type === 'dns' && isWildcard(one.name));
  return wildcards && hasDns === 'no' ? 'acme/wildcard-needs-dns' : undefined;
}

export type ChallengeMethod = 'http-01' | 'dns-01';

/** An address has no zone; a wildcard has no host. */
export function methodFor(identifier: Identifier, hasDns: 'yes' | 'no'): ChallengeMethod {
  return identifier.type === 'dns' && hasDns === 'yes' ? 'dns-01' : 'http-01';
}

/** RFC 8555 section 8.4: wildcards are proven at the name they stand on. */
export function dnsRecordName(identifier: Identifier): string {
  return `_acme-challenge.${formatIdentifier(identifier).replace(/^\*\./, '')}`;
}

/** RFC 8555 section 7.1.3, RFC 8738: as an order names it. */
export function orderIdentifier(identifier: Identifier): { readonly type: 'dns' | 'ip'; readonly value: string } {
  return { type: identifier.type, value: formatIdentifier(identifier) };
}

export function isAmong(identifier: Identifier, identifiers: readonly Identifier[]): boolean {
  return identifiers.some((one) => identifierKey(one) === identifierKey(identifier));
}

/** `acme/caa: …`: kept as the reason why an issue failed, and put into words where people read it. */
export function reasonFor({ type, detail }: Problem): string {
  return detail === '' ? `acme/${type}` : `acme/${type}: ${detail}`;
}

/** The reasons that CAs which everybody trusts may give (Baseline Requirements 7.2.2). Others are left out. */
const TELLABLE: ReadonlySet<number> = new Set([1, 3, 4, 5, 9]);

export function reasonToTell(reason: number | null): { readonly reason?: number } {
  return reason !== null && TELLABLE.has(reason) ? { reason } : {};
}

/** How long until the CA is told again of a revocation that it did not take: longer each time, an hour at most. */
export function tellAgainMs(tries: number): number {
  return Math.min(3_600_000, 15_000 * 2 ** Math.min(tries, 10));
}
