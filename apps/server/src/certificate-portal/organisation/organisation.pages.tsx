import type { OfferedProfile, OrganisationView } from '@sallyport/certificates';
import { SUBJECT_FIELDS } from '@sallyport/pki';
import { Heading, Panel, SummaryList, Table, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';
import { profileName } from '../profile-names.ts';
import { NameLines } from '../name-lines.tsx';

export interface OrganisationPageView extends OrganisationView {
  readonly person: PortalPerson;
}

export function organisationPage(parts: PortalParts, view: OrganisationPageView): VNode {
  const { messages } = parts;
  return personalPage(
    parts,
    { person: view.person, section: PATHS.organisation },
    {
      title: messages('organisationTitle'),
      width: 'wide',
      children: (
        <>
          <Heading lead={messages('organisationLead', { name: view.name })}>{messages('organisationTitle')}</Heading>
          <Panel title={messages('verifiedTitle')}>
            <Verified parts={parts} verified={view.verified} />
          </Panel>
          <Panel>
            <Offered parts={parts} profiles={view.profiles} />
          </Panel>
          <Panel title={messages('vouchedTitle')}>
            <p>
              {messages('vouchedText')} <a href={PATHS.domains}>{messages('toDomains')}</a>
            </p>
            {view.vouchedByOperator.length === 0 ? null : (
              <>
                <p>{messages('vouchedOwnText')}</p>
                <NameLines names={view.vouchedByOperator} />
              </>
            )}
          </Panel>
          <Panel title={messages('administratorsTitle')}>
            <Administrators parts={parts} administrators={view.administrators} />
          </Panel>
        </>
      ),
    },
  );
}

function Verified({ parts: { messages }, verified }: { readonly parts: PortalParts } & Pick<OrganisationView, 'verified'>): VNode {
  if (verified === undefined) return <p>{messages('verifiedNone')}</p>;
  const { subject, at } = verified;
  const rows = SUBJECT_FIELDS.flatMap((field) => {
    const value = subject[field];
    return value === undefined ? [] : [{ label: messages(`subject.${field}`), value }];
  });
  return (
    <>
      <p>{messages('verifiedText')}</p>
      <SummaryList rows={[...rows, { label: messages('verifiedAt'), value: <Time at={at} show="date" /> }]} />
    </>
  );
}

function Offered({ parts, profiles }: { readonly parts: PortalParts } & Pick<OrganisationView, 'profiles'>): VNode {
  const { messages } = parts;
  const approvals = ({ needed }: { readonly needed: number }) => messages('offeredApprovals', { needed });
  return (
    <Table
      caption={messages('offeredTitle')}
      columns={[
        { title: messages('offeredUse'), cell: ({ profileId }: OfferedProfile) => profileName(parts, profileId) },
        {
          title: messages('offeredLifetime'),
          cell: ({ usualLifetimeDays: usual, maximumLifetimeDays: maximum }) => messages('offeredDays', { usual, maximum }),
        },
        { title: messages('offeredIssue'), cell: (profile) => approvals(profile.approvals.issue) },
        { title: messages('offeredRevoke'), cell: (profile) => approvals(profile.approvals.revoke) },
      ]}
      rows={profiles}
      rowKey={({ profileId }) => profileId}
      empty={<p>{messages('offeredNone')}</p>}
    />
  );
}

function Administrators({
  parts: { messages },
  administrators,
}: { readonly parts: PortalParts } & Pick<OrganisationView, 'administrators'>): VNode {
  if (administrators.length === 0) return <p>{messages('administratorsNone')}</p>;
  return (
    <>
      <p>{messages('administratorsText')}</p>
      <ul class="plain-list">
        {administrators.map(({ name, mail }, index) => (
          <li key={index}>
            {name}
            {mail === undefined ? null : (
              <>
                {' '}
                <a href={`mailto:${mail}`}>{mail}</a>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
