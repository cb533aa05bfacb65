import { type PersonId, type Role, grantRoleByOperator, welcomePerson } from '@sallyport/certificates';
import { makeCsr } from '@sallyport/pki/testing';
import { activateByLink, passwordOf } from '@sallyport/protocol/testing';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { givePassword } from './journeys.ts';
import { addOrganisation, addPerson, type TestPerson } from './people.ts';
import { type Circumstances, type RunningServer, runServer } from './running-server.ts';
import { Visitor } from './visitor.ts';

/** People of one organisation with roles at Certificate Services, each in a browser of their own. */
export interface StaffMember {
  readonly person: TestPerson;
  readonly visitor: Visitor;
  /** Opens the page with the password alone. */
  look(path: string): Promise<Visitor['page']>;
  /** Opens the page with both factors. */
  act(path: string): Promise<Visitor['page']>;
  /** Sends a form there, whatever page is open. */
  send(path: string, fields?: Readonly<Record<string, string>>): Promise<Visitor['page']>;
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

export interface StaffedServer {
  /** From the first test on. */
  readonly server: () => RunningServer;
  /** Into an organisation that nobody else of another test is in. */
  readonly hire: Staff['hire'];
  /** Whoever is hired from then on is in another one. */
  readonly anotherOrganisation: () => Promise<void>;
}

/** A server for all tests of a file, and an organisation for each of them. */
export function staffedServer(circumstances: Circumstances = {}): StaffedServer {
  let server: RunningServer;
  let staff: Staff;
  let number = 0;
  const anotherOrganisation = async () => {
    number += 1;
    staff = await staffOf(server);
  };
  beforeAll(async () => {
    server = await runServer(circumstances);
  });
  beforeEach(anotherOrganisation);
  afterAll(() => server.stop());
  return { server: () => server, anotherOrganisation, hire: (name, roles) => staff.hire(`${name}.${String(number)}`, roles) };
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
    send: (path, fields = {}) => visitor.submit(new URL(address(path)), fields),
    act: async (path) => {
      if ((await look(path)).heading !== 'Confirm it is you') return visitor.page;
      return visitor.press('Continue', { otp: await passwordOf(vault) });
    },
  };
}

/** The form of a request, as far as nobody says otherwise. */
export const REQUEST = { profile: 'server', names: '', lifetime: '', note: '' };

/** Asks for a certificate. Answers the path of its page. */
export async function asks(member: StaffMember, fields: Readonly<Record<string, string>> = {}): Promise<string> {
  await member.act('/certificates/new');
  const shown = await member.visitor.press('Send the request', { ...REQUEST, csr: csrOf(), names: 'www.harbour.example', ...fields });
  if (shown.status !== 200) throw new Error(shown.text);
  return shown.url.pathname;
}

export async function approves(member: StaffMember, path: string): Promise<Visitor['page']> {
  await member.act(`${path}/decide`);
  return member.visitor.press('Approve', { reason: '' });
}

export function csrOf(names: readonly string[] = []): string {
  return makeCsr(names[0] === undefined ? {} : { commonName: names[0] }).pem;
}
