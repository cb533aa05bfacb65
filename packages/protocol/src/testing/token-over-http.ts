import { type DeviceDescription, startActivation } from '../activation.ts';
import { activationConfirmationMessage } from '../activation-confirmation.ts';
import { parseOfflineActivation, registerOffline } from '../activation-offline.ts';
import { startTypedActivation } from '../activation-typed.ts';
import { parseActivationLink } from '../activation-link.ts';
import { fromBase64url, toBase64url } from '../bytes.ts';
import { formatRegistrationCode, parseActivationCode } from '../codes.ts';
import type { Randomness } from '../ports.ts';
import { RECEIPT_KIND } from '../receipt.ts';
import { foldSerial } from '../serial.ts';
import type { Activation, SoftToken } from '../soft-token/face.ts';
import type { OpenVault } from '../soft-token/open-vault.ts';
import { softToken } from '../soft-token/soft-token.ts';
import {
  type ActivationReply,
  activationConfirmationPath,
  activationPath,
  receiptsPath,
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
}

/** Activates by the link as the app does: request, PIN, confirmation. */
export async function activateByLink(link: string): Promise<TokenInHand> {
  const parsed = parseActivationLink(link);
  if (!parsed.ok) throw new Error(`the server made a link the token cannot read: ${parsed.error.code}`);
  const activationId = toBase64url(parsed.value.activationId);
  const started = await startActivation({
    link: parsed.value,
    device: await describedDevice(),
    randomness: genuineRandomness,
  });
  if (!started.ok) throw new Error(started.error.code);
  const origin = parsed.value.apiOrigin;
  const answer = await postJson(origin + activationPath(activationId), started.value.request);
  const opened = await started.value.openReply((await answer.json()) as ActivationReply);
  if (!opened.ok) throw new Error(opened.error.code);
  const hand = await takeInHand({ ...opened.value, skewMs: 0 });
  await confirm(hand, { activationId: parsed.value.activationId, origin });
  return hand;
}

/** Activates by what the page shows to be typed, as the app does: two messages, PIN, confirmation. */
export async function activateByTypedCode(typed: { serial: string; code: string; origin: string }): Promise<TokenInHand> {
  const serial = foldSerial(typed.serial);
  const code = parseActivationCode(typed.code);
  if (serial === undefined || !code.ok) throw new Error('the page shows what the token cannot read');
  const { origin } = typed;
  const exchange = await startTypedActivation({
    serial,
    code: code.value,
    apiOrigin: origin,
    device: await describedDevice(),
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
  const hand = await takeInHand({ ...opened.value, skewMs: 0 });
  await confirm(hand, { activationId, origin });
  return hand;
}

/** Activates by the text alone; nothing is sent. The registration code as the app shows it. */
export async function activateOffline(text: string): Promise<{ readonly hand: TokenInHand; readonly registrationCode: string }> {
  const offer = parseOfflineActivation(text);
  if (!offer.ok) throw new Error(`the server made a text the token cannot read: ${offer.error.code}`);
  const { activation, registrationCode } = registerOffline(offer.value, genuineRandomness);
  return { hand: await takeInHand(activation), registrationCode: formatRegistrationCode(registrationCode) };
}

async function takeInHand(activation: Activation): Promise<TokenInHand> {
  const device = testDevice(toBase64url(activation.tokenId));
  device.clock.setWallClock(Date.now());
  const token = softToken(device.ports);
  const prepared = await token.activate(activation);
  if (prepared.kind !== 'set-pin') throw new Error(prepared.error.code);
  const set = await prepared.awaiting.setPin({ pin: FIRST_PIN, repeated: FIRST_PIN });
  if (set.kind !== 'open') throw new Error(set.error.code);
  return { token, device, vault: set.vault };
}

async function confirm(
  { vault }: TokenInHand,
  { activationId, origin }: { readonly activationId: Uint8Array; readonly origin: string },
): Promise<void> {
  const message = activationConfirmationMessage({ activationId, tokenId: vault.identity.tokenId, headerHash: vault.headerHash });
  const mac = await vault.serverMac(message);
  if (mac.kind !== 'mac') throw new Error(mac.error.code);
  const confirmation = { mac: toBase64url(mac.mac), headerHash: toBase64url(vault.headerHash), otp: await passwordOf(vault) };
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
  const receipt = await hand.vault.receipt(RECEIPT_KIND.unlock);
  if (receipt.kind !== 'receipt') throw new Error(receipt.error.code);
  const { epoch, what, timeMs, mac } = receipt;
  const answer = await postJson(origin + receiptsPath(toBase64url(receipt.tokenId)), { epoch, what, time: timeMs, mac: toBase64url(mac) });
  return answer.status;
}

async function describedDevice(): Promise<DeviceDescription> {
  const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey);
  return { publicKey: { x: fromBase64url(x), y: fromBase64url(y) }, profile: 3, name: 'test device' };
}

function postJson(address: string, body: unknown): Promise<Response> {
  return fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}
