import type { CertificateView, ListedCertificate, Refusal, UndecidedRequest, UndecidedRevocation } from '@sallyport/certificates';
import {
  Actions,
  Button,
  ButtonLink,
  type Column,
  EmptyState,
  Form,
  Heading,
  SummaryList,
  type SummaryRow,
  Table,
  TextArea,
  Time,
} from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { wishRows } from '../certificate/revocation-wish.tsx';
import { errorsOf, nameOf, pageBelow, personalPage } from '../frame.tsx';
import { ListedName } from '../listed-name.tsx';
import { PATHS, actPath, certificatePath } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';
import { profileName } from '../profile-names.ts';
import { NameLines } from '../name-lines.tsx';

export interface ApprovalsView {
  readonly person: PortalPerson;
  readonly requests: readonly UndecidedRequest[] | undefined;
  readonly revocations: readonly UndecidedRevocation[] | undefined;
}

export function approvalsPage(parts: PortalParts, { person, requests, revocations = [] }: ApprovalsView): VNode {
  const { messages } = parts;
  return personalPage(
    parts,
    { person, section: PATHS.approvals },
    {
      title: messages('approvalsTitle'),
      width: 'wide',
      children: (
        <>
          <Heading lead={messages('approvalsLead')}>{messages('approvalsTitle')}</Heading>
          {requests === undefined ? (
            <EmptyState title={messages('approvalsNotYours')}>{messages('approvalsNotYoursText')}</EmptyState>
          ) : (
            <Waiting parts={parts} requests={requests} revocations={revocations} />
          )}
        </>
      ),
    },
  );
}

interface WaitingProps {
  readonly parts: PortalParts;
  readonly requests: readonly UndecidedRequest[];
  readonly revocations: readonly UndecidedRevocation[];
}

function Waiting({ parts, requests, revocations }: WaitingProps): VNode {
  const { messages } = parts;
  return (
    <>
      {requests.length === 0 && revocations.length > 0 ? null : (
        <Table
          caption={messages('approvalsWaiting')}
          columns={[
            nameColumn(parts),
            { title: messages('approvalsRequester'), cell: ({ requester }: UndecidedRequest) => requester },
            { title: messages('approvalsAsked'), cell: ({ requestedAt }) => <Time at={requestedAt} /> },
            { title: messages('approvalsUse'), cell: ({ profileId }) => profileName(parts, profileId) },
            decideColumn(parts, 'decide'),
          ]}
          rows={requests}
          rowKey={({ certificateId }) => certificateId}
          empty={<EmptyState title={messages('approvalsNone')}>{messages('approvalsNoneText')}</EmptyState>}
        />
      )}
      {revocations.length === 0 ? null : (
        <Table
          caption={messages('approvalsRevocations')}
          columns={[
            nameColumn(parts),
            { title: messages('approvalsRequester'), cell: ({ asker }: UndecidedRevocation) => asker },
            { title: messages('approvalsAsked'), cell: ({ askedAt }) => <Time at={askedAt} /> },
            { title: messages('approvalsRevocationReason'), cell: ({ revocationReason }) => messages(`reason.${revocationReason}`) },
            decideColumn(parts, 'decide-revocation'),
          ]}
          rows={revocations}
          rowKey={({ certificateId }) => certificateId}
          empty={null}
        />
      )}
    </>
  );
}

function nameColumn(parts: PortalParts): Column<ListedCertificate> {
  return { title: parts.messages('approvalsName'), cell: (certificate) => <ListedName parts={parts} certificate={certificate} /> };
}

function decideColumn({ messages }: PortalParts, act: 'decide' | 'decide-revocation'): Column<ListedCertificate> {
  return {
    title: messages('approvalsLook'),
    cell: (certificate) => (
      <a href={actPath(act, certificate.certificateId)}>
        {messages('approvalsLook')}
        <span class="visually-hidden"> {messages('approvalsAbout', { name: nameOf(certificate) })}</span>
      </a>
    ),
  };
}

export interface DecideView {
  readonly person: PortalPerson;
  readonly certificate: CertificateView;
  readonly refusal?: Refusal;
  readonly typed?: string;
}

