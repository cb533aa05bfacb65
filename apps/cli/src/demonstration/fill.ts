import {
  type AccountId,
  acceptInvitation,
  createAccount,
  createInvitation,
  createOrganisation,
  findAccount,
  type IdentityPorts,
  isRefusal,
  listSoftTokens,
  type OrganisationId,
  parseQuestionKey,
  type Proof,
  type Refusal,
  registerQuestions,
  startActivation,
  viewActivation,
} from '@sallyport/identity';
import { Secret } from '@sallyport/platform';
import { type DemonstrationPerson, NEWCOMER, ORGANISATION, PEOPLE } from './people.ts';

/** What the demonstration has to show at this start; everything in it went through the same verbs as anybody's account. */
export interface Demonstration {
  readonly people: readonly { readonly person: DemonstrationPerson; readonly activationLink: string | undefined }[];
  /** Undefined once the newcomer has a password. */
  readonly invitationLink: string | undefined;
}

const VISIT = { address: '127.0.0.1' };

/** Fills an empty installation; one that is filled already is left as people have made it since. */
export async function fillDemonstration(ports: IdentityPorts): Promise<Demonstration> {
  const first = PEOPLE[0];
  if (first && !(await findAccount(ports, first))) await fill(ports);
  const people = await Promise.all(PEOPLE.map(async (person) => ({ person, activationLink: await activationLinkOf(ports, person) })));
  return { people, invitationLink: await invitationLinkOf(ports) };
}

async function fill(ports: IdentityPorts): Promise<void> {
  const { organisationId } = await createOrganisation(ports, { name: ORGANISATION });
  for (const person of PEOPLE) await addPerson(ports, { organisationId, person });
  must(await createAccount(ports, { organisationId, ...NEWCOMER, addresses: [NEWCOMER.address] }));
}

async function addPerson(ports: IdentityPorts, given: { organisationId: OrganisationId; person: DemonstrationPerson }): Promise<void> {
  const { person, organisationId } = given;
  const { accountId } = must(await createAccount(ports, { organisationId, ...person, addresses: [person.address] }));
  const { code } = must(await createInvitation(ports, { accountId }));
  const accepted = must(await acceptInvitation(ports, { code, password: new Secret(person.password), visit: VISIT }));
  await registerAnswers(ports, { accountId, person, proof: accepted.proof });
}

async function registerAnswers(
  ports: IdentityPorts,
  given: { accountId: AccountId; person: DemonstrationPerson; proof: Proof },
): Promise<void> {
  const answers = Object.entries(given.person.answers).flatMap(([key, answer]) => {
    const known = parseQuestionKey(key);
    return known === undefined
      ? []
      : [{ question: { kind: 'catalogue', key: known, language: 'en' } as const, answer: new Secret(answer) }];
  });
  must(await registerQuestions(ports, { accountId: given.accountId, proofs: [given.proof], answers, visit: VISIT }));
}

/** The person's waiting activation link; a fresh one when the last ran out, none once a token was activated. */
async function activationLinkOf(ports: IdentityPorts, person: DemonstrationPerson): Promise<string | undefined> {
  const account = await findAccount(ports, { userName: person.userName });
  if (!account) return undefined;
  const { accountId } = account;
  const tokens = await listSoftTokens(ports, { accountId });
  if (tokens.some((token) => token.activatedAt !== undefined)) return undefined;
  const progress = await viewActivation(ports, { accountId });
  if (progress.at === 'waiting-for-app') return progress.offer.link.reveal();
  return must(await startActivation(ports, { accountId, actor: { kind: 'operator' } })).link.reveal();
}

async function invitationLinkOf(ports: IdentityPorts): Promise<string | undefined> {
  const account = await findAccount(ports, { userName: NEWCOMER.userName });
  if (account?.state !== 'INVITED') return undefined;
  return must(await createInvitation(ports, account)).link.reveal();
}

/** The demonstration's own data is never refused; if it is, the program is wrong. */
function must<Value extends object>(outcome: Value | Refusal): Value {
  if (isRefusal(outcome)) throw new Error(`the demonstration was refused: ${outcome.code} (${outcome.reason})`);
  return outcome;
}
