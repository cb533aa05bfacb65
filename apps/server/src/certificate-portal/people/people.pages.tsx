import { type ListedPeople, type ListedPerson, ROLES, type Refusal, type Role } from '@sallyport/certificates';
import { Button, EmptyState, Form, Heading, Table } from '@sallyport/ui';
import type { VNode } from 'preact';
import { errorsOf, pageBelow, personalPage } from '../frame.tsx';
import { PATHS, rolesPath } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';

export function peoplePage(parts: PortalParts, view: ListedPeople & { readonly person: PortalPerson }): VNode {
  const { messages } = parts;
  const { person, people, mayGrant } = view;
  return personalPage(
    parts,
    { person, section: PATHS.people },
    {
      title: messages('peopleTitle'),
      width: 'wide',
      children: (
        <>
          <Heading lead={messages('peopleLead')}>{messages('peopleTitle')}</Heading>
          <Table
            caption={messages('peopleTable')}
            columns={[
              { title: messages('peopleName'), cell: ({ name }: ListedPerson) => name },
              { title: messages('peopleMail'), cell: ({ mail }) => mail ?? '' },
              { title: messages('peopleRoles'), cell: (one) => rolesInWords(parts, one) },
              ...(mayGrant === 'yes'
                ? [{ title: messages('peopleChange'), cell: (one: ListedPerson) => <ChangeRoles parts={parts} of={one} /> }]
                : []),
            ]}
            rows={people}
            rowKey={({ personId }) => personId}
            empty={<EmptyState title={messages('peopleNone')}>{messages('peopleNoneText')}</EmptyState>}
          />
        </>
      ),
    },
  );
}

function rolesInWords({ messages, frame }: PortalParts, { roles }: ListedPerson): string {
  if (roles.length === 0) return messages('peopleNoRoles');
  return new Intl.ListFormat(frame.language.locale).format(roles.map((role) => messages(`role.${role}`)));
}

function ChangeRoles({ parts: { messages }, of }: { readonly parts: PortalParts; readonly of: ListedPerson }): VNode {
  return (
    <a href={rolesPath(of.personId)}>
      {messages('peopleChangeAction')}
      <span class="visually-hidden"> {messages('peopleChangeAbout', { name: of.name })}</span>
    </a>
  );
}

export function rolesPage(
  parts: PortalParts,
  { person, of, refusal }: { readonly person: PortalPerson; readonly of: ListedPerson; readonly refusal?: Refusal },
): VNode {
  const { messages } = parts;
  const title = messages('rolesTitle', { name: of.name });
  return pageBelow(
    parts,
    { person, section: PATHS.people, back: PATHS.people },
    {
      title,
      lead: messages('rolesLead'),
      errors: errorsOf(parts, refusal, () => undefined),
      children: (
        <Table
          caption={messages('rolesTable')}
          columns={[
            {
              title: messages('rolesRole'),
              cell: (role: Role) => (
                <>
                  {messages(`role.${role}`)}
                  <span class="under-name">{messages(`roleHint.${role}`)}</span>
                </>
              ),
            },
            { title: messages('rolesNow'), cell: (role) => messages(of.roles.includes(role) ? 'rolesHas' : 'rolesHasNot') },
            { title: messages('rolesChange'), cell: (role) => <ChangeRole parts={parts} of={of} role={role} /> },
          ]}
          rows={ROLES}
          rowKey={(role) => role}
          empty={null}
        />
      ),
    },
  );
}

function ChangeRole({
  parts: { messages },
  of,
  role,
}: {
  readonly parts: PortalParts;
  readonly of: ListedPerson;
  readonly role: Role;
}): VNode {
  const has = of.roles.includes(role);
  return (
    <Form action={rolesPath(of.personId)} hidden={{ role, change: has ? 'withdraw' : 'grant' }}>
      <Button kind="secondary">
        {messages(has ? 'rolesWithdraw' : 'rolesGrant')}
        <span class="visually-hidden"> {messages(`role.${role}`)}</span>
      </Button>
    </Form>
  );
}
