import type { DomainView, ViewedDomain } from '@sallyport/certificates';
import { Actions, ButtonLink, Panel, SummaryList, type SummaryRow, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { pageBelow } from '../frame.tsx';
import { type DomainAct, PATHS, domainPath } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';
import { profileName } from '../profile-names.ts';
import { DomainBadge } from './domain-badge.tsx';
import { Findings } from './findings.tsx';

export interface DomainPageView extends ViewedDomain {
  readonly person: PortalPerson;
}

/** One domain: what it is now, until when, and what was seen of its proof. */
export function domainPage(parts: PortalParts, { person, domain, mayManage }: DomainPageView): VNode {
  const { messages } = parts;
  return pageBelow(
    parts,
    { person, section: PATHS.domains, back: PATHS.domains },
    {
      title: domain.shownName,
      lead: sentenceOf(parts, domain),
      children: (
        <>
          <p>
            <DomainBadge parts={parts} state={domain.state} />
          </p>
          {mayManage === 'yes' ? <Acts parts={parts} person={person} domain={domain} /> : null}
          <Panel title={messages('domainFacts')}>
            <SummaryList rows={factsOf(parts, domain)} />
          </Panel>
          <Findings parts={parts} domain={domain} />
        </>
      ),
    },
  );
}

function sentenceOf({ messages }: PortalParts, { state, declined }: DomainView): string {
  if (state !== 'declined') return messages(`domainSentence.${state}`);
  return messages(declined?.by === 'operator' ? 'domainSentence.declinedByOperator' : 'domainSentence.declinedByOrganisation');
}

function actsOn({ state, wanted }: DomainView): readonly DomainAct[] {
  if (state === 'declined') return [];
  return [...(wanted === undefined ? [] : (['check'] as const)), 'prove-again', 'remove'];
}

function Acts({ parts: { messages }, person, domain }: { readonly parts: PortalParts } & Omit<DomainPageView, 'kind' | 'mayManage'>) {
  const acts = actsOn(domain);
  if (acts.length === 0) return null;
  return (
    <div>
      <Actions>
        {acts.map((act, index) => (
          <ButtonLink key={act} href={domainPath(domain.domainId, act)} kind={index === 0 ? 'primary' : 'secondary'}>
            {messages(`domainAct.${act}`)}
          </ButtonLink>
        ))}
      </Actions>
      {person.level === 2 ? null : <p class="quiet acts-hint">{messages('domainActsSecondDoor')}</p>}
    </div>
  );
}

function factsOf(parts: PortalParts, domain: DomainView): readonly SummaryRow[] {
  const { messages } = parts;
  const { name, shownName, verifiedAt, verifiedMethod, reuse, declined } = domain;
  const isProven = declined === undefined && verifiedAt !== undefined && verifiedMethod !== undefined;
  return [
    { label: messages('domainsName'), value: shownName },
    ...(name === shownName ? [] : [{ label: messages('domainAscii'), value: <span class="octets">{name}</span> }]),
    ...(isProven
      ? [
          { label: messages('domainsVouched'), value: messages(`vouched.${verifiedMethod}`) },
          { label: messages('domainSpeaksFor'), value: messages(`domainSpeaksFor.${verifiedMethod}`) },
          { label: messages('domainVerified'), value: <Time at={verifiedAt} /> },
          ...reuse.map(({ profileId, until }) => ({
            label: messages('domainEndsFor', { profile: profileName(parts, profileId) }),
            value: <Time at={until} />,
          })),
        ]
      : [{ label: messages('domainsVouched'), value: messages('vouched.nobody') }]),
    ...(declined === undefined ? [] : [{ label: messages('domainDeclinedBecause'), value: declined.reason }]),
  ];
}
