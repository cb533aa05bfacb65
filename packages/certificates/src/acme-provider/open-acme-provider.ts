import {
  type Bytes,
  type Cryptography,
  type Identifier,
  type Result,
  compareIdentifiers,
  decodeCertificate,
  identifierIn,
  isSameSet,
  ok,
  parseIdentifier,
  pemChain,
  readCertificates,
  readCsr,
  refuse,
  toBase64Url,
  toHex,
  utf8,
} from '@sallyport/pki';
import type { AnswerWithHeaders, Clock, Database, Instant, NamedSecrets } from '@sallyport/platform';
import type { CertificateId } from '../identifiers.ts';
import type { IssueJournal, IssueOrder, IssueRefusal, NotYet } from '../issuance/ca-provider.ts';
import type { CertificatesSchema } from '../schema.ts';
import { AcmeAccount, type OpenAccount } from './acme-account.ts';
import { Conversation, NOT_UNDERSTOOD } from './conversation.ts';
import type { AcmeKeys, AcmeSettings, AcmeWire, DnsPublisher, TextRecord } from './ports.ts';
import {
  type AcmeOrder,
  type Authorization,
  CHAIN_MAX_OCTETS,
  type Challenge,
  type Problem,
  type Told,
  dnsRecordName,
  isAmong,
  methodFor,
  objectionTo,
  orderIdentifier,
  ownProblem,
  readAuthorization,
  readJson,
  readOrder,
  reasonFor,
  retryAfterMs,
} from './rules.ts';
import {
  beginAgain,
  beginOrder,
  challengesOf,
  findOrder,
  forgetOrderUrl,
  keepChain,
  keepChallenge,
  keepOrderUrl,
  keepProblem,
  removeChallenges,
} from './store.ts';

export interface AcmeProviderParts {
  readonly database: Database<CertificatesSchema>;
  readonly secrets: NamedSecrets;
  readonly clock: Clock;
  readonly cryptography: Cryptography;
  readonly wire: AcmeWire;
  readonly keys: AcmeKeys;
  readonly settings: AcmeSettings;
}

/** A CA elsewhere, by ACME. */
export interface AcmeProvider {
  readonly settings: AcmeSettings;
  readonly conversation: Conversation;
  readonly account: AcmeAccount;
  check(order: IssueOrder): Result<readonly [], IssueRefusal>;
  issue(order: IssueOrder, journal: Pick<IssueJournal, 'certificateId'>): Promise<Result<Bytes, IssueRefusal | NotYet>>;
}

/** How long a CA is given to look, before it is asked again. */
const LOOK_AGAIN_MS = 3000;
/** After a day without getting on, people are told. */
const GIVE_UP_MS = 86_400_000;
/** pending → ready → processing → valid, and one for chance. */
const STEPS_AT_ONCE = 5;

export function openAcmeProvider(parts: AcmeProviderParts): AcmeProvider {
  const { settings, wire, clock, cryptography } = parts;
  const conversation = new Conversation({ wire, clock, directory: settings.directory });
  const shortNameOf = (text: string) => toHex(cryptography.sha256(utf8(text))).slice(0, 16);
  const account = new AcmeAccount({ ...parts, conversation, shortNameOf });
  const surroundings = { ...parts, conversation, account };
  return {
    settings,
    conversation,
    account,
    check: (order) => {
      const objection = objectionTo({ identifiers: order.identifiers, csrNames: namesInCsr(parts, order.csr), hasDns: hasDns(settings) });
      return objection === undefined ? ok([]) : refuse({ code: 'order-refused', because: objection });
    },
    issue: (order, { certificateId }) => new Issuing(surroundings, order, certificateId).run(),
  };
}

function hasDns({ dns }: AcmeSettings): 'yes' | 'no' {
  return dns === undefined ? 'no' : 'yes';
}

