import { createHmac, createSecretKey } from 'node:crypto';
import { answerActivation, confirmActivation, type IdentityPorts, startActivation } from '@sallyport/identity';
import { type Randomness, systemRandomness } from '@sallyport/platform';
import {
  activationConfirmationMessage,
  deriveRecoveryKeys,
  formatPinResetCode,
  hmacSha256,
  hotp,
  type OtpMac,
  parseActivationConfirmation,
  parseActivationLink,
  pinResetCode,
  pinResetMac,
  sha256,
  toBase64url,
  totpStep,
  utf8,
} from '@sallyport/protocol';
import { type ActivatedToken, parseActivationRequest, startActivation as startOnDevice } from '@sallyport/protocol/activation';
import { done, type Person } from './people.ts';

/** A soft token reduced to what it shows. */
export interface SoftToken {
  /** The one-time password of a moment. */
  readonly otpAt: (now: number) => string;
  /** What it shows once it is locked, after its first five wrong PINs. */
  readonly pinResetCode: string;
}

/**
 * Activates a soft token for this person, through the same verbs and the same messages as the app. The code for typing, which nobody types here, is not
 * hashed: for each of a thousand that would take two minutes and change nothing that is measured.
 */
export async function activateSoftToken(given: IdentityPorts, person: Person): Promise<SoftToken> {
  const ports: IdentityPorts = { ...given, keyHasher: () => Promise.resolve(new Uint8Array(32)) };
  const visit = { address: person.address };
  const offer = done(await startActivation(ports, { accountId: person.accountId, actor: { kind: 'operator' } }));
  const link = read(parseActivationLink(offer.link.reveal()));
  const exchange = read(await startOnDevice({ link, device: device(systemRandomness), randomness: systemRandomness }));
  const activationId = toBase64url(link.activationId);
  const request = read(parseActivationRequest(exchange.request));
  const activated = read(await exchange.openReply(done(await answerActivation(ports, { activationId, request, visit }))));
  const token = { otpAt: otpAt(activated), pinResetCode: pinResetCodeOf(activated) };
  const headerHash = sha256(utf8(`header of ${activated.serial}`));
  const message = activationConfirmationMessage({ activationId: link.activationId, tokenId: activated.tokenId, headerHash });
  const mac = toBase64url(hmacSha256(activated.keys.serverKey, message));
  const confirmation = read(parseActivationConfirmation({ mac, headerHash: toBase64url(headerHash), otp: token.otpAt(ports.clock.now()) }));
  done(await confirmActivation(ports, { activationId, confirmation, visit }));
  return token;
}

function device(randomness: Randomness) {
  return { publicKey: { x: randomness.bytes(32), y: randomness.bytes(32) }, profile: 3, name: 'Benchmark' };
}

function otpAt({ otp, keys }: ActivatedToken): SoftToken['otpAt'] {
  const key = createSecretKey(keys.seed);
  const mac: OtpMac = (message) => createHmac(otp.algorithm, key).update(message).digest();
  return (now) => hotp({ mac, counter: totpStep({ period: otp.period, t0: otp.t0 }, now), digits: otp.digits });
}

/** Of the first epoch, with a number that the token would draw. */
function pinResetCodeOf({ tokenId, serial, keys }: ActivatedToken): string {
  const { resetMacKey } = deriveRecoveryKeys({ recoveryKey: keys.recoveryKey, tokenId, serial });
  const [epoch, r] = [0, 5831];
  return formatPinResetCode(pinResetCode({ epoch, r, mac: pinResetMac({ resetMacKey, tokenId, epoch, r }) }));
}

function read<Value>(parsed: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: object }): Value {
  if (!parsed.ok) throw new Error(`the device refused: ${JSON.stringify(parsed.error)}`);
  return parsed.value;
}
