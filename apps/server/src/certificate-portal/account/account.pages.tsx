import { ActionList, Heading, SummaryList } from '@sallyport/ui';
import type { VNode } from 'preact';
import { personalPage } from '../frame.tsx';
import { PATHS } from '../paths.ts';
import type { PortalParts, PortalPerson } from '../portal-parts.ts';

export function settingsPage(parts: PortalParts, person: PortalPerson): VNode {
  const { messages } = parts;
  return personalPage(
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
              { href: PATHS.notices, title: messages('settingsNotices'), description: messages('settingsNoticesHint') },
              { href: PATHS.webhooks, title: messages('settingsWebhooks'), description: messages('settingsWebhooksHint') },
              { href: PATHS.apiKeys, title: messages('keysTitle'), description: messages('keysHint') },
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
  return personalPage(
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
