import { Secret } from '@sallyport/platform';
import { answerNaming, askContact, listVouchings, nameContact, viewVouching } from '../index.ts';
import { expectDone } from './outcomes.ts';
import { type TestHouse, type TestPerson, colleagueOf, proof, strongProofs } from './test-house.ts';
import { VISIT } from './test-ports.ts';
import { CLAIM } from './waiting.ts';

/** A colleague who has something to do with somebody's recovery, and the bond between them. */
export interface TestBond {
  readonly contact: TestPerson;
  readonly contactId: string;
}

/** Names a new colleague, who has not answered yet. */
export async function namedContact(house: TestHouse, person: TestPerson, userName = 'ben.weir'): Promise<TestBond> {
  const contact = await colleagueOf(house, person, userName);
  const named = { ...person, contact: userName, proofs: strongProofs(house), visit: VISIT };
  return { contact, contactId: expectDone(await nameContact(house.ports, named)).contactId };
}

/** Names a new colleague, who agrees. */
export async function agreedContact(house: TestHouse, person: TestPerson, userName?: string): Promise<TestBond> {
  const bond = await namedContact(house, person, userName);
  const answer = { contactId: bond.contactId, answer: 'agree', proofs: strongProofs(house), visit: VISIT } as const;
  expectDone(await answerNaming(house.ports, { ...bond.contact, ...answer }));
  return bond;
}

/** Asks them to vouch, by the password, and tells them the code by voice. */
export async function askedContact(
  house: TestHouse,
  { accountId }: TestPerson,
  { contact, contactId }: TestBond,
): Promise<{ readonly voucherId: string; readonly code: Secret<string> }> {
  expectDone(await askContact(house.ports, { accountId, contactId, proofs: [proof(house, 'password')], claim: CLAIM, visit: VISIT }));
  const [asked] = await listVouchings(house.ports, contact);
  const seen = await viewVouching(house.ports, { accountId, claim: CLAIM });
  if (!asked || !seen) throw new Error('nobody was asked');
  return { voucherId: asked.voucherId, code: new Secret(seen.code) };
}
