import { SoftAuthenticator } from '@sallyport/platform/testing';
import {
  askForPasskey,
  type FederationSessionRef,
  listPasskeys,
  offerPasskeyRegistration,
  type PasskeyView,
  type Proof,
  registerPasskey,
  startPasskeyRegistration,
} from '../index.ts';
import { expectDone } from './outcomes.ts';
import { type TestHouse, type TestPerson, proof } from './test-house.ts';
import { SESSION, VISIT } from './test-ports.ts';

/** Passkeys as a browser makes them, without the browser. */

export interface NewPasskey {
  readonly device?: SoftAuthenticator;
  readonly name?: string;
  readonly session?: FederationSessionRef;
  readonly proofs?: readonly Proof[];
}

export function deviceOf(
  house: TestHouse,
  made: Omit<ConstructorParameters<typeof SoftAuthenticator>[0], 'origin'> = {},
): SoftAuthenticator {
  return new SoftAuthenticator({ origin: house.ports.origins.federation, ...made });
}

/** What moves a credential, given at this very moment. */
export function strongProofs(house: TestHouse): readonly Proof[] {
  return [proof(house, 'password'), proof(house, 'soft-token-otp')];
}

/** The whole registration. @throws Error when any part of it is refused. */
export async function addPasskey(
  house: TestHouse,
  { accountId }: TestPerson,
  wish: NewPasskey = {},
): Promise<{ readonly device: SoftAuthenticator; readonly passkey: PasskeyView }> {
  const { device = deviceOf(house), name = 'Work laptop', session = SESSION, proofs = strongProofs(house) } = wish;
  expectDone(await startPasskeyRegistration(house.ports, { accountId, session, proofs, name, visit: VISIT }));
  const { options } = expectDone(await offerPasskeyRegistration(house.ports, { accountId, session }));
  expectDone(await registerPasskey(house.ports, { accountId, session, fields: device.create(options), visit: VISIT }));
  const passkey = (await listPasskeys(house.ports, { accountId })).at(-1);
  if (!passkey) throw new Error('no passkey was made');
  return { device, passkey };
}

/** What a page that nobody has signed in on asks a device for. */
export function askAnybody(house: TestHouse, session = 'a sign-in') {
  return askForPasskey(house.ports, { purpose: 'sign-in', session });
}
