import {
  activationConfirmationMessage,
  activationPath,
  type AwaitingPin,
  type ActivationReply,
  parseActivationLink,
  PROFILE,
  toBase64url,
  wipe,
} from '@sallyport/protocol';
import { type ActivatedToken, activationIsSupported, type ActivationExchange, startActivation } from '@sallyport/protocol/activation';
import type { DeviceKeys } from '../storage/core-database.ts';
import { describeDevice, makeDeviceKeys } from '../storage/device-keys.ts';
import { tokenKeyOf } from '../storage/names.ts';
import { type DeviceToken, deviceToken } from './device-tokens.ts';
import type { NewsForServer } from './engine.ts';
import type { ActivationFailure, ActivationOffer } from './engine-messages.ts';
import { systemClock, systemRandomness } from './surroundings.ts';
import type { ApiAnswer, PostJson } from './token-api-client.ts';

/** Activation A (section 14) up to the PIN. Nothing is written to the device here. */
export type ActivationOutcome =
  | {
      readonly kind: 'set-pin';
      readonly token: DeviceToken;
      readonly awaiting: AwaitingPin;
      readonly offer: ActivationOffer;
      readonly news: NewsForServer;
    }
  | { readonly kind: 'not-activated'; readonly because: ActivationFailure };

export async function activate(input: { link: string; origin: string; post: PostJson }): Promise<ActivationOutcome> {
  const link = parseActivationLink(input.link);
  if (!link.ok) return failed({ code: 'link-malformed' });
  const { activationId, apiOrigin } = link.value;
  if (apiOrigin !== input.origin) return failed({ code: 'link-of-another-app', origin: apiOrigin });
  if (!(await activationIsSupported())) return failed({ code: 'browser-too-old' });

  const deviceKeys = await makeDeviceKeys();
  const device = await describeDevice(deviceKeys, PROFILE.device | PROFILE.erasable);
  const exchange = await startActivation({ link: link.value, device, randomness: systemRandomness });
  if (!exchange.ok) return failed({ code: 'mismatch' });
  const sentAt = systemClock.now();
  const answer = await input.post(activationPath(toBase64url(activationId)), exchange.value.request);
  if (answer.kind !== 'ok') return failed(failureOf(answer));
  const activated = await openReply(exchange.value, answer.json);
  if (!activated) return failed({ code: 'mismatch' });
  const skewMs = clockOffset({ serverTimeMs: activated.serverTimeMs, sentAt, receivedAt: systemClock.now() });
  return prepareToken({ activationId, activated, deviceKeys, skewMs });
}

/** Section 15: offset = serverTime + rtt/2 - local. */
export function clockOffset({ serverTimeMs, sentAt, receivedAt }: { serverTimeMs: number; sentAt: number; receivedAt: number }): number {
  return Math.round(serverTimeMs + (receivedAt - sentAt) / 2 - receivedAt);
}

async function openReply(exchange: ActivationExchange, json: unknown): Promise<ActivatedToken | undefined> {
  const ct2 = typeof json === 'object' && json !== null && 'ct2' in json && typeof json.ct2 === 'string' ? json.ct2 : undefined;
  if (ct2 === undefined) return undefined;
  const opened = await exchange.openReply({ ct2 } satisfies ActivationReply);
  return opened.ok ? opened.value : undefined;
}

async function prepareToken(input: {
  activationId: Uint8Array;
  activated: ActivatedToken;
  deviceKeys: DeviceKeys;
  skewMs: number;
}): Promise<ActivationOutcome> {
  const { activationId, activated, deviceKeys, skewMs } = input;
  const { tokenId, serial, issuer, label, policy, keys } = activated;
  const token = deviceToken(tokenKeyOf(tokenId), deviceKeys);
  const prepared = await token.protocol.activate({ ...activated, skewMs });
  wipe(keys.seed, keys.recoveryKey, keys.serverKey);
  if (prepared.kind === 'refused') {
    return failed(prepared.error.code === 'ACT_USED' ? { code: 'already-here', serial } : { code: 'mismatch' });
  }
  const offer: ActivationOffer = { token: token.key, serial, issuer, label, policy };
  return { kind: 'set-pin', token, awaiting: prepared.awaiting, offer, news: confirmationOf(activationId) };
}

/** Undefined when the vault is over already. The one-time password that belongs to it is added when it is sent. */
function confirmationOf(activationId: Uint8Array): NewsForServer {
  return async (vault) => {
    const { headerHash, identity } = vault;
    const mac = await vault.serverMac(activationConfirmationMessage({ activationId, tokenId: identity.tokenId, headerHash }));
    if (mac.kind === 'refused') return undefined;
    return { kind: 'activation', activationId: toBase64url(activationId), mac: toBase64url(mac.mac), headerHash: toBase64url(headerHash) };
  };
}

function failureOf(answer: Exclude<ApiAnswer, { kind: 'ok' }>): ActivationFailure {
  if (answer.kind === 'offline') return { code: 'offline' };
  switch (answer.code) {
    case 'ACT_EXPIRED':
      return { code: 'expired' };
    case 'ACT_USED':
      return { code: 'used' };
    case 'RATE_LIMITED':
      return { code: 'rate-limited', waitSeconds: answer.retryAfterSeconds ?? 60 };
    case 'INTERNAL':
      return { code: 'server-fault' };
    case 'ACT_MISMATCH':
    case 'MALFORMED':
    case 'CONFIRM_FAILED':
    case 'RECEIPT_REFUSED':
      return { code: 'mismatch' };
  }
}

function failed(because: ActivationFailure): ActivationOutcome {
  return { kind: 'not-activated', because };
}
