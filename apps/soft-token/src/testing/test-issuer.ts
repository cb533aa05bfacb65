import {
  activationConfirmationHolds,
  type Argon2id,
  type DevicePublicKey,
  confirmationChallenge,
  deriveRecoveryKeys,
  type ActivationCode,
  foldSerial,
  formatActivationCode,
  formatActivationLink,
  fromBase64url,
  hotp,
  matchTotp,
  type OtpParameters,
  parseActivationConfirmation,
  parseOtpCode,
  parsePinResetCode,
  parseRegistrationCode,
  pinResetClaim,
  pinResetCode,
  pinResetMac,
  formatPinResetCode,
  softwareOtpMac,
  toBase64url,
  TOKEN_API_REFUSALS,
  type TokenApiRefusalCode,
  type TokenKeys,
  type TokenPolicy,
  tokenSuite,
  totpStep,
  verifyOcra,
} from '@sallyport/protocol';
import {
  generateReceiverKeys,
  openActivation,
  parseActivationRequest,
  type ReceiverKeys,
  type TokenGrant,
} from '@sallyport/protocol/activation';
import { formatOfflineActivation, type OfflineActivation, openRegistrationCode } from '@sallyport/protocol/activation-offline';
import {
  activationCodeHashing,
  activationCodeScalar,
  answerTypedStart,
  drawActivationCode,
  drawScalar,
  openTypedActivation,
  parseTypedActivationRequest,
  parseTypedActivationStart,
  type Scalar,
} from '@sallyport/protocol/activation-typed';
import { TEST_ISSUER_KEY, TokenDesk, unlockCodeFor } from '@sallyport/protocol/testing';

/** The server's half of everything the soft token speaks with, out of the protocol's own functions; it keeps all in memory. */

const randomness = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };

export interface IssuedToken {
  readonly activationId: Uint8Array<ArrayBuffer>;
  readonly presharedKey: Uint8Array<ArrayBuffer>;
  readonly receiver: ReceiverKeys;
  readonly grant: TokenGrant;
  state: 'open' | 'expired' | 'confirmed';
  tries: number;
  /** To be typed with the serial. */
  readonly code: ActivationCode;
  codeTries: number;
  /** Made by the activation; the desk's own once there is one. */
  readonly keys: TokenKeys | undefined;
  /** What the token says to its server after activation. */
  desk: TokenDesk | undefined;
  /** Epochs of the receipts that held. */
  readonly receipts: readonly { readonly epoch: number; readonly what: number }[];
}

export interface ApiReply {
  readonly status: number;
  readonly body: object | undefined;
}

export interface IssueWish {
  readonly serial?: string;
  readonly issuer?: string;
  readonly label?: string;
  readonly portal?: string;
  readonly policy?: Partial<TokenPolicy>;
  readonly otp?: Partial<OtpParameters>;
}

export class TestIssuer {
  readonly #issued: IssuedToken[] = [];
  /** Runs of typed activation that were begun, by name; undefined for one that leads nowhere. */
  readonly #runs = new Map<string, { readonly run: Uint8Array; readonly token: IssuedToken | undefined }>();
  /** Server time minus true time, to see whether the token follows. */
  skewMs = 0;
  readonly #argon2id: Argon2id;

  /** `argon2id`: as the tokens compute it that are activated here. */
  constructor(argon2id: Argon2id) {
    this.#argon2id = argon2id;
  }

  async issue(
    origin: string,
    wish: IssueWish = {},
  ): Promise<{ readonly token: IssuedToken; readonly link: string; readonly code: string; readonly offlineText: string }> {
    const receiver = await generateReceiverKeys(randomness);
    const code = drawActivationCode(randomness);
    const serial = wish.serial ?? 'ST-482-719-36';
    const token: IssuedToken = {
      activationId: randomness.bytes(16),
      presharedKey: randomness.bytes(32),
      receiver,
      grant: {
        tokenId: randomness.bytes(16),
        serial,
        otp: { type: 'totp', algorithm: 'SHA256', digits: 6, period: 30, t0: 0, counter: 0, suite: undefined, ...wish.otp },
        policy: { maxAttempts: 5, minPinLength: 6, maxPinLength: 12, unlockDigits: 16, prfOnlyAllowed: false, ...wish.policy },
        issuer: wish.issuer ?? 'Northwind Harbour Authority',
        label: wish.label ?? 'Ada Quay',
        portal: wish.portal ?? 'http://localhost:4302',
        issuerKey: TEST_ISSUER_KEY.publicKey,
      },
      state: 'open',
      tries: 0,
      code,
      codeTries: 0,
      desk: undefined,
      get keys() {
        return token.desk?.keys;
      },
      get receipts() {
        return token.desk?.receipts ?? [];
      },
    };
    this.#issued.push(token);
    const { activationId, presharedKey } = token;
    return {
      token,
      link: formatActivationLink(origin, { activationId, presharedKey, serverPublicKey: receiver.publicKey, apiOrigin: origin }),
      code: formatActivationCode(code),
      offlineText: formatOfflineActivation(origin, offlineOffer(token, origin)),
    };
  }

