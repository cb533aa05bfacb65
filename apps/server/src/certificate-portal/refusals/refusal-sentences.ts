import type { Refusal, RefusalDetails } from '@sallyport/certificates';
import { formatIdentifier } from '@sallyport/pki';
import { createMessages, type Language, type Messages } from '@sallyport/ui';
import { refusalMessages } from './refusal.messages.ts';

export interface CertificateRefusalSpeaker {
  /** The sentence for the person: what is wrong, and what to do next. */
  sentence(refusal: Pick<Refusal, 'code' | 'details'>): string;
}

/** What stands against a request before a CA elsewhere is asked. */
const ELSEWHERE = ['acme/csr-names', 'acme/wildcard-needs-dns', 'acme/nothing-named'] as const;

type Say = Messages<typeof refusalMessages>;

interface Speech {
  readonly say: Say;
  /** "a, b and c". */
  readonly list: (texts: readonly string[]) => string;
}

export function createCertificateRefusalSpeaker(language: Language): CertificateRefusalSpeaker {
  const say = createMessages<typeof refusalMessages>(refusalMessages, language.locale);
  const format = new Intl.ListFormat(language.locale, { type: 'conjunction' });
  const speech: Speech = { say, list: (texts) => format.format(texts) };
  return { sentence: (refusal) => sentenceOf(refusal, speech) };
}

function sentenceOf({ code, details }: Pick<Refusal, 'code' | 'details'>, speech: Speech): string {
  const { say, list } = speech;
  switch (code) {
    case 'csr-refused':
      return aboutCsr(details.csr, speech);
    case 'key-refused':
      return (details.weaknesses ?? []).map((weakness) => aboutKey(weakness, speech)).join(' ');
    case 'names-refused':
      return aboutNames(details.names, speech);
    case 'lifetime-refused':
      return aboutLifetime(details.validity, speech);
    case 'names-malformed':
      return say('names-malformed', { names: list(details.texts ?? []) });
    case 'subject-not-verified':
      return say('subject-not-verified', { fields: list(details.texts ?? []) });
    case 'domain-malformed':
      return details.texts?.[0] === '' ? say('domain-missing') : say('domain-malformed', { names: list(details.texts ?? []) });
    case 'addresses-malformed':
      return say('addresses-malformed', { names: list(details.texts ?? []) });
    case 'addresses-too-many':
    case 'webhooks-too-many':
      return say(code, { limit: details.limit ?? 0 });
    case 'domains-too-many':
      return say('domains-too-many', { limit: details.limit ?? 0 });
    case 'overlap-refused':
      return say('overlap-refused', { limit: details.limit ?? 0 });
    case 'field-value-refused':
    case 'field-value-missing':
      return say(code, { fields: list(details.texts ?? []) });
    case 'fields-too-many':
    case 'views-too-many':
    case 'too-many-chosen':
    case 'import-too-large':
      return say(code, { limit: details.limit ?? 0 });
    case 'role-missing':
      if (details.scopes !== undefined) return say('scope-missing', { scopes: list(details.scopes) });
      return say('role-missing', { roles: list((details.roles ?? []).map((role) => say(`role.${role}`))) });
    case 'note-too-long':
    case 'api-key-name-refused':
    case 'api-key-days-refused':
    case 'api-keys-too-many':
    case 'idempotency-key-malformed':
      return say(code, { limit: details.limit ?? 0 });
    case 'scopes-refused':
      if (details.scopes !== undefined) return say('scopes-beyond', { scopes: list(details.scopes) });
      return say('scopes-refused');
    case 'status-changed':
      return say('status-changed', { status: details.status === undefined ? '' : say(`status.${details.status}`) });
    case 'ca-refused':
      return say(`ca-refused.${ELSEWHERE.find((one) => one === details.texts?.[0]) ?? 'acme/other'}`);
    case 'lint-failed':
      return say('lint-failed', { rules: list((details.findings ?? []).map(({ rule }) => rule)) });
    case 'api-key-not-found':
    case 'api-key-refused':
    case 'api-key-tries-exhausted':
    case 'certificate-not-found':
    case 'challenge-expired':
    case 'checks-exhausted':
    case 'csr-missing':
    case 'csr-not-kept':
    case 'decided-already':
    case 'domain-declined':
    case 'domain-not-found':
    case 'domain-there-already':
    case 'idempotency-answer-lost':
    case 'idempotency-in-progress':
    case 'idempotency-key-reused':
    case 'key-unchanged':
    case 'field-malformed':
    case 'field-not-found':
    case 'field-there-already':
    case 'import-private-key':
    case 'last-administrator':
    case 'not-ours':
    case 'nothing-chosen':
    case 'nothing-to-import':
    case 'nothing-to-prove':
    case 'organisation-not-found':
    case 'own-request':
    case 'person-not-found':
    case 'profile-unknown':
    case 'proof-method-refused':
    case 'reason-missing':
    case 'replaced-already':
    case 'report-not-found':
    case 'revocation-asked-already':
    case 'revocation-reason-unknown':
    case 'revocation-settled':
    case 'role-unknown':
    case 'step-up-needed':
    case 'subject-malformed':
    case 'webhook-not-found':
    case 'webhook-occasions-none':
    case 'webhook-tries-exhausted':
    case 'webhook-url-refused':
    case 'view-malformed':
    case 'view-not-found':
      return say(code);
  }
}

