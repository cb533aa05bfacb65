import { type DeviceDescription, startActivation } from '../activation.ts';
import { activationConfirmationMessage } from '../activation-confirmation.ts';
import { parseOfflineActivation, registerOffline } from '../activation-offline.ts';
import { startTypedActivation } from '../activation-typed.ts';
import { parseActivationLink } from '../activation-link.ts';
import { constantTimeEqual, fromBase64url, toBase64url } from '../bytes.ts';
import { formatRegistrationCode, parseActivationCode } from '../codes.ts';
import { type ContactAnswer, type ContactFacts, closedContactMessage, contactMessage, contactReplyMessage } from '../contact.ts';
import { encodeContact, parseContactReply } from '../contact.ts';
import type { Randomness } from '../ports.ts';
import { RECEIPT_KIND } from '../receipt.ts';
import { startRekey } from '../rekey-client.ts';
import { removalMessage } from '../removal.ts';
import { foldSerial } from '../serial.ts';
import { momentOf } from '../soft-token/device-moment.ts';
import type { Activation, SoftToken } from '../soft-token/face.ts';
import type { OpenVault } from '../soft-token/open-vault.ts';
import { softToken } from '../soft-token/soft-token.ts';
import {
  type ActivationReply,
  type ReceiptKind,
  activationConfirmationPath,
  activationPath,
  contactPath,
  receiptsPath,
  rekeyPath,
  removalPath,
  TOKEN_API_ROUTES,
  typedActivationPath,
  type TypedActivationStarted,
} from '../token-api.ts';
import { FIRST_PIN, SECOND_PIN } from './demonstration-token.ts';
import { type TestDevice, realArgon2id, testDevice } from './surroundings.ts';

const genuineRandomness: Randomness = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };

/** A soft token that speaks to a running server over HTTP: the protocol's own device half on storage in memory. */
export interface TokenInHand {
  readonly token: SoftToken;
  readonly device: TestDevice;
  readonly vault: OpenVault;
  readonly keys: DeviceKeysInHand;
}

/** K_dev. */
interface DeviceKeysInHand {
  readonly publicKey: DeviceDescription['publicKey'];
  readonly sign: (message: Uint8Array) => Promise<Uint8Array<ArrayBuffer>>;
}

/** Activates by the link as the app does: request, PIN, confirmation. */
export async function activateByLink(link: string): Promise<TokenInHand> {
  const parsed = parseActivationLink(link);
  if (!parsed.ok) throw new Error(`the server made a link the token cannot read: ${parsed.error.code}`);
  const activationId = toBase64url(parsed.value.activationId);
  const keys = await deviceKeys();
  const started = await startActivation({ link: parsed.value, device: describe(keys), randomness: genuineRandomness });
  if (!started.ok) throw new Error(started.error.code);
  const origin = parsed.value.apiOrigin;
  const answer = await postJson(origin + activationPath(activationId), started.value.request);
  const opened = await started.value.openReply((await answer.json()) as ActivationReply);
  if (!opened.ok) throw new Error(opened.error.code);
  const hand = await takeInHand({ ...opened.value, skewMs: 0 }, keys);
  await confirm(hand, { activationId: parsed.value.activationId, origin });
  return hand;
}

/** Activates by what the page shows to be typed, as the app does: two messages, PIN, confirmation. */
export async function activateByTypedCode(typed: { serial: string; code: string; origin: string }): Promise<TokenInHand> {
  const serial = foldSerial(typed.serial);
  const code = parseActivationCode(typed.code);
  if (serial === undefined || !code.ok) throw new Error('the page shows what the token cannot read');
  const { origin } = typed;
  const keys = await deviceKeys();
  const exchange = await startTypedActivation({
    serial,
    code: code.value,
    apiOrigin: origin,
    device: describe(keys),
    argon2id: realArgon2id,
    randomness: genuineRandomness,
  });
  const started = await postJson(origin + TOKEN_API_ROUTES.typedActivationStart, exchange.start);
  const confirmed = await exchange.confirm((await started.json()) as TypedActivationStarted);
  if (!confirmed.ok) throw new Error(`the server does not know the code: ${confirmed.error.code}`);
  const { activationId, request, openReply } = confirmed.value;
  const answer = await postJson(origin + typedActivationPath(toBase64url(activationId)), request);
  const opened = await openReply((await answer.json()) as ActivationReply);
  if (!opened.ok) throw new Error(opened.error.code);
  const hand = await takeInHand({ ...opened.value, skewMs: 0 }, keys);
  await confirm(hand, { activationId, origin });
  return hand;
}

