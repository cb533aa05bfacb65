import { Secret } from '@sallyport/platform';
import { type BegunDelay, type Factor, startDelay } from '../index.ts';
import type { NewDelay } from '../delays/start-delay.ts';
import { expectDone } from './outcomes.ts';
import { type TestHouse, type TestPerson, proof } from './test-house.ts';
import { VISIT } from './test-ports.ts';

/** What the browser holds in which something was asked for, and what another one holds. */
export const CLAIM = new Secret('AAAAAAAAAAAAAAAAAAAAAA');
export const OTHER_CLAIM = new Secret('BBBBBBBBBBBBBBBBBBBBBA');

/** Asks for something as somebody does who has only a password and one of the saved codes; under the strict policy that waits a day. */
export async function askToWait(
  house: TestHouse,
  { accountId }: TestPerson,
  asked: { readonly kind: NewDelay['kind']; readonly factors?: readonly Factor[] },
): Promise<BegunDelay> {
  const { kind, factors = ['password', 'recovery-code'] } = asked;
  const proofs = factors.map((factor) => proof(house, factor));
  return expectDone(await startDelay(house.ports, { accountId, kind, proofs, claim: CLAIM, visit: VISIT }));
}
