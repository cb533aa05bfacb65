import type { Secret } from '@sallyport/platform';
import { type FederationSessionRef, type TokenState, confirmUnlock, listSoftTokens, requestUnlock } from '../index.ts';
import { expectDone } from './outcomes.ts';
import { type TestHouse, type TestPerson, repairProofs } from './test-house.ts';
import { SESSION, VISIT } from './test-ports.ts';
import type { TestToken } from './test-token.ts';

/** Asks for an unlock code as a person does who has just given the proofs it needs. */
export function unlock(
  house: TestHouse,
  { accountId }: TestPerson,
  given: { readonly code: Secret<string>; readonly session?: FederationSessionRef; readonly serial?: string },
) {
  const { code, session = SESSION, serial } = given;
  return requestUnlock(house.ports, { accountId, code, serial, session, proofs: repairProofs(house), visit: VISIT });
}

/** A whole unlock: code, new PIN, one-time password. */
export async function unlockAndConfirm(house: TestHouse, person: TestPerson & { readonly token: TestToken }): Promise<void> {
  expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
  person.token.commit();
  const otp = person.token.otp(house.clock.now());
  expectDone(await confirmUnlock(house.ports, { ...person, otp, session: SESSION, visit: VISIT }));
}

/** The state of the account's newest token. */
export async function stateOf(house: TestHouse, person: TestPerson): Promise<TokenState | undefined> {
  return (await listSoftTokens(house.ports, person))[0]?.state;
}