/** Activates by the text alone; nothing is sent. The registration code as the app shows it. */
export async function activateOffline(text: string): Promise<{ readonly hand: TokenInHand; readonly registrationCode: string }> {
  const offer = parseOfflineActivation(text);
  if (!offer.ok) throw new Error(`the server made a text the token cannot read: ${offer.error.code}`);
  const { activation, registrationCode } = registerOffline(offer.value, genuineRandomness);
  return { hand: await takeInHand(activation, await deviceKeys()), registrationCode: formatRegistrationCode(registrationCode) };
}

async function takeInHand(activation: Activation, keys: DeviceKeysInHand): Promise<TokenInHand> {
  const device = testDevice(toBase64url(activation.tokenId));
  device.clock.setWallClock(Date.now());
  const token = softToken(device.ports);
  const prepared = await token.activate(activation);
  if (prepared.kind !== 'set-pin') throw new Error(prepared.error.code);
  const set = await prepared.awaiting.setPin({ pin: FIRST_PIN, repeated: FIRST_PIN });
  if (set.kind !== 'open') throw new Error(set.error.code);
  return { token, device, vault: set.vault, keys };
}

async function confirm(
  { vault }: TokenInHand,
  { activationId, origin }: { readonly activationId: Uint8Array; readonly origin: string },
): Promise<void> {
  const message = activationConfirmationMessage({ activationId, tokenId: vault.identity.tokenId, headerHash: vault.headerHash });
  const mac = toBase64url(await macOf(vault, message));
  const confirmation = { mac, headerHash: toBase64url(vault.headerHash), otp: await passwordOf(vault) };
  const confirmed = await postJson(origin + activationConfirmationPath(toBase64url(activationId)), confirmation);
  if (confirmed.status !== 204) throw new Error(`not confirmed: ${await confirmed.text()}`);
}

export async function passwordOf(vault: OpenVault, steps = 0): Promise<string> {
  const shown = await vault.oneTimePassword(steps);
  if (shown.kind !== 'one-time-password') throw new Error(shown.error.code);
  return shown.digits;
}

/** Types five wrong PINs and reads the PIN Reset Code off the screen. */
export async function lockInHand(hand: TokenInHand): Promise<string> {
  hand.vault.close();
  for (const wrong of ['604817', '604818', '604819', '604827', '604828']) {
    const outcome = await hand.token.enterPin(wrong);
    if (outcome.kind === 'locked') return outcome.reset.pinResetCode;
  }
  throw new Error('five wrong PINs did not lock the token');
}

/** Types the unlock code and sets the new PIN. */
export async function unlockInHand(hand: TokenInHand, unlockCode: string): Promise<TokenInHand> {
  const outcome = await hand.token.enterUnlockCode(unlockCode);
  if (outcome.kind !== 'must-set-pin') throw new Error(`the unlock code did not open the token: ${outcome.kind}`);
  const set = await outcome.awaiting.setPin({ pin: SECOND_PIN, repeated: SECOND_PIN });
  if (set.kind !== 'open') throw new Error(set.error.code);
  return { ...hand, vault: set.vault };
}

/** What an online token does after an unlock. */
export async function sendUnlockReceipt(hand: TokenInHand, origin: string): Promise<number> {
  return sendReceipt(hand, origin, RECEIPT_KIND.unlock);
}

