import { PROFILE } from '@sallyport/protocol';
import type { ActivationOutcome } from '@sallyport/token-client';
import { activateByLink } from '@sallyport/token-client/activation';
import { describeDevice, makeDeviceKeys } from '../storage/device-keys.ts';
import { tokenKeyOf } from '../storage/names.ts';
import { type DeviceToken, deviceToken } from './device-tokens.ts';
import { postToTokenApi } from './post-to-token-api.ts';
import { systemClock, systemRandomness } from './surroundings.ts';

type SetPin = Extract<ActivationOutcome, { kind: 'set-pin' }>;
type NotActivated = Exclude<ActivationOutcome, SetPin>;

/** Activation up to the PIN, with keys of this browser made for it. Nothing is written to the device here. */
export async function activate(input: {
  readonly link: string;
  readonly origin: string;
}): Promise<(SetPin & { readonly token: DeviceToken }) | NotActivated> {
  const keys = await makeDeviceKeys();
  const tokenOf = (tokenId: Uint8Array): DeviceToken => deviceToken(tokenKeyOf(tokenId), keys);
  const outcome = await activateByLink(input, {
    post: postToTokenApi,
    clock: systemClock,
    randomness: systemRandomness,
    device: await describeDevice(keys, PROFILE.device | PROFILE.erasable),
    tokenOf: (tokenId) => tokenOf(tokenId).protocol,
  });
  return outcome.kind === 'set-pin' ? { ...outcome, token: tokenOf(outcome.offer.tokenId) } : outcome;
}
