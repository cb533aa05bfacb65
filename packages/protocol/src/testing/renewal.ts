import { generateReceiverKeys } from '../hpke.ts';
import { fromBase64url } from '../bytes.ts';
import type { TokenKeys } from '../activation-keys.ts';
import { startRekey } from '../rekey-client.ts';
import { type RekeyMaterial, deriveRenewedKeys } from '../rekey-keys.ts';
import { openRekeyRequest } from '../rekey-server.ts';
import type { Activation } from '../soft-token/face.ts';
import { seededRandomness } from './surroundings.ts';

/** A re-key up to the moment before COMMIT: what the device holds, and the keys that the server has promised. */
export interface Renewal {
  readonly material: RekeyMaterial;
  readonly keys: TokenKeys;
}

const DEVICE_KEY = { x: new Uint8Array(32).fill(1), y: new Uint8Array(32).fill(2) };

/** The exchange of section 15 between a token with these keys and its server, without either. @throws Error when it is broken. */
export async function renewalFor({ tokenId, keys, otp }: Activation, epoch = 0): Promise<Renewal> {
  const token = new Uint8Array(tokenId);
  const random = seededRandomness(`renewal ${String(epoch)}`);
  const offer = await generateReceiverKeys(random);
  const asked = { tokenId: token, epoch, offer: offer.publicKey, otp: '482915', deviceKey: DEVICE_KEY };
  const exchange = await startRekey({ ...asked, randomness: random });
  if (exchange === undefined) throw new Error('the device made no request');
  const { enc, ct } = exchange.requestWith(new Uint8Array(32));
  const request = { enc: fromBase64url(enc), ct: fromBase64url(ct) };
  const opened = await openRekeyRequest({ tokenId: token, offer, request });
  const answered = await opened?.answer({ now: 0, randomness: random });
  const taken = answered && (await exchange.openReply(answered.reply));
  if (answered === undefined || taken === undefined) throw new Error('the exchange failed');
  const { serverKey } = keys;
  return { material: taken.material, keys: deriveRenewedKeys({ ...answered, serverKey, tokenId: token, algorithm: otp.algorithm }) };
}
