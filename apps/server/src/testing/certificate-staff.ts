import { type PersonId, type Role, grantRoleByOperator, welcomePerson } from '@sallyport/certificates';
import { makeCsr } from '@sallyport/pki/testing';
import { activateByLink, passwordOf } from '@sallyport/protocol/testing';
import { givePassword } from './journeys.ts';
import { addOrganisation, addPerson, type TestPerson } from './people.ts';
import type { RunningServer } from './running-server.ts';
import { Visitor } from './visitor.ts';

/** People of one organisation with roles at Certificate Services, each in a browser of their own. */
export interface StaffMember {
  readonly person: TestPerson;
  readonly visitor: Visitor;
  /** Opens the page with the password alone. */
  look(path: string): Promise<Visitor['page']>;
  /** Opens the page with both factors. */
  act(path: string): Promise<Visitor['page']>;
}

export interface Staff {
  hire(userName: string, roles: readonly Role[]): Promise<StaffMember>;
}

export async function staffOf(server: RunningServer): Promise<Staff> {
  const { identity, certificates } = server.installation;
  const organisation = await addOrganisation(identity);
  return {
    hire: async (userName, roles) => {
      const person = await addPerson(identity, userName, { organisationId: organisation });
      const personId = person.accountId as string as PersonId;
      const organisationId = organisation;
      await welcomePerson(certificates, { personId, organisationId, organisationName: 'before', name: userName, mail: undefined });
      for (const role of roles) await grantRoleByOperator(certificates, { personId, role });
      const { vault } = await activateByLink(person.activationLink);
      return memberOf(server, { person, vault });
    },
  };
}

function memberOf(
  server: RunningServer,
  { person, vault }: { readonly person: TestPerson; readonly vault: Parameters<typeof passwordOf>[0] },
): StaffMember {
  const visitor = new Visitor();
  const address = (path: string) => server.configuration.listeners['certificate-services'].origin + path;
  const look = async (path: string) => {
    await visitor.open(address(path));
    return visitor.page.heading === 'Sign in' ? givePassword(visitor, person) : visitor.page;
  };
  return {
    person,
    visitor,
    look,
    act: async (path) => {
      if ((await look(path)).heading !== 'Confirm it is you') return visitor.page;
      return visitor.press('Continue', { otp: await passwordOf(vault) });
    },
  };
}

export function csrOf(names: readonly string[] = []): string {
  return makeCsr(names[0] === undefined ? {} : { commonName: names[0] }).pem;
}
