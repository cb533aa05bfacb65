import {
  type ContactAnswer,
  type ContactFacts,
  closedContactMessage,
  contactHolds,
  encodeClosedContactReply,
  encodeContactReply,
  parseContact,
} from '../contact.ts';
import type { DevicePublicKey } from '../device-public-key.ts';
import { deviceSignatureHolds } from '../device-signature.ts';
import { type ReceiverKeys, generateReceiverKeys } from '../hpke.ts';
import type { TokenKeys } from '../activation-keys.ts';
import { deriveRecoveryKeys, hmacSha256 } from '../key-schedule.ts';
import { matchTotp, parseOtpCode, softwareOtpMac } from '../otp.ts';
import type { Randomness } from '../ports.ts';
import { parseReceipt, receiptHolds } from '../receipt.ts';
import { parseRemoval, removalMessage } from '../removal.ts';
import { deriveRenewedKeys } from '../rekey-keys.ts';
import { openRekeyRequest, parseRekeyRequest, rekeyRequestHolds } from '../rekey-server.ts';
import { revocationMessage } from '../soft-token/revocation.ts';
import { TOKEN_API_REFUSALS, type TokenApiRefusalCode } from '../token-api.ts';
import type { OtpParameters } from '../vault-body.ts';

/** How the desk answers: status and body, as over HTTP. */
export interface DeskReply {
  readonly status: number;
  readonly body: object | undefined;
}

export interface DeskToken {
  readonly tokenId: Uint8Array<ArrayBuffer>;
  readonly serial: string;
  readonly otp: OtpParameters;
  /** K_dev; undefined until the first re-key of a token that was activated without a network: no signature is believed then. */
  readonly deviceKey?: DevicePublicKey;
}

const randomness: Randomness = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };
const NEARNESS_MS = 120_000;

/**
 * The server's half of section 15 for one token, in memory and out of the protocol's own functions: receipts, contact, re-key, removal. What a real
 * server does besides (budgets, audit, two processes at once) it does not.
 */
export class TokenDesk {
  readonly #token: DeskToken;
  readonly #now: () => number;
  keys: TokenKeys;
  /** Promised in an answer to a re-key; the first word under them makes them `keys`. */
  pending: TokenKeys | undefined;
  deviceKey: DevicePublicKey | undefined;
  #pendingDeviceKey: DevicePublicKey | undefined;
  /** What the next contact is told. */
  isDue = false;
  isRevoked = false;
  /** Signature of the issuer over the revocation, for a closed token. */
  revocationSignature: Uint8Array<ArrayBuffer> | undefined;
  isRemoved = false;
  readonly receipts: { readonly epoch: number; readonly what: number }[] = [];
  /** The times named by the contacts that were taken. */
  readonly contacts: number[] = [];
  #offer: ReceiverKeys | undefined;

  constructor(token: DeskToken, keys: TokenKeys, now: () => number) {
    this.#token = token;
    this.#now = now;
    this.keys = keys;
    this.deviceKey = token.deviceKey;
  }

  /** Undefined for an address that is none of the desk's. */
  async answer(act: string, json: unknown): Promise<DeskReply | undefined> {
    switch (act) {
      case 'receipts':
        return this.#receive(json);
      case 'contact':
        return this.#contact(json);
      case 'rekey':
        return this.#rekey(json);
      case 'removal':
        return this.#remove(json);
      default:
        return undefined;
    }
  }

  /** Whether a one-time password is taken now, under the present keys or the promised ones; a promised one that is taken makes them the present. */
  takesPassword(digits: string): boolean {
    return this.#takesUnder(this.keys, digits) || (this.pending !== undefined && this.#takesUnder(this.pending, digits) && this.#promote());
  }

  #receive(json: unknown): DeskReply {
    const receipt = parseReceipt(json);
    if (!receipt.ok) return refusal('MALFORMED');
    const { tokenId, serial } = this.#token;
    const holds = ({ recoveryKey }: TokenKeys): boolean => {
      const { receiptKey } = deriveRecoveryKeys({ recoveryKey, tokenId, serial });
      return receiptHolds({ receiptKey, tokenId, receipt: receipt.value });
    };
    if (!this.#under(holds)) return refusal('RECEIPT_REFUSED');
    this.receipts.push({ epoch: receipt.value.epoch, what: receipt.value.what });
    return { status: 204, body: undefined };
  }

