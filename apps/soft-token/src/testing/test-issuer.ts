import {
  activationConfirmationHolds,
  confirmationChallenge,
  deriveRecoveryKeys,
  formatActivationLink,
  fromBase64url,
  hotp,
  matchTotp,
  type OtpParameters,
  parseActivationConfirmation,
  parseOtpCode,
  parsePinResetCode,
  parseReceipt,
  pinResetClaim,
  pinResetCode,
  pinResetMac,
  receiptHolds,
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
import { unlockCodeFor } from '@sallyport/protocol/testing';

/** The server's half of everything the soft token speaks with, out of the protocol's own functions; it keeps all in memory. */

const randomness = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };

export interface IssuedToken {
  readonly activationId: Uint8Array<ArrayBuffer>;
  readonly presharedKey: Uint8Array<ArrayBuffer>;
  readonly receiver: ReceiverKeys;
  readonly grant: TokenGrant;
  state: 'open' | 'expired' | 'confirmed';
  tries: number;
  keys: TokenKeys | undefined;
  /** Epochs of the receipts that held. */
  readonly receipts: { readonly epoch: number; readonly what: number }[];
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
  /** Server time minus true time, to see whether the token follows. */
  skewMs = 0;

  async issue(origin: string, wish: IssueWish = {}): Promise<{ readonly token: IssuedToken; readonly link: string }> {
    const receiver = await generateReceiverKeys(randomness);
    const token: IssuedToken = {
      activationId: randomness.bytes(16),
      presharedKey: randomness.bytes(32),
      receiver,
      grant: {
        tokenId: randomness.bytes(16),
        serial: wish.serial ?? 'ST-482-719-36',
        otp: { type: 'totp', algorithm: 'SHA256', digits: 6, period: 30, t0: 0, counter: 0, suite: undefined, ...wish.otp },
        policy: { maxAttempts: 5, minPinLength: 6, maxPinLength: 12, unlockDigits: 16, ...wish.policy },
        issuer: wish.issuer ?? 'Northwind Harbour Authority',
        label: wish.label ?? 'Ada Quay',
        portal: wish.portal ?? 'http://localhost:4302',
        issuerKey: undefined,
      },
      state: 'open',
      tries: 0,
      keys: undefined,
      receipts: [],
    };
    this.#issued.push(token);
    const { activationId, presharedKey } = token;
    return {
      token,
      link: formatActivationLink(origin, { activationId, presharedKey, serverPublicKey: receiver.publicKey, apiOrigin: origin }),
    };
  }

  /** The token API. Undefined for an address that is none of its. */
  async answer(path: string, json: unknown, origin: string): Promise<ApiReply | undefined> {
    const [, version, kind, id = '', act] = path.split('/');
    if (version !== 'v1') return undefined;
    if (kind === 'activations' && act === undefined) return this.#activate(this.#byActivation(id), json, origin);
    if (kind === 'activations' && act === 'confirm') return this.#confirm(this.#byActivation(id), json);
    if (kind === 'tokens' && act === 'receipts') return this.#receive(id, json);
    return refusal('MALFORMED');
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
    token.keys = keys;
    return { status: 200, body: reply };
  }

  #confirm(token: IssuedToken | undefined, json: unknown): ApiReply {
    const confirmation = parseActivationConfirmation(json);
    if (!confirmation.ok || !token?.keys) return refusal('MALFORMED');
    const { activationId, keys, grant } = token;
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

  #receive(tokenId: string, json: unknown): ApiReply {
    const token = this.#issued.find(({ grant }) => toBase64url(grant.tokenId) === tokenId);
    const receipt = parseReceipt(json);
    if (!receipt.ok) return refusal('MALFORMED');
    if (!token?.keys) return refusal('RECEIPT_REFUSED');
    const { tokenId: id, serial } = token.grant;
    const { receiptKey } = deriveRecoveryKeys({ recoveryKey: token.keys.recoveryKey, tokenId: id, serial });
    if (!receiptHolds({ receiptKey, tokenId: id, receipt: receipt.value })) return refusal('RECEIPT_REFUSED');
    token.receipts.push({ epoch: receipt.value.epoch, what: receipt.value.what });
    return { status: 204, body: undefined };
  }

  #byActivation(id: string): IssuedToken | undefined {
    return this.#issued.find(({ activationId }) => toBase64url(activationId) === toBase64url(fromBase64url(id)));
  }

  #now(): number {
    return Date.now() + this.skewMs;
  }

  /** The one-time passwords of this moment, one step of drift either way. */
  passwordsNow(token: IssuedToken): readonly string[] {
    const step = totpStep(token.grant.otp, this.#now());
    return [step - 1, step, step + 1].map((counter) => hotp({ mac: macOf(token), counter, digits: token.grant.otp.digits }));
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