  /** The token API. Undefined for an address that is none of its. */
  async answer(path: string, json: unknown, origin: string): Promise<ApiReply | undefined> {
    const [, version, kind, id = '', act] = path.split('/');
    if (version !== 'v1') return undefined;
    if (kind === 'typed-activations') return id === '' ? this.#start(json, origin) : this.#activateTyped(id, json);
    if (kind === 'activations' && act === undefined) return this.#activate(this.#byActivation(id), json, origin);
    if (kind === 'activations' && act === 'confirm') return this.#confirm(id, json);
    const token = this.#issued.find(({ grant }) => toBase64url(grant.tokenId) === id);
    return kind === 'tokens' && act !== undefined ? ((await token?.desk?.answer(act, json)) ?? refusal('MALFORMED')) : refusal('MALFORMED');
  }

  async #activate(token: IssuedToken | undefined, json: unknown, origin: string): Promise<ApiReply> {
    if (!token) return refusal('ACT_MISMATCH');
    if (token.state === 'expired') return refusal('ACT_EXPIRED');
    token.tries += 1;
    if (token.state === 'confirmed' || token.tries > 5) return refusal('ACT_USED');
    const request = parseActivationRequest(json);
    if (!request.ok) return refusal('MALFORMED');
    const opened = await openActivation({ ...token, apiOrigin: origin, request: request.value });
    if (!opened.ok) return refusal('ACT_MISMATCH');
    const { reply, keys } = await opened.value.answer({ grant: token.grant, now: this.#now(), randomness });
    this.#giveKeys(token, keys, opened.value.device.publicKey);
    return { status: 200, body: reply };
  }

  async #start(json: unknown, origin: string): Promise<ApiReply> {
    const start = parseTypedActivationStart(json);
    if (!start.ok) return refusal('MALFORMED');
    const found = this.#issued.find(({ grant }) => foldSerial(grant.serial) === start.value.serial);
    if (found) found.codeTries += 1;
    const token = found?.state === 'open' && found.codeTries <= 5 ? found : undefined;
    const activationId = randomness.bytes(16);
    const answered = answerTypedStart({
      w: token ? await this.#scalarOf(token) : drawScalar(randomness),
      share: start.value.share,
      activationId,
      apiOrigin: origin,
      randomness,
    });
    if (!answered.ok) return refusal('ACT_MISMATCH');
    this.#runs.set(answered.value.reply.a, { run: answered.value.run, token });
    return { status: 200, body: answered.value.reply };
  }

  async #activateTyped(id: string, json: unknown): Promise<ApiReply> {
    const begun = this.#runs.get(id);
    const request = parseTypedActivationRequest(json);
    if (!begun?.token || !request.ok) return refusal('ACT_MISMATCH');
    const opened = await openTypedActivation({ run: begun.run, request: request.value });
    if (!opened.ok) return refusal('ACT_MISMATCH');
    const { reply, keys } = await opened.value.answer({ grant: begun.token.grant, now: this.#now(), randomness });
    this.#giveKeys(begun.token, keys, opened.value.device.publicKey);
    return { status: 200, body: reply };
  }

  /** A server computes it once and keeps it; here it is wanted in few tests. */
  async #scalarOf({ code, grant }: IssuedToken): Promise<Scalar> {
    const serial = foldSerial(grant.serial);
    if (serial === undefined) throw new Error(`"${grant.serial}" is not a serial`);
    return activationCodeScalar(await this.#argon2id(activationCodeHashing({ code, serial })));
  }

  /** What the portal does with a registration code that was typed back. */
  register(token: IssuedToken, typed: string, origin: string): 'registered' | 'refused' {
    const code = parseRegistrationCode(typed);
    const keys = code.ok ? openRegistrationCode(code.value, offlineOffer(token, origin)) : undefined;
    if (keys) this.#giveKeys(token, keys);
    return keys ? 'registered' : 'refused';
  }

  #confirm(id: string, json: unknown): ApiReply {
    const token = this.#runs.get(id)?.token ?? this.#byActivation(id);
    const confirmation = parseActivationConfirmation(json);
    if (!confirmation.ok) return refusal('MALFORMED');
    if (!token?.keys) return refusal('ACT_MISMATCH');
    const activationId = fromBase64url(id);
    const { keys, grant } = token;
    const holds = activationConfirmationHolds({
      serverKey: keys.serverKey,
      activationId,
      tokenId: grant.tokenId,
      confirmation: confirmation.value,
    });
    const { otp, headerHash } = confirmation.value;
    const isRight = grant.otp.type === 'ocra' ? this.#confirmsByChallenge(token, { otp, headerHash }) : this.#isPasswordNow(token, otp);
    if (!holds || !isRight) return refusal('CONFIRM_FAILED');
    token.state = 'confirmed';
    return { status: 204, body: undefined };
  }

