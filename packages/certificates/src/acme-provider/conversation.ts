import type { AnswerWithHeaders, Clock } from '@sallyport/platform';
import type { AcmeAccountKey, AcmeWire } from './ports.ts';
import { ANSWER_MAX_OCTETS, type Directory, type Told, judgeAnswer, ownProblem, readDirectory, readJson } from './rules.ts';

/** Pebble refuses one nonce in twenty to see whether its clients try again; more often than this is no chance any more. */
const NONCE_TRIES = 8;
const MAX_NONCES = 20;
const JOSE = 'application/jose+json';

export interface ConversationParts {
  readonly wire: AcmeWire;
  readonly clock: Clock;
  readonly directory: string;
}

export interface Saying {
  readonly url: string;
  /** `''` is POST-as-GET (RFC 8555 section 6.3). */
  readonly payload: object | '';
  readonly key: AcmeAccountKey;
  /** The address of the account; undefined while there is none, and the key itself is shown. */
  readonly account: string | undefined;
  readonly bodyOctets?: number;
}

/** Talks to one CA: its directory, its nonces, what is said to it signed. Keeps nothing that matters. */
export class Conversation {
  readonly #parts: ConversationParts;
  readonly #nonces: string[] = [];
  #directory: Directory | undefined;

  constructor(parts: ConversationParts) {
    this.#parts = parts;
  }

  async directory(): Promise<Told<Directory>> {
    if (this.#directory !== undefined) return { kind: 'told', value: this.#directory };
    const { wire, clock, directory: url } = this.#parts;
    const answer = judgeAnswer(await wire.ask({ url, bodyOctets: ANSWER_MAX_OCTETS }), clock.now());
    if (answer.kind !== 'told') return answer;
    const json = readJson(answer.value.body);
    this.#directory = json && readDirectory(json);
    return this.#directory === undefined ? NOT_UNDERSTOOD : { kind: 'told', value: this.#directory };
  }

  async say(saying: Saying): Promise<Told<AnswerWithHeaders>> {
    for (let tries = 1; ; tries += 1) {
      const nonce = await this.#nonce();
      if (nonce.kind !== 'told') return nonce;
      const answer = await this.#send(saying, nonce.value);
      const isStale = answer.kind === 'later' && answer.problem.type === 'badNonce';
      if (!isStale || tries === NONCE_TRIES) return answer;
    }
  }

  async #send({ url, payload, key, account, bodyOctets = ANSWER_MAX_OCTETS }: Saying, nonce: string): Promise<Told<AnswerWithHeaders>> {
    const { wire, clock } = this.#parts;
    const header = { nonce, url, ...(account === undefined ? { jwk: key.jwk } : { kid: account }) };
    const body = await key.sign({ header, payload: payload === '' ? '' : JSON.stringify(payload) });
    const answer = await wire.ask({ url, bodyOctets, sent: { headers: { 'content-type': JOSE }, body } });
    if (answer.kind === 'answered') this.#keepNonce(answer);
    return judgeAnswer(answer, clock.now());
  }

  async #nonce(): Promise<Told<string>> {
    const kept = this.#nonces.pop();
    if (kept !== undefined) return { kind: 'told', value: kept };
    const directory = await this.directory();
    if (directory.kind !== 'told') return directory;
    const { wire, clock } = this.#parts;
    // RFC 8555 section 7.2: GET is answered like HEAD.
    const answer = judgeAnswer(await wire.ask({ url: directory.value.newNonce, bodyOctets: ANSWER_MAX_OCTETS }), clock.now());
    if (answer.kind !== 'told') return answer;
    this.#keepNonce(answer.value);
    const nonce = this.#nonces.pop();
    return nonce === undefined ? NOT_UNDERSTOOD : { kind: 'told', value: nonce };
  }

  #keepNonce({ headers }: AnswerWithHeaders): void {
    const nonce = headers['replay-nonce'];
    // RFC 8555 section 6.5.1: what is no base64url must be ignored.
    if (nonce !== undefined && /^[A-Za-z0-9_-]{1,200}$/.test(nonce) && this.#nonces.length < MAX_NONCES) this.#nonces.push(nonce);
  }
}

export const NOT_UNDERSTOOD = { kind: 'later', problem: ownProblem('not-understood'), afterMs: 60_000 } as const;
