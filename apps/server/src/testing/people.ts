import {
  acceptInvitation,
  type AccountId,
  createAccount,
  createInvitation,
  createOrganisation,
  isRefusal,
  type IdentityPorts,
  type OrganisationId,
  type QuestionKey,
  type Refusal,
  registerQuestions,
  startActivation,
} from '@sallyport/identity';
import { Secret } from '@sallyport/platform';

/** People for tests of the pages, made by the verbs that make anybody. */
export interface TestPerson {
  readonly accountId: AccountId;
  readonly userName: string;
  readonly password: string;
  readonly activationLink: string;
}

export const ANSWERS = {
  'first-school': 'Ekeby',
  'first-street': 'Lotsgatan',
  'childhood-pet': 'Pelle',
  'favourite-book': 'Kulla-Gulla',
  'learned-to-swim': 'Saltholmen',
} as const satisfies Partial<Record<QuestionKey, string>>;

const VISIT = { address: '127.0.0.1' };
const PASSWORD = 'seven geese over the breakwater';

interface Belonging {
  /** An organisation of their own, unless one that is there. */
  readonly organisationId?: OrganisationId;
  /** One more address than the first. */
  readonly alsoAt?: string;
}

/** Somebody who was invited and has not answered yet. */
export async function addInvited(
  ports: IdentityPorts,
  userName: string,
  { organisationId, alsoAt }: Belonging = {},
): Promise<{ readonly accountId: AccountId; readonly code: Secret<string> }> {
  const organisation = organisationId ?? (await addOrganisation(ports));
  const { accountId } = must(
    await createAccount(ports, {
      organisationId: organisation,
      userName,
      displayName: `Person ${userName}`,
      addresses: [`${userName}@northwind.example`, ...(alsoAt === undefined ? [] : [alsoAt])],
    }),
  );
  const { code } = must(await createInvitation(ports, { accountId }));
  return { accountId, code };
}

export async function addPerson(ports: IdentityPorts, userName: string, belonging: Belonging = {}): Promise<TestPerson> {
  const { accountId, code } = await addInvited(ports, userName, belonging);
  const { proof } = must(await acceptInvitation(ports, { code, password: new Secret(PASSWORD), visit: VISIT }));
  const answers = Object.entries(ANSWERS).map(([key, answer]) => ({
    question: { kind: 'catalogue', key: key as QuestionKey, language: 'en' } as const,
    answer: new Secret(answer),
  }));
  must(await registerQuestions(ports, { accountId, proofs: [proof], answers, visit: VISIT }));
  const offer = must(await startActivation(ports, { accountId, actor: { kind: 'operator' } }));
  return { accountId, userName, password: PASSWORD, activationLink: offer.link.reveal() };
}

export async function addOrganisation(ports: IdentityPorts): Promise<OrganisationId> {
  const { organisationId } = await createOrganisation(ports, { name: 'Northwind Harbour Authority' });
  return organisationId;
}

export function must<Value extends object>(outcome: Value | Refusal): Value {
  if (isRefusal(outcome)) throw new Error(`refused: ${outcome.code} (${outcome.reason})`);
  return outcome;
}
