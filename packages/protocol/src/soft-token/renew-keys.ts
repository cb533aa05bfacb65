import { pinInForce } from '../pin-policy.ts';
import { type RekeyMaterial, deriveRenewedKeys, wipeMaterial } from '../rekey-keys.ts';
import type { VaultContents } from '../vault-body.ts';
import { commitAndOpen } from './commit-and-open.ts';
import { type DeviceMoment, isStale, momentOf } from './device-moment.ts';
import type { RekeyOutcome, TokenTypes } from './face.ts';
import type { HeldBody } from './held-body.ts';
import type { AtHand } from './vault-kind.ts';

interface Renewal {
  readonly body: HeldBody<TokenTypes>;
  /** Looked at once nobody else can move the vault on. */
  readonly atHand: () => AtHand | undefined;
  readonly material: RekeyMaterial;
  readonly sentAt: DeviceMoment;
}

/** Re-key (section 15) of an open vault, loaded when a server has sent material for it: COMMIT of new keys under the same PIN. Wipes the material. */
export async function renewKeys({ body, atHand, material, sentAt }: Renewal): Promise<RekeyOutcome> {
  const { context } = body;
  const outcome = await body.whileCurrent<RekeyOutcome>(async ({ header }, contents) => {
    const given = atHand();
    if (given === undefined) return { kind: 'pin-forgotten' };
    if (isStale(sentAt, momentOf(context.clock))) return { kind: 'too-late' };
    const { serverKey, otp } = contents;
    const keys = deriveRenewedKeys({ material, serverKey, tokenId: header.tokenId, algorithm: otp.algorithm });
    const renewed: VaultContents = { ...contents, ...keys };
    return commitAndOpen(context, {
      frame: header,
      epoch: header.epoch + 1,
      contents: renewed,
      pin: pinInForce(given.pin),
      prf: given.prf,
    });
  });
  wipeMaterial(material);
  return outcome;
}
