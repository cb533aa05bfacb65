import { base32Vectors, otpauthVectors } from './account-vectors.ts';
import { offlineActivationVectors } from './activation-offline-vectors.ts';
import { typedActivationVectors } from './activation-typed-vectors.ts';
import { activationVectors } from './activation-vectors.ts';
import { dammVectors, pinResetCodeVectors, unlockCodeVectors } from './code-vectors.ts';
import { ocraVectors } from './ocra-vectors.ts';
import { rfc4226Vectors, rfc6238Vectors } from './otp-vectors.ts';
import { portalVectors } from './portal-vectors.ts';
import { receiptVectors } from './receipt-vectors.ts';
import { rekeyVectors } from './rekey-vectors.ts';

/** The server's half of `vectors/` (section 21): file name without `.json`, and how its content is made. The same every time. */
export const SERVER_VECTORS: Readonly<Record<string, () => unknown>> = {
  damm: dammVectors,
  prc: pinResetCodeVectors,
  unl: unlockCodeVectors,
  'otp-rfc4226': rfc4226Vectors,
  'otp-rfc6238': rfc6238Vectors,
  'ocra-rfc6287': ocraVectors,
  'activation-psk': activationVectors,
  'activation-spake2': typedActivationVectors,
  'activation-offline': offlineActivationVectors,
  receipt: receiptVectors,
  base32: base32Vectors,
  otpauth: otpauthVectors,
  rekey: rekeyVectors,
  portal: portalVectors,
};

/** The text of one vector file. */
export async function serverVectorFile(name: string): Promise<string> {
  return `${JSON.stringify(await SERVER_VECTORS[name]?.(), null, 2)}\n`;
}