export function decidePage(parts: PortalParts, view: DecideView): VNode {
  const { messages } = parts;
  return wordPage(parts, view, {
    act: 'decide',
    title: messages('decideTitle'),
    lead: messages('decideLead'),
    approve: messages('decideApprove'),
    rows: rowsOf(parts, view.certificate),
  });
}

/** Names the revocation that is looked at, which is the one that is decided on. */
export function decideRevocationPage(parts: PortalParts, view: DecideView): VNode {
  const { messages } = parts;
  const { revocationWish: wish, names, profileId } = view.certificate;
  return wordPage(parts, view, {
    act: 'decide-revocation',
    title: messages('decideRevocationTitle'),
    lead: messages('decideRevocationLead'),
    approve: messages('decideRevocationApprove'),
    rows: [
      { label: messages('certificateNames'), value: <NameLines names={names} /> },
      { label: messages('approvalsUse'), value: profileName(parts, profileId) },
      ...(wish === undefined ? [] : wishRows(parts, wish)),
    ],
    ...(wish && { wishId: wish.wishId }),
  });
}

interface Matter {
  readonly act: 'decide' | 'decide-revocation';
  readonly title: string;
  readonly lead: string;
  readonly approve: string;
  readonly rows: readonly SummaryRow[];
  readonly wishId?: string;
}

function wordPage(parts: PortalParts, { person, certificate, refusal, typed = '' }: DecideView, matter: Matter): VNode {
  const { messages } = parts;
  const { act, approve, rows, wishId } = matter;
  const errors = errorsOf(parts, refusal, () => 'reason');
  const { certificateId } = certificate;
  const isOpen = certificate.acts.includes(act);
  const title = isOpen ? matter.title : messages('decideNot');
  return pageBelow(
    parts,
    { person, section: PATHS.approvals, back: PATHS.approvals },
    {
      title,
      lead: isOpen ? matter.lead : whyNot(parts, { person, certificate }, act),
      errors,
      children: (
        <>
          <SummaryList rows={rows} />
          {isOpen ? (
            <Form action={actPath(act, certificateId)} hidden={wishId === undefined ? {} : { wish: wishId }}>
              <TextArea
                name="reason"
                label={messages('decideReason')}
                hint={messages('decideReasonHint')}
                rows={2}
                optional
                value={typed}
                {...fieldError(errors[0]?.message)}
              />
              <Actions>
                <Button name="decision" value="approve" kind={act === 'decide' ? 'primary' : 'danger'}>
                  {approve}
                </Button>
                <Button name="decision" value="decline" kind="secondary">
                  {messages('decideDecline')}
                </Button>
              </Actions>
            </Form>
          ) : (
            <Actions>
              <ButtonLink href={certificatePath(certificateId)}>{messages('toCertificate')}</ButtonLink>
            </Actions>
          )}
        </>
      ),
    },
  );
}

/** Why there is nothing to decide for this person, as exactly as their page may know it. */
function whyNot({ messages }: PortalParts, { person, certificate }: DecideView, act: Matter['act']): string {
  const { status, requestedBy, revocationWish } = certificate;
  if (act === 'decide-revocation') return messages(revocationWish?.state === 'OPEN' ? 'decideNotYourRevocation' : 'decideNotRevocation');
  if (status !== 'PENDING_APPROVAL') return messages('decideNotOpen', { status: messages(`status.${status}`) });
  return messages(requestedBy === person.subject ? 'decideNotOwn' : 'decideNotYours');
}

function rowsOf(parts: PortalParts, certificate: CertificateView) {
  const { messages } = parts;
  const count = certificate.approvals.filter(({ decision }) => decision === 'approve').length;
  return [
    { label: messages('certificateNames'), value: <NameLines names={certificate.names} /> },
    { label: messages('approvalsUse'), value: profileName(parts, certificate.profileId) },
    { label: messages('approvalsRequester'), value: certificate.requester },
    { label: messages('approvalsAsked'), value: <Time at={certificate.requestedAt} /> },
    { label: messages('checkKey'), value: certificate.keyName },
    { label: messages('checkLifetime'), value: messages('checkLifetimeDays', { days: certificate.lifetimeDays }) },
    { label: messages('decideNote'), value: certificate.note || messages('decideNoNote') },
    { label: messages('decideApprovals'), value: messages('decideApprovalsOf', { count, needed: certificate.approvalsNeeded }) },
  ];
}