/** As the CA will read them: alternative names, and a common name besides. */
function namesInCsr({ cryptography }: AcmeProviderParts, der: Bytes): readonly Identifier[] {
  const csr = readCsr(der, cryptography);
  if (!csr.ok) return [];
  const { names, subject } = csr.value.asksFor;
  const alternatives = names.flatMap((name) => identifierIn(name) ?? []);
  const common = subject.flatMap(({ shortName, value }) => (shortName === 'CN' ? parsed(value) : []));
  return [...alternatives, ...common.filter((name) => !isAmong(name, alternatives))];
}

function parsed(text: string): readonly Identifier[] {
  const identifier = parseIdentifier(text);
  return identifier.ok ? [identifier.value] : [];
}

type Surroundings = AcmeProviderParts & { readonly conversation: Conversation; readonly account: AcmeAccount };
type Outcome = Result<Bytes, IssueRefusal | NotYet>;
type Step = { readonly kind: 'again' } | { readonly kind: 'wait'; readonly afterMs: number } | Ended;
type Ended = { readonly kind: 'ended'; readonly outcome: Outcome };

/** One try at one order: as many steps as can be made without waiting. */
class Issuing {
  readonly #parts: Surroundings;
  readonly #order: IssueOrder;
  readonly #certificateId: CertificateId;

  constructor(parts: Surroundings, order: IssueOrder, certificateId: CertificateId) {
    this.#parts = parts;
    this.#order = order;
    this.#certificateId = certificateId;
  }

