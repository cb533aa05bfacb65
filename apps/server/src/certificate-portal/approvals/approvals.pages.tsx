import type { CertificateView, Refusal, UndecidedRequest } from '@sallyport/certificates';
import { Actions, BackLink, Button, ButtonLink, EmptyState, Form, Heading, SummaryList, Table, TextArea, Time } from '@sallyport/ui';
import type { VNode } from 'preact';
import { fieldError } from '../../http/page.tsx';
import { errorsOf, nameOf, personalPage } from '../frame.tsx';
import { ListedName } from '../listed-name.tsx';
import { PATHS, actPath, certificatePath } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';
import { profileName } from '../profile-names.ts';
import { NameLines } from '../name-lines.tsx';

export function approvalsPage(
  parts: PortalParts,
  { person, requests }: { readonly person: PortalPerson; readonly requests: readonly UndecidedRequest[] | undefined },
): VNode {
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
            <Table
              caption={messages('approvalsWaiting')}
              columns={[
                {
                  title: messages('approvalsName'),
                  cell: (request: UndecidedRequest) => <ListedName parts={parts} certificate={request} />,
                },
                { title: messages('approvalsRequester'), cell: ({ requester }) => requester },
                { title: messages('approvalsAsked'), cell: ({ requestedAt }) => <Time at={requestedAt} /> },
                { title: messages('approvalsUse'), cell: ({ profileId }) => profileName(parts, profileId) },
                {
                  title: messages('approvalsLook'),
                  cell: (request) => (
                    <a href={actPath('decide', request.certificateId)}>
                      {messages('approvalsLook')}
                      <span class="visually-hidden"> {messages('approvalsAbout', { name: nameOf(request) })}</span>
                    </a>
                  ),
                },
              ]}
              rows={requests}
              rowKey={({ certificateId }) => certificateId}
              empty={<EmptyState title={messages('approvalsNone')}>{messages('approvalsNoneText')}</EmptyState>}
            />
          )}
        </>
      ),
    },
  );
}

export interface DecideView {
  readonly person: PortalPerson;
  readonly certificate: CertificateView;
  readonly refusal?: Refusal;
  readonly typed?: string;
}

export function decidePage(parts: PortalParts, { person, certificate, refusal, typed = '' }: DecideView): VNode {
  const { messages } = parts;
  const errors = errorsOf(parts, refusal, () => 'reason');
  const { certificateId } = certificate;
  const isOpen = certificate.acts.includes('decide');
  const title = messages(isOpen ? 'decideTitle' : 'decideNot');
  return personalPage(
    parts,
    { person, section: PATHS.approvals },
    {
      title,
      errors,
      children: (
        <>
          <BackLink href={PATHS.approvals} />
          <Heading lead={messages(isOpen ? 'decideLead' : 'decideNotOwn')}>{title}</Heading>
          <SummaryList rows={rowsOf(parts, certificate)} />
          {isOpen ? (
            <Form action={actPath('decide', certificateId)}>
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
                <Button name="decision" value="approve">
                  {messages('decideApprove')}
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
