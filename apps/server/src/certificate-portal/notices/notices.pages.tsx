import type { CertificateView, OwnNotices, Refusal } from '@sallyport/certificates';
import { Actions, Button, ButtonLink, Form, Notice, RadioCards } from '@sallyport/ui';
import type { VNode } from 'preact';
import { errorsOf, pageBelow } from '../frame.tsx';
import { PATHS, actPath, certificatePath } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';
import { NoticeAddressesInput } from './notice-addresses.tsx';

export interface NoticesView {
  readonly person: PortalPerson;
  readonly notices: OwnNotices;
  readonly after?: 'saved';
}

export function noticesPage(parts: PortalParts, { person, notices, after }: NoticesView): VNode {
  const { messages } = parts;
  const { choice, roles, mail } = notices;
  const lead = mail === undefined ? messages('noticesLeadNoMail') : messages('noticesLead', { mail });
  return pageBelow(
    parts,
    { person, section: PATHS.settings, back: PATHS.settings },
    {
      title: messages('noticesTitle'),
      lead,
      children: (
        <>
          {after === undefined ? null : (
            <Notice kind="success">
              <p>{messages('noticesSaved')}</p>
            </Notice>
          )}
          {/* Whoever decides on nothing keeps what they chose while they did. */}
          <Form action={PATHS.notices} hidden={roles.includes('approver') ? {} : { approvals: choice.approvals }}>
            <RadioCards
              name="scope"
              legend={messages('noticesScope')}
              hint={messages('noticesScopeHint')}
              choices={(['own', 'all', 'none'] as const).map((value) => ({ value, label: messages(`noticesScope.${value}`) }))}
              value={choice.scope}
            />
            <RadioCards
              name="pace"
              legend={messages('noticesPace')}
              choices={(['each', 'daily'] as const).map((value) => ({
                value,
                label: messages(`noticesPace.${value}`),
                hint: messages(`noticesPaceHint.${value}`),
              }))}
              value={choice.pace}
            />
            {roles.includes('approver') ? (
              <RadioCards
                name="approvals"
                legend={messages('noticesApprovals')}
                choices={(['tell', 'silent'] as const).map((value) => ({ value, label: messages(`noticesApprovals.${value}`) }))}
                value={choice.approvals}
              />
            ) : null}
            <Actions>
              <Button>{messages('noticesSave')}</Button>
            </Actions>
          </Form>
        </>
      ),
    },
  );
}

export interface TellOthersView {
  readonly person: PortalPerson;
  readonly certificate: CertificateView;
  readonly addresses: string;
  readonly refusal?: Refusal;
}

export function tellOthersPage(parts: PortalParts, { person, certificate, addresses, refusal }: TellOthersView): VNode {
  const { messages } = parts;
  const errors = errorsOf(parts, refusal, () => 'addresses');
  const title = messages('tellOthersTitle');
  const back = certificatePath(certificate.certificateId);
  return pageBelow(
    parts,
    { person, section: PATHS.inventory, back },
    {
      title,
      lead: messages('tellOthersLead'),
      errors,
      children: (
        <Form action={actPath('tell-others', certificate.certificateId)}>
          <NoticeAddressesInput parts={parts} typed={addresses} error={errors[0]?.message} />
          <Actions>
            <Button>{messages('tellOthersSave')}</Button>
            <ButtonLink href={back} kind="secondary">
              {messages('actKeep')}
            </ButtonLink>
          </Actions>
        </Form>
      ),
    },
  );
}