  async run(): Promise<Outcome> {
    const { database, clock, settings } = this.#parts;
    const begun = { certificateId: this.#certificateId, directory: settings.directory, now: clock.now() };
    await database.transact((tx) => beginOrder(tx, begun));
    const account = await this.#parts.account.open();
    if (account.kind !== 'told') return this.#stopped(account);
    const orderUrl = await this.#orderUrl(account.value);
    if (orderUrl.kind !== 'told') return this.#stopped(orderUrl);
    for (let step = 1; step <= STEPS_AT_ONCE; step += 1) {
      const order = await this.#ask(account.value, { url: orderUrl.value, read: readOrder });
      if (order.kind !== 'told') return this.#stopped(order);
      const { value, answer } = order.value;
      const next = await this.#next(account.value, { order: value, answer, url: orderUrl.value });
      if (next.kind === 'ended') return next.outcome;
      if (next.kind === 'wait') return this.#wait(next.afterMs);
    }
    return this.#wait(LOOK_AGAIN_MS);
  }

  /** Kept before anything more is said: what may become a certificate is on record. */
  async #orderUrl(account: OpenAccount): Promise<Told<string>> {
    const { database, clock, conversation } = this.#parts;
    const certificateId = this.#certificateId;
    const known = (await findOrder(database.query, certificateId))?.order_url;
    if (known !== undefined && known !== null) return { kind: 'told', value: known };
    const directory = await conversation.directory();
    if (directory.kind !== 'told') return directory;
    const payload = { identifiers: this.#order.identifiers.map(orderIdentifier) };
    const answer = await conversation.say({ url: directory.value.newOrder, payload, key: account.key, account: account.url });
    if (answer.kind !== 'told') return answer;
    const made = answer.value.headers['location'];
    if (made === undefined) return NOT_UNDERSTOOD;
    const kept = await database.transact((tx) => keepOrderUrl(tx, { certificateId, orderUrl: made, now: clock.now() }));
    return kept === undefined ? NOT_UNDERSTOOD : { kind: 'told', value: kept };
  }

  async #next(
    account: OpenAccount,
    { order, answer, url }: { readonly order: AcmeOrder; readonly answer: AnswerWithHeaders; readonly url: string },
  ): Promise<Step> {
    switch (order.status) {
      case 'pending':
        return this.#prove(account, order);
      case 'ready':
        return this.#finalize(account, order);
      case 'processing':
        return { kind: 'wait', afterMs: retryAfterMs(answer, this.#parts.clock.now()) ?? LOOK_AGAIN_MS };
      case 'valid':
        return { kind: 'ended', outcome: await this.#download(account, order) };
      case 'invalid':
        return { kind: 'ended', outcome: await this.#invalid(account, { order, url }) };
    }
  }

  /** Shows what each name that is not proven yet asks for, and says so. */
  async #prove(account: OpenAccount, order: AcmeOrder): Promise<Step> {
    for (const url of order.authorizations) {
      const read = await this.#ask(account, { url, read: readAuthorization });
      if (read.kind !== 'told') return this.#end(read);
      const { value: authorization } = read.value;
      if (!isAmong(authorization.identifier, this.#order.identifiers))
        return this.#end(refusedBy(ownProblem('not-understood', 'other names')));
      if (authorization.status !== 'pending') continue;
      const shown = await this.#answerChallenge(account, authorization);
      if (shown.kind !== 'told') return this.#end(shown);
    }
    return { kind: 'wait', afterMs: LOOK_AGAIN_MS };
  }

  async #answerChallenge(account: OpenAccount, { identifier, challenges }: Authorization): Promise<Told<unknown>> {
    const method = methodFor(identifier, hasDns(this.#parts.settings));
    const challenge = challenges.find(({ type }) => type === method);
    if (challenge === undefined) return refusedBy(ownProblem('no-challenge', method));
    // Whoever was killed after saying so has said so.
    if (challenge.status !== 'pending') return { kind: 'told', value: undefined };
    const shown = await this.#show({ identifier, challenge, thumbprint: account.key.thumbprint });
    if (shown === 'failed') return { kind: 'later', problem: ownProblem('dns-program-failed'), afterMs: 60_000 };
    return this.#parts.conversation.say({ url: challenge.url, payload: {}, key: account.key, account: account.url });
  }

  async #show(given: {
    readonly identifier: Identifier;
    readonly challenge: Challenge;
    readonly thumbprint: string;
  }): Promise<'done' | 'failed'> {
    const { database, cryptography, settings } = this.#parts;
    const { identifier, challenge, thumbprint } = given;
    const keyAuthorization = `${challenge.token}.${thumbprint}`;
    const record: TextRecord | undefined =
      challenge.type === 'dns-01'
        ? { name: dnsRecordName(identifier), value: toBase64Url(cryptography.sha256(utf8(keyAuthorization))) }
        : undefined;
    await database.transact((tx) =>
      keepChallenge(tx, {
        certificate_id: this.#certificateId,
        token: challenge.token,
        method: record === undefined ? 'http-01' : 'dns-01',
        record_name: record?.name ?? null,
        record_value: record?.value ?? null,
        key_authorization: keyAuthorization,
      }),
    );
    return record === undefined ? 'done' : publish(settings.dns, record);
  }

  async #finalize(account: OpenAccount, order: AcmeOrder): Promise<Step> {
    const payload = { csr: toBase64Url(this.#order.csr) };
    const { conversation } = this.#parts;
    const answer = await conversation.say({ url: order.finalize, payload, key: account.key, account: account.url });
    // Said twice by two processes: the order knows what it is.
    if (answer.kind === 'refused' && answer.problem.type === 'orderNotReady') return { kind: 'wait', afterMs: LOOK_AGAIN_MS };
    return answer.kind === 'told' ? { kind: 'again' } : this.#end(answer);
  }

  async #download(account: OpenAccount, { certificate: url }: AcmeOrder): Promise<Outcome> {
    if (url === undefined) return this.#stopped(NOT_UNDERSTOOD);
    const { conversation, database } = this.#parts;
    const answer = await conversation.say({
      url,
      payload: '',
      key: account.key,
      account: account.url,
      bodyOctets: CHAIN_MAX_OCTETS,
    });
    if (answer.kind !== 'told') return this.#stopped(answer);
    const read = readCertificates(answer.value.body);
    const [leaf, ...above] = (read.ok ? read.value : []).map(({ der }) => der);
    if (leaf === undefined || !this.#isOurs(leaf)) return this.#stopped(refusedBy(ownProblem('other-certificate')));
    await this.#takeChallengesAway();
    await database.transact((tx) => keepChain(tx, { certificateId: this.#certificateId, chain: pemChain(above) }));
    return ok(leaf);
  }

  /** Our key, our names, and neither more nor fewer. */
  #isOurs(der: Bytes): boolean {
    const decoded = decodeCertificate(der);
    if (!decoded.ok) return false;
    const { publicKey, names } = decoded.value;
    const found = (names ?? []).map((name) => identifierIn(name));
    const isSameKey = toHex(publicKey.spki) === toHex(this.#order.publicKey.spki);
    if (!isSameKey || found.some((name) => name === undefined)) return false;
    return isSameSet(compareIdentifiers(found as Identifier[], this.#order.identifiers));
  }

  /** Given up by the CA: why, it says of the name that it could not look at, or of the order. */
  async #invalid(account: OpenAccount, { order, url }: { readonly order: AcmeOrder; readonly url: string }): Promise<Outcome> {
    let problem: Problem | undefined = order.problem;
    for (const authorization of order.authorizations) {
      const read = await this.#ask(account, { url: authorization, read: readAuthorization });
      if (read.kind === 'later') return this.#stopped(read);
      const found = read.kind === 'told' ? read.value.value.challenges.find((one) => one.problem !== undefined)?.problem : undefined;
      problem = found ?? problem;
    }
    await this.#takeChallengesAway();
    await this.#parts.database.transact((tx) => forgetOrderUrl(tx, { certificateId: this.#certificateId, orderUrl: url }));
    return refuse({ code: 'signer-refused', because: reasonFor(problem ?? ownProblem('not-understood', 'invalid')) });
  }

  async #takeChallengesAway(): Promise<void> {
    const { database, settings } = this.#parts;
    for (const { record_name: name, record_value: value } of await challengesOf(database.query, this.#certificateId)) {
      // A record that stays is untidy and proves nothing any more: it holds up nothing.
      if (name !== null && value !== null) await settings.dns?.remove({ name, value });
    }
    await database.transact((tx) => removeChallenges(tx, this.#certificateId));
  }

  /** POST-as-GET. */
  async #ask<Value>(
    account: OpenAccount,
    { url, read }: { readonly url: string; readonly read: (json: Readonly<Record<string, unknown>>) => Value | undefined },
  ): Promise<Told<{ readonly value: Value; readonly answer: AnswerWithHeaders }>> {
    const told = await this.#parts.conversation.say({ url, payload: '', key: account.key, account: account.url });
    if (told.kind !== 'told') return told;
    const json = readJson(told.value.body);
    const value = json && read(json);
    return value === undefined ? NOT_UNDERSTOOD : { kind: 'told', value: { value, answer: told.value } };
  }

  async #end(told: Exclude<Told<never>, { readonly kind: 'told' }>): Promise<Ended> {
    return { kind: 'ended', outcome: await this.#stopped(told) };
  }

  async #stopped(told: Exclude<Told<never>, { readonly kind: 'told' }>): Promise<Outcome> {
    const { database, clock, account } = this.#parts;
    const certificateId = this.#certificateId;
    const reason = reasonFor(told.problem);
    if (told.kind === 'refused' && told.problem.type !== 'accountDoesNotExist') {
      return refuse({ code: 'signer-refused', because: reason });
    }
    if (told.kind === 'refused') await account.forget();
    const begun = (await findOrder(database.query, certificateId))?.begun_at ?? clock.now();
    if (clock.now() - begun > GIVE_UP_MS) {
      // Whatever the CA has made of it meanwhile, the next try finds: where the order is stays known.
      await database.transact((tx) => beginAgain(tx, { certificateId, now: clock.now() }));
      return refuse({ code: 'signer-refused', because: reason });
    }
    await database.transact((tx) => keepProblem(tx, { certificateId, problem: reason }));
    return this.#wait(told.kind === 'later' ? told.afterMs : LOOK_AGAIN_MS);
  }

  #wait(afterMs: number): Outcome {
    const until: Instant = this.#parts.clock.now() + afterMs;
    return refuse({ code: 'not-yet', until });
  }
}

function refusedBy(problem: Problem): { readonly kind: 'refused'; readonly problem: Problem } {
  return { kind: 'refused', problem };
}

function publish(dns: DnsPublisher | undefined, record: TextRecord): Promise<'done' | 'failed'> {
  return dns === undefined ? Promise.resolve('failed') : dns.publish(record);
}
