import {
  activationConfirmationMessage,
  activationConfirmationPath,
  activationPath,
  fromBase64url,
  type OpenVault,
  parseActivationLink,
  RECEIPT_KIND,
  receiptsPath,
  type SoftToken,
  softToken,
  toBase64url,
  type ActivationReply,
} from '@sallyport/protocol';
import { type DeviceDescription, startActivation } from '@sallyport/protocol/activation';
import { testDevice, type TestDevice } from '@sallyport/protocol/testing';
import { systemRandomness } from '@sallyport/platform';

/** A soft token that speaks to a running server over HTTP: the protocol's own device half on storage in memory. */
export interface TokenInHand {
  readonly token: SoftToken;
  readonly device: TestDevice;
  readonly vault: OpenVault;
}

export const PIN = '482915';
export const NEW_PIN = '730264';

/** Activates by the link as the app does: request, PIN, confirmation. */
export async function activateByLink(link: string): Promise<TokenInHand> {
  const parsed = parseActivationLink(link);
  if (!parsed.ok) throw new Error(`the server made a link the token cannot read: ${parsed.error.code}`);
  const activationId = toBase64url(parsed.value.activationId);
  const started = await startActivation({
    link: parsed.value,
    device: await describedDevice(),
    randomness: systemRandomness,
  });
  if (!started.ok) throw new Error(started.error.code);
  const origin = parsed.value.apiOrigin;
  const answer = await postJson(origin + activationPath(activationId), started.value.request);
  const opened = await started.value.openReply((await answer.json()) as ActivationReply);
  if (!opened.ok) throw new Error(opened.error.code);
  const device = testDevice(activationId);
  device.clock.setWallClock(Date.now());
  const token = softToken(device.ports);
  const prepared = await token.activate({ ...opened.value, skewMs: 0 });
  if (prepared.kind !== 'set-pin') throw new Error(prepared.error.code);
  const set = await prepared.awaiting.setPin({ pin: PIN, repeated: PIN });
  if (set.kind !== 'open') throw new Error(set.error.code);
  const { vault } = set;
  const message = activationConfirmationMessage({
    activationId: parsed.value.activationId,
    tokenId: vault.identity.tokenId,
    headerHash: vault.headerHash,
  });
  const mac = await vault.serverMac(message);
  if (mac.kind !== 'mac') throw new Error(mac.error.code);
  const confirmation = { mac: toBase64url(mac.mac), headerHash: toBase64url(vault.headerHash), otp: await otpOf(vault) };
  const confirmed = await postJson(origin + activationConfirmationPath(activationId), confirmation);
  if (confirmed.status !== 204) throw new Error(`not confirmed: ${await confirmed.text()}`);
  return { token, device, vault };
}

export async function otpOf(vault: OpenVault, steps = 0): Promise<string> {
  const shown = await vault.oneTimePassword(steps);
  if (shown.kind !== 'one-time-password') throw new Error(shown.error.code);
  return shown.digits;
}

/** Types five wrong PINs and reads the PIN Reset Code off the screen. */
export async function lockByWrongPins(hand: TokenInHand): Promise<string> {
  hand.vault.close();
  for (const wrong of ['604817', '604818', '604819', '604827', '604828']) {
    const outcome = await hand.token.enterPin(wrong);
    if (outcome.kind === 'locked') return outcome.reset.pinResetCode;
  }
  throw new Error('five wrong PINs did not lock the token');
}

/** Types the unlock code and sets the new PIN. */
export async function unlockByCode(hand: TokenInHand, unlockCode: string): Promise<TokenInHand> {
  const outcome = await hand.token.enterUnlockCode(unlockCode);
  if (outcome.kind !== 'must-set-pin') throw new Error(`the unlock code did not open the token: ${outcome.kind}`);
  const set = await outcome.awaiting.setPin({ pin: NEW_PIN, repeated: NEW_PIN });
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
