import { ActionList, Actions, AssuranceBadge, ButtonLink, Heading, Panel, Panels, SummaryList, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { framed, type FramedPage } from '../http/page.tsx';
import type { PortalParts, PortalPerson } from './portal-parts.ts';

export const PATHS = { dashboard: '/dashboard', settings: '/settings', account: '/settings/account' } as const;

export function landingPage(parts: PortalParts): VNode {
  const { messages } = parts;
  return framed(parts.frame, {
    title: messages('landingTitle'),
    width: 'wide',
    children: (
      <>
        <Heading lead={messages('landingLead')}>{messages('landingTitle')}</Heading>
        <Actions>
          <ButtonLink href={PATHS.dashboard}>{messages('myAccount')}</ButtonLink>
        </Actions>
        <Panels>
          <Panel title={messages('landingDoorOneTitle')}>
            <p>{messages('landingDoorOne')}</p>
          </Panel>
          <Panel title={messages('landingDoorTwoTitle')}>
            <p>{messages('landingDoorTwo')}</p>
          </Panel>
          <Panel title={messages('landingLockedTitle')}>
            <p>{messages('landingLocked')}</p>
            <p>
              <a href={parts.selfAdministrationOrigin}>{messages('landingLockedAction')}</a>
            </p>
          </Panel>
        </Panels>
      </>
    ),
  });
}

export function dashboardPage(parts: PortalParts, person: PortalPerson): VNode {
  const { messages } = parts;
  return personal(
    parts,
    { person, section: PATHS.dashboard },
    {
      title: messages('dashboardTitle'),
      width: 'wide',
      children: (
        <>
          <Heading
            caption={messages('dashboardGreeting', { name: person.name })}
            lead={messages(person.level === 2 ? 'dashboardLeadTwo' : 'dashboardLeadOne')}
          >
            {messages('dashboardTitle')}
          </Heading>
          <Panel title={messages('dashboardSession')}>
            <SummaryList
              rows={[
                { label: messages('dashboardAssurance'), value: <AssuranceBadge level={person.level} /> },
                { label: messages('dashboardSignedInAs'), value: person.userName },
                { label: messages('dashboardOrganisation'), value: person.organisation },
                { label: messages('dashboardPasswordGiven'), value: <Time at={person.passwordGivenAt} /> },
              ]}
            />
          </Panel>
          <Panel title={messages('dashboardNext')}>
            <ActionList
              label={messages('dashboardNext')}
              items={[
                {
                  href: PATHS.account,
                  title: messages('dashboardManage'),
                  description: messages(person.level === 2 ? 'settingsManageOpen' : 'dashboardManageHint'),
                },
                { href: parts.selfAdministrationOrigin, title: messages('dashboardRepair'), description: messages('dashboardRepairHint') },
              ]}
            />
          </Panel>
        </>
      ),
    },
  );
}

export function settingsPage(parts: PortalParts, person: PortalPerson): VNode {
  const { messages } = parts;
  return personal(
    parts,
    { person, section: PATHS.settings },
    {
      title: messages('settingsTitle'),
      children: (
        <>
          <Heading lead={messages('settingsLead')}>{messages('settingsTitle')}</Heading>
          <ActionList
            label={messages('settingsTitle')}
            items={[
              {
                href: PATHS.account,
                title: messages('settingsManage'),
                description: messages(person.level === 2 ? 'settingsManageOpen' : 'settingsManageHint'),
              },
            ]}
          />
        </>
      ),
    },
  );
}

/** In the order in which the doors open. */
const METHOD_WORDS = [
  ['pwd', 'factorPassword'],
  ['kba', 'factorQuestions'],
  ['otp', 'factorOtp'],
  ['pop', 'factorPasskey'],
  ['urn:sallyport:amr:recovery-code', 'factorRecoveryCode'],
  ['urn:sallyport:amr:temporary-access-code', 'factorTemporaryAccessCode'],
] as const;

export function accountPage(parts: PortalParts, person: PortalPerson): VNode {
  const { messages, frame } = parts;
  const factors = METHOD_WORDS.filter(([method]) => person.methods.includes(method)).map(([, word]) => messages(word));
  return personal(
    parts,
    { person, section: PATHS.settings },
    {
      title: messages('accountTitle'),
      children: (
        <>
          <Heading lead={messages('accountLead')}>{messages('accountTitle')}</Heading>
          <SummaryList
            rows={[
              { label: messages('accountName'), value: person.name },
              { label: messages('accountUserName'), value: person.userName },
              { label: messages('accountEmail'), value: person.email },
              { label: messages('accountOrganisation'), value: person.organisation },
              { label: messages('accountSignIn'), value: new Intl.ListFormat(frame.language.locale).format(factors) },
            ]}
          />
          <ActionList
            label={messages('accountRepair')}
            items={[{ href: parts.selfAdministrationOrigin, title: messages('accountRepair'), description: messages('accountRepairHint') }]}
          />
        </>
      ),
    },
  );
}

/** A page that says one thing and leads on. */
export function wordPage(
  parts: PortalParts,
  words: { readonly title: string; readonly lead: string; readonly action: { readonly href: string; readonly label: string } },
): VNode {
  return framed(parts.frame, {
    title: words.title,
    children: (
      <>
        <Heading lead={words.lead}>{words.title}</Heading>
        <Actions>
          <ButtonLink href={words.action.href}>{words.action.label}</ButtonLink>
        </Actions>
      </>
    ),
  });
}

function personal(parts: PortalParts, of: { readonly person: PortalPerson; readonly section: string }, page: FramedPage): VNode {
  const { person, section } = of;
  const { messages } = parts;
  const nav = [
    { href: PATHS.dashboard, label: messages('navDashboard') },
    { href: PATHS.settings, label: messages('navSettings') },
  ];
  return framed(parts.frame, {
    organisation: person.organisation,
    person: { name: person.name, signOut: { action: '/sign-out' } },
    doors: person.level,
    nav: nav.map((item) => ({ ...item, current: item.href === section })),
    ...page,
  });
}