  async #contact(json: unknown): Promise<DeskReply> {
    const received = parseContact(json);
    if (!received.ok) return refusal('MALFORMED');
    const { proof, ...asked } = received.value;
    const facts: ContactFacts = { ...asked, tokenId: this.#token.tokenId };
    const latest = this.contacts.at(-1) ?? 0;
    const isTaken = Math.abs(facts.timeMs - this.#now()) <= NEARNESS_MS && facts.timeMs > latest;
    const common = { timeMs: this.#now(), after: isTaken ? undefined : Math.max(1, latest) };
    if (proof.kind === 'signature') {
      if (!this.#isSigned(closedContactMessage(facts), proof.signature)) return refusal('CONTACT_REFUSED');
      if (isTaken) this.contacts.push(facts.timeMs);
      const revocation = this.isRevoked ? this.revocationSignature : undefined;
      return { status: 200, body: encodeClosedContactReply({ ...common, revocation }) };
    }
    const { mac } = proof;
    if (!this.#under(({ serverKey }) => contactHolds({ serverKey, facts, mac }))) return refusal('CONTACT_REFUSED');
    const { serverKey } = this.keys;
    const revocation = this.isRevoked ? hmacSha256(serverKey, revocationMessage(facts.tokenId)) : undefined;
    if (isTaken) this.contacts.push(facts.timeMs);
    const isOffered = isTaken && this.isDue && facts.wish === 1 && !this.isRevoked;
    if (isOffered) this.#offer = await generateReceiverKeys(randomness);
    const answer: ContactAnswer = { ...common, revocation, rekeyOffer: isOffered ? this.#offer?.publicKey : undefined };
    return { status: 200, body: encodeContactReply({ serverKey, facts, answer }) };
  }

  async #rekey(json: unknown): Promise<DeskReply> {
    const request = parseRekeyRequest(json);
    if (!request.ok) return refusal('MALFORMED');
    const { tokenId, otp } = this.#token;
    const offer = this.#offer;
    const { serverKey } = this.keys;
    if (offer === undefined || !rekeyRequestHolds({ serverKey, tokenId, request: request.value })) return refusal('REKEY_REFUSED');
    const opened = await openRekeyRequest({ tokenId, offer, request: request.value });
    if (opened === undefined || !this.#takesUnder(this.keys, opened.otp)) return refusal('REKEY_REFUSED');
    const { reply, material } = await opened.answer({ now: this.#now(), randomness });
    this.#offer = undefined;
    this.pending = deriveRenewedKeys({ material, serverKey, tokenId, algorithm: otp.algorithm });
    this.#pendingDeviceKey = opened.deviceKey;
    return { status: 200, body: reply };
  }

  #remove(json: unknown): DeskReply {
    const removal = parseRemoval(json);
    if (!removal.ok) return refusal('MALFORMED');
    if (!this.#isSigned(removalMessage(this.#token.tokenId), removal.value.signature)) return refusal('REMOVAL_REFUSED');
    this.isRemoved = true;
    return { status: 204, body: undefined };
  }

  #isSigned(message: Uint8Array, signature: Uint8Array): boolean {
    const { deviceKey: publicKey } = this;
    return publicKey !== undefined && deviceSignatureHolds({ publicKey, message, signature });
  }

  /** Whether something holds under the present keys, or under the promised ones, which it then makes the present. */
  #under(holds: (keys: TokenKeys) => boolean): boolean {
    return holds(this.keys) || (this.pending !== undefined && holds(this.pending) && this.#promote());
  }

  #promote(): true {
    this.keys = this.pending ?? this.keys;
    this.pending = undefined;
    this.deviceKey ??= this.#pendingDeviceKey;
    this.isDue = false;
    return true;
  }

  #takesUnder({ seed }: TokenKeys, digits: string): boolean {
    const { otp } = this.#token;
    const code = parseOtpCode(digits, otp.digits);
    const mac = softwareOtpMac(otp.algorithm, seed);
    return code.ok && matchTotp({ code: code.value, mac, clock: otp, now: this.#now(), lastStep: undefined, drift: 1 }) !== undefined;
  }
}

function refusal(code: TokenApiRefusalCode): DeskReply {
  return { status: TOKEN_API_REFUSALS[code], body: { error: code } };
}
