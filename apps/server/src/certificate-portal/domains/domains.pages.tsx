import type { DomainView, ListedDomains } from '@sallyport/certificates';
import { ButtonLink, EmptyState, Heading, Panel, Actions, Table, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { personalPage } from '../frame.tsx';
import { PATHS, domainPath } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';
import { NameLines } from '../name-lines.tsx';
import { DomainBadge } from './domain-badge.tsx';

export interface DomainsView extends ListedDomains {
  readonly person: PortalPerson;
}

/** Every name of the organisation that somebody vouches for, or is about to. */
export function domainsPage(parts: PortalParts, { person, domains, vouchedByOperator, mayManage }: DomainsView): VNode {
  const { messages } = parts;
  const add = mayManage === 'yes' ? <ButtonLink href={PATHS.addDomain}>{messages('domainsAdd')}</ButtonLink> : null;
  return personalPage(
    parts,
    { person, section: PATHS.domains },
    {
      title: messages('domainsTitle'),
      width: 'wide',
      children: (
        <>
          <Heading lead={messages('domainsLead')}>{messages('domainsTitle')}</Heading>
          {add && domains.length > 0 ? <Actions>{add}</Actions> : null}
          <Table
            caption={messages('domainsTable')}
            columns={[
              { title: messages('domainsName'), cell: (domain: DomainView) => <DomainName domain={domain} /> },
              { title: messages('domainsState'), cell: ({ state }) => <DomainBadge parts={parts} state={state} /> },
              { title: messages('domainsVouched'), cell: (domain) => messages(`vouched.${vouching(domain)}`) },
              { title: messages('domainsEnds'), cell: (domain) => <Ends domain={domain} /> },
            ]}
            rows={domains}
            rowKey={({ domainId }) => domainId}
            empty={
              <EmptyState title={messages('domainsNone')} action={add}>
                <p>{messages('domainsNoneText')}</p>
                {add === null ? <p>{messages('domainsNoneForYou')}</p> : null}
              </EmptyState>
            }
          />
          {vouchedByOperator.length === 0 ? null : (
            <Panel title={messages('domainsOwn')}>
              <p>{messages('domainsOwnText')}</p>
              <NameLines names={vouchedByOperator} />
            </Panel>
          )}
        </>
      ),
    },
  );
}

function vouching({ state, verifiedMethod }: DomainView): 'dns' | 'file' | 'nobody' {
  return state === 'verified' || state === 'expiring' ? (verifiedMethod ?? 'nobody') : 'nobody';
}

/** As people write it, and as machines do where that is something else: two names may look the same and be none. */
function DomainName({ domain: { domainId, name, shownName } }: { readonly domain: DomainView }): VNode {
  return (
    <>
      <a href={domainPath(domainId)} class="certificate-name">
        {shownName}
      </a>
      {shownName === name ? null : <span class="under-name">{name}</span>}
    </>
  );
}

/** The first of its ends: where profiles differ, its own page tells each. */
function Ends({ domain: { state, reuse } }: { readonly domain: DomainView }): VNode | null {
  const ends = reuse.map(({ until }) => until);
  return ends.length === 0 || state === 'declined' ? null : <Time at={Math.min(...ends)} show="date" />;
}
