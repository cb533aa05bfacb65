import {
  acceptInvitation,
  type AccountId,
  createAccount,
  createInvitation,
  createOrganisation,
  type IdentityPorts,
  isRefusal,
  type OrganisationId,
  type Refusal,
} from '@sallyport/identity';
import { type Asker, Secret } from '@sallyport/platform';

/** People, made by the verbs that make anybody. */
export interface Person {
  readonly accountId: AccountId;
  readonly userName: string;
  readonly address: string;
  /** What the browser in which the account was set up is known by. */
  readonly device: string;
}

export const PASSWORD = 'seven geese over the breakwater';

/** For whom what a benchmark prepares is hashed. */
export const BENCHMARK: Asker = { lane: 'known', network: 'benchmark', account: 'benchmark' };

/** All with the same password, which is hashed once: to hash it for each of a thousand would take ten seconds and change nothing that is measured. */
export async function createPeople(given: IdentityPorts, count: number): Promise<readonly Person[]> {
  const hash = await given.passwordHasher.hash(new Secret(PASSWORD), BENCHMARK);
  const ports: IdentityPorts = { ...given, passwordHasher: { ...given.passwordHasher, hash: () => Promise.resolve(hash) } };
  const { organisationId } = await createOrganisation(ports, { name: 'Northwind Harbour Authority' });
  return Promise.all(Array.from({ length: count }, (_, index) => createPerson(ports, { index, organisationId })));
}

async function createPerson(
  ports: IdentityPorts,
  { index, organisationId }: { readonly index: number; readonly organisationId: OrganisationId },
): Promise<Person> {
  const userName = `person.${String(index)}`;
  const address = addressOf(index);
  const addresses = [`${userName}@northwind.example`];
  const { accountId } = done(await createAccount(ports, { organisationId, userName, displayName: `Person ${String(index)}`, addresses }));
  const { code } = done(await createInvitation(ports, { accountId }));
  const { device } = done(await acceptInvitation(ports, { code, password: new Secret(PASSWORD), visit: { address } }));
  return { accountId, userName, address, device };
}

/** Everybody comes from a network of their own, as in life: the budgets of one network are for one network. */
function addressOf(index: number): string {
  return `10.${String((index >> 16) & 255)}.${String((index >> 8) & 255)}.${String(index & 255)}`;
}

/** @throws Error naming the refusal: what is measured must succeed. */
export function done<Outcome extends object>(outcome: Outcome | Refusal): Outcome {
  if (isRefusal(outcome)) throw new Error(`refused: ${outcome.code} (${outcome.reason})`);
  return outcome;
}