export async function sendReceipt(hand: TokenInHand, origin: string, kind: ReceiptKind): Promise<number> {
  const receipt = await hand.vault.receipt(kind);
  if (receipt.kind !== 'receipt') throw new Error(receipt.error.code);
  const { epoch, what, timeMs, mac } = receipt;
  const answer = await postJson(origin + receiptsPath(toBase64url(receipt.tokenId)), { epoch, what, time: timeMs, mac: toBase64url(mac) });
  return answer.status;
}

/** What an open token asks and hears; undefined when the answer is not its server's. */
export async function contactInHand({ vault, device }: TokenInHand, origin: string): Promise<ContactAnswer | undefined> {
  const { tokenId, epoch } = vault.identity;
  device.clock.setWallClock(Date.now());
  const nonce = genuineRandomness.bytes(16);
  const facts: ContactFacts = { tokenId, epoch, timeMs: device.clock.now(), nonce, wish: vault.holdsPin ? 1 : 0 };
  const mac = await macOf(vault, contactMessage(facts));
  const answer = await postJson(origin + contactPath(toBase64url(tokenId)), encodeContact(facts, { kind: 'mac', mac }));
  const reply = parseContactReply(await answer.json());
  const expected = reply && (await macOf(vault, contactReplyMessage(facts, reply.answer)));
  return reply?.mac && expected && constantTimeEqual(reply.mac, expected) ? reply.answer : undefined;
}

/** What a closed or locked token asks, as its server answers. */
export async function closedContactInHand({ vault, keys }: TokenInHand, origin: string): Promise<Response> {
  const { tokenId, epoch } = vault.identity;
  const facts: ContactFacts = { tokenId, epoch, timeMs: Date.now(), nonce: genuineRandomness.bytes(16), wish: 0 };
  const signature = await keys.sign(closedContactMessage(facts));
  return postJson(origin + contactPath(toBase64url(tokenId)), encodeContact(facts, { kind: 'signature', signature }));
}

/** A re-key as the app does it right after a PIN; the receipt is for the caller to send. */
export async function renewInHand(hand: TokenInHand, origin: string, offer: Uint8Array): Promise<TokenInHand> {
  const { vault, device, keys } = hand;
  const { tokenId, epoch } = vault.identity;
  const asked = { tokenId, epoch, offer, otp: await passwordOf(vault), deviceKey: keys.publicKey };
  const exchange = await startRekey({ ...asked, randomness: genuineRandomness });
  if (!exchange) throw new Error('the offer is no key');
  const sentAt = momentOf(device.clock);
  const answer = await postJson(origin + rekeyPath(toBase64url(tokenId)), exchange.requestWith(await macOf(vault, exchange.message)));
  const opened = await exchange.openReply(await answer.json());
  if (!opened) throw new Error(`the keys were not renewed: ${String(answer.status)}`);
  const outcome = await vault.renew(opened.material, sentAt);
  if (outcome.kind !== 'open') throw new Error(`the keys were not committed: ${outcome.kind}`);
  return { ...hand, vault: outcome.vault };
}

/** *Remove this token*, as its server answers. */
export async function removeInHand({ vault, keys }: TokenInHand, origin: string): Promise<number> {
  const { tokenId } = vault.identity;
  const sig = toBase64url(await keys.sign(removalMessage(tokenId)));
  return (await postJson(origin + removalPath(toBase64url(tokenId)), { sig })).status;
}

async function macOf(vault: OpenVault, message: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const mac = await vault.serverMac(message);
  if (mac.kind !== 'mac') throw new Error(mac.error.code);
  return mac.mac;
}

function describe({ publicKey }: DeviceKeysInHand): DeviceDescription {
  return { publicKey, profile: 3, name: 'test device' };
}

async function deviceKeys(): Promise<DeviceKeysInHand> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey);
  return {
    publicKey: { x: fromBase64url(x), y: fromBase64url(y) },
    sign: async (message) =>
      new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, new Uint8Array(message))),
  };
}

function postJson(address: string, body: unknown): Promise<Response> {
  return fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}