  #isPasswordNow(token: IssuedToken, otp: string): boolean {
    const code = parseOtpCode(otp, token.grant.otp.digits);
    if (!code.ok) return false;
    const clock = { clock: token.grant.otp, now: this.#now(), lastStep: undefined, drift: 1 };
    return matchTotp({ code: code.value, mac: macOf(token), ...clock }) !== undefined;
  }

  #confirmsByChallenge(token: IssuedToken, { otp, headerHash }: { readonly otp: string; readonly headerHash: Uint8Array }): boolean {
    const suite = tokenSuite(token.grant.otp);
    return suite !== undefined && this.isResponse(token, { challenge: confirmationChallenge(suite, headerHash), response: otp });
  }

  /** What the server thinks of the response to a challenge. */
  isResponse(token: IssuedToken, { challenge, response }: { readonly challenge: string; readonly response: string }): boolean {
    const suite = tokenSuite(token.grant.otp);
    if (suite === undefined) return false;
    const windows = { counters: { next: 0, lookAhead: 10 }, time: { now: this.#now(), drift: 1 } };
    const judged = verifyOcra({ suite, mac: macOf(token), challenges: [challenge], response, ...windows });
    return judged.ok && judged.value.kind === 'right';
  }

  /** `deviceKey`: unknown of a token that was activated without a network. */
  #giveKeys(token: IssuedToken, keys: TokenKeys, deviceKey?: DevicePublicKey): void {
    token.desk = new TokenDesk({ ...token.grant, ...(deviceKey ? { deviceKey } : {}) }, keys, () => this.#now());
  }

  #byActivation(id: string): IssuedToken | undefined {
    return this.#issued.find(({ activationId }) => toBase64url(activationId) === toBase64url(fromBase64url(id)));
  }

  #now(): number {
    return Date.now() + this.skewMs;
  }

  /** The one-time passwords of this moment, one step of drift either way. */
  passwordsNow(token: IssuedToken): readonly string[] {
    return this.passwordsUnder(token, keysOf(token));
  }

  /** The same under other keys of this token, as those before a re-key. */
  passwordsUnder({ grant: { otp } }: IssuedToken, { seed }: Pick<TokenKeys, 'seed'>): readonly string[] {
    const step = totpStep(otp, this.#now());
    const mac = softwareOtpMac(otp.algorithm, seed);
    return [step - 1, step, step + 1].map((counter) => hotp({ mac, counter, digits: otp.digits }));
  }
}

/** What the portal answers to a PIN Reset Code. */
export function unlockCodeOf(token: IssuedToken, shown: string): string {
  const { tokenId, serial, policy } = token.grant;
  return unlockCodeFor({ pinResetCode: shown, keys: keysOf(token), tokenId, serial, unlockDigits: policy.unlockDigits });
}

/** The PIN Reset Code the protocol computes for an epoch and a reset random. */
export function pinResetCodeOf(token: IssuedToken, { epoch, r }: { readonly epoch: number; readonly r: number }): string {
  const { tokenId, serial } = token.grant;
  const { resetMacKey } = deriveRecoveryKeys({ recoveryKey: keysOf(token).recoveryKey, tokenId, serial });
  return formatPinResetCode(pinResetCode({ epoch, r, mac: pinResetMac({ resetMacKey, tokenId, epoch, r }) }));
}

/** The r that the token drew, out of the code it shows. */
export function resetRandomOf(shown: string): number {
  const code = parsePinResetCode(shown);
  if (!code.ok) throw new Error(`"${shown}" is not a PIN Reset Code`);
  return pinResetClaim(code.value).r;
}

function offlineOffer({ activationId, presharedKey, grant }: IssuedToken, origin: string): OfflineActivation {
  return { activationId, presharedKey, grant, apiOrigin: origin };
}

function keysOf(token: IssuedToken): TokenKeys {
  if (!token.keys) throw new Error('This token was never activated.');
  return token.keys;
}

function macOf(token: IssuedToken): ReturnType<typeof softwareOtpMac> {
  return softwareOtpMac(token.grant.otp.algorithm, keysOf(token).seed);
}

function refusal(code: TokenApiRefusalCode): ApiReply {
  return { status: TOKEN_API_REFUSALS[code], body: { error: code } };
}