function aboutCsr(csr: RefusalDetails['csr'], { say, list }: Speech): string {
  if (csr === undefined) return say('csr.csr-malformed');
  switch (csr.code) {
    case 'csr-signature-algorithm':
      return say('csr.csr-signature-algorithm', { algorithm: csr.algorithm });
    case 'key-kind-unknown':
      return say('csr.key-kind-unknown', { algorithm: csr.algorithm });
    case 'pem-other-label':
      return say('csr.pem-other-label', { found: list(csr.found) });
    case 'csr-malformed':
    case 'csr-several':
    case 'csr-signature-wrong':
    case 'csr-too-large':
    case 'key-malformed':
    case 'key-point-invalid':
    case 'pem-private-key':
      return say(`csr.${csr.code}`);
  }
}

function aboutKey(weakness: NonNullable<RefusalDetails['weaknesses']>[number], { say }: Speech): string {
  switch (weakness.code) {
    case 'key-too-short':
      return say('key.key-too-short', { bits: weakness.bits, minimum: weakness.minimum });
    case 'key-too-long':
      return say('key.key-too-long', { bits: weakness.bits, maximum: weakness.maximum });
    case 'key-blocked':
    case 'key-close-primes':
    case 'key-exponent':
    case 'key-kind-not-accepted':
    case 'key-modulus':
    case 'key-roca':
      return say(`key.${weakness.code}`);
  }
}

function aboutNames(names: RefusalDetails['names'], { say, list }: Speech): string {
  switch (names?.code) {
    case undefined:
    case 'names-none':
      return say('names.names-none');
    case 'names-too-many':
      return say('names.names-too-many', { maximum: names.maximum });
    case 'names-duplicate':
    case 'names-wildcard-refused':
    case 'names-address-refused':
    case 'names-single-label-refused':
      return say(`names.${names.code}`, { names: list(names.identifiers.map(formatIdentifier)) });
    case 'subject-malformed':
    case 'subject-field-refused':
      return say(`names.${names.code}`, { field: names.field });
    case 'common-name-not-among-names':
      return say('names.common-name-not-among-names');
  }
}

function aboutLifetime(validity: RefusalDetails['validity'], { say }: Speech): string {
  switch (validity?.code) {
    case 'lifetime-too-long':
      return say('lifetime.lifetime-too-long', { maximum: validity.maximumDays });
    case 'profile-not-yet-in-force':
    case 'lifetime-outlives-issuer':
      return say(`lifetime.${validity.code}`);
    case 'lifetime-malformed':
    case undefined:
      return say('lifetime.lifetime-malformed');
  }
}
