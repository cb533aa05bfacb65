import { PROFILE, type PrfAuthenticator } from '@sallyport/protocol';
import type { ActivationOutcome } from '@sallyport/token-client';
import type { ActivationPorts } from '@sallyport/token-client/activation';
import type { ActivationWish } from '../app/activation-wish.ts';
import { loadPart } from '../app/part-missing.ts';
import { describeDevice, makeDeviceKeys } from '../storage/device-keys.ts';
import { type TokenKey, tokenKeyOf } from '../storage/names.ts';
import { argon2id } from './argon2id.ts';
import { type DeviceToken, deviceToken } from './device-tokens.ts';
import { postToTokenApi } from './post-to-token-api.ts';
import { systemClock, systemRandomness } from './surroundings.ts';

type SetPin = Extract<ActivationOutcome, { kind: 'set-pin' }>;
type NotActivated = Exclude<ActivationOutcome, SetPin>;

/**
 * Activation up to the PIN, with keys of this browser made for it. Nothing is written to the device here. The server is always that of the app's own
 * origin: a link or text for another is refused, and a typed code goes nowhere else.
 */
export async function activate(
  wish: ActivationWish,
  { origin, authenticator }: { readonly origin: string; readonly authenticator: PrfAuthenticator },
): Promise<(SetPin & { readonly token: DeviceToken }) | NotActivated> {
  const keys = await makeDeviceKeys();
  // One for each token: the keys are handed over with its first commit, and nothing else may go on holding them.
  const made = new Map<TokenKey, DeviceToken>();
  const tokenOf = (tokenId: Uint8Array): DeviceToken => {
    const key = tokenKeyOf(tokenId);
    const token = made.get(key) ?? deviceToken({ key, prf: authenticator, newKeys: keys });
    made.set(key, token);
    return token;
  };
  const outcome = await activateBy(wish, origin, {
    post: postToTokenApi,
    clock: systemClock,
    randomness: systemRandomness,
    device: await describeDevice(keys, PROFILE.device | PROFILE.erasable),
    tokenOf: (tokenId) => tokenOf(tokenId).protocol,
  });
  return outcome.kind === 'set-pin' ? { ...outcome, token: tokenOf(outcome.offer.tokenId) } : outcome;
}

/** Each way is loaded when it is used: one needs HPKE, one a curve, one neither. */
async function activateBy(wish: ActivationWish, origin: string, ports: ActivationPorts): Promise<ActivationOutcome> {
  switch (wish.way) {
    case 'link': {
      const { activateByLink } = await loadPart(() => import('@sallyport/token-client/activation'));
      return activateByLink({ link: wish.link, origin }, ports);
    }
    case 'typed': {
      const { activateByTypedCode } = await loadPart(() => import('@sallyport/token-client/activation-typed'));
      return activateByTypedCode({ serial: wish.serial, code: wish.code, origin }, { ...ports, argon2id });
    }
    case 'offline': {
      const { activateOffline } = await loadPart(() => import('@sallyport/token-client/activation-offline'));
      return activateOffline({ text: wish.text, origin }, ports);
    }
  }
}
