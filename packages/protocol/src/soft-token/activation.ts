import { issuerIdOf } from '../activation-keys.ts';
import { type Bytes, concat, u8, utf8 } from '../bytes.ts';
import { refused } from '../device-errors.ts';
import { EXTENSION, type HeaderExtension, PROFILE_P0, encodeHeader } from '../header.ts';
import type { TokenPorts } from '../ports.ts';
import { areLawfulContents } from '../sealed-body.ts';
import { TOKEN_TEXT, type VaultContents, wipeContents } from '../vault-body.ts';
import { awaitPin } from './awaiting-pin.ts';
import type { HeaderFrame } from './commit.ts';
import type { TokenContext } from './context.ts';
import type { ActivateOutcome, Activation } from './face.ts';
import { NO_PRF } from './slot-prf.ts';

/** EMPTY → SET_PIN: everything is checked before the person is asked for a PIN; nothing is written before they gave one. */
export async function prepareActivation(context: TokenContext, activation: Activation): Promise<ActivateOutcome> {
  const frame = frameOf(activation, context.clock.now());
  const contents = contentsOf(activation, context.clock.now());
  const firstHeader = encodeHeader({ ...frame, epoch: 0, resetRandom: 0, resetMac: 0 });
  if (!firstHeader.ok || !areLawfulContents(TOKEN_TEXT, contents)) return refused({ code: 'PARAM_RANGE' });
  if (await isTaken(context)) return refused({ code: 'ACT_USED' });

  const kept = copyContents(contents);
  const awaiting = awaitPin(context, {
    lengths: frame,
    prepare: async () =>
      (await isTaken(context))
        ? refused({ code: 'ACT_USED' })
        : { kind: 'plan', plan: { frame, epoch: 0, contents: copyContents(kept), prf: NO_PRF } },
    forget: () => {
      wipeContents(kept);
    },
  });
  return { kind: 'set-pin', awaiting };
}

/** A revoked token's storage stays its own: a new activation brings a new token id, and so a new place. */
async function isTaken({ storage }: TokenPorts): Promise<boolean> {
  return (await storage.readCore()) !== undefined || (await storage.readGravestone()) !== undefined;
}

function frameOf(activation: Activation, now: number): HeaderFrame {
  const { prfOnlyAllowed: _, ...bounds } = activation.policy;
  return {
    profile: PROFILE_P0,
    issuerId: issuerIdOf(activation.origin),
    tokenId: concat(activation.tokenId),
    ...bounds,
    createdAt: Math.floor(now / 1000),
    serial: activation.serial,
    extensions: extensionsOf(activation),
  };
}

function extensionsOf({ issuerKey, issuer, label, portal, policy }: Activation): readonly HeaderExtension[] {
  const words = (type: number, text: string): HeaderExtension => ({ type, value: utf8(text) });
  const pinned = issuerKey === undefined ? [] : [{ type: EXTENSION.issuerKey, value: concat(issuerKey) }];
  const shown = [words(EXTENSION.issuerName, issuer), words(EXTENSION.label, label), words(EXTENSION.portal, portal)];
  return [...pinned, ...shown.filter(({ value }: { value: Bytes }) => value.length > 0), ...policyExtensions(policy)];
}

/** How the header carries that part of the policy; nothing where it is not allowed. */
function policyExtensions({ prfOnlyAllowed }: { readonly prfOnlyAllowed: boolean }): readonly HeaderExtension[] {
  return prfOnlyAllowed ? [{ type: EXTENSION.prfOnlyAllowed, value: u8(1) }] : [];
}

function contentsOf({ keys, otp, issuer, label, portal, skewMs: measured }: Activation, now: number): VaultContents {
  const skewMs = Math.round(measured ?? 0);
  const clock = { skewMs, agreedSkewMs: skewMs, contactMs: measured === undefined ? 0 : Math.max(0, now + skewMs) };
  return { ...keys, otp, issuer, label, portal, clock };
}

function copyContents(contents: VaultContents): VaultContents {
  return { ...contents, seed: concat(contents.seed), recoveryKey: concat(contents.recoveryKey), serverKey: concat(contents.serverKey) };
}
