import {
  type Bytes,
  type DeviceMoment,
  type DevicePublicKey,
  momentOf,
  type OpenVault,
  type RekeyMaterial,
  rekeyPath,
  toBase64url,
} from '@sallyport/protocol';
import { startRekey } from '@sallyport/protocol/rekey';
import type { QuestionPorts } from '../contact/question.ts';

/** A re-key up to the moment before COMMIT. */
export interface PreparedRenewal {
  readonly material: RekeyMaterial;
  readonly sentAt: DeviceMoment;
}

export interface RenewalPorts extends QuestionPorts {
  /** Of K_dev; undefined when it is no longer there. */
  readonly devicePublicKey: () => Promise<DevicePublicKey | undefined>;
}

export type RenewKeys = (vault: OpenVault, offer: Bytes, ports: RenewalPorts) => Promise<PreparedRenewal | undefined>;

/** How often the same request is sent when no answer comes: the server gives the same answer to it. */
const SENDINGS = 2;

/** Section 15, re-key. Undefined when it did not come about: the old keys go on, and the next contact with a PIN at hand tries again. */
export const renewKeys: RenewKeys = async (vault, offer, ports) => {
  const { tokenId, epoch } = vault.identity;
  const password = await vault.oneTimePassword();
  const deviceKey = await ports.devicePublicKey();
  if (password.kind === 'refused' || deviceKey === undefined) return undefined;
  const exchange = await startRekey({ tokenId, epoch, offer, otp: password.digits, deviceKey, randomness: ports.randomness });
  if (exchange === undefined) return undefined;
  const mac = await vault.serverMac(exchange.message);
  if (mac.kind === 'refused') return undefined;
  const request = exchange.requestWith(mac.mac);
  const sentAt = momentOf(ports.clock);
  for (let sending = 0; sending < SENDINGS; sending += 1) {
    const answer = await ports.post(rekeyPath(toBase64url(tokenId)), request);
    if (answer.kind === 'offline') continue;
    const opened = answer.kind === 'ok' ? await exchange.openReply(answer.json) : undefined;
    return opened && { material: opened.material, sentAt };
  }
  return undefined;
};
