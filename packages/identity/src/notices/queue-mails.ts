import type { AnyTransaction, Instant, Secret } from '@sallyport/platform';
import type { Account } from '../accounts/account.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Visit } from '../visit.ts';
import { composeMail } from './compose-mail.ts';
import type { NoticeSubject } from './notice.ts';
import { NOTICE_WORDS, words } from './words.ts';

/** Mails are queued in the transaction of the act they tell about: both happen or neither. */

type Recipient = Pick<Account, 'userName' | 'displayName' | 'addresses'>;

export interface Notice {
  readonly account: Recipient;
  readonly about: NoticeSubject;
  readonly at: Instant;
  /** Undefined when the machine did it by the clock. */
  readonly visit: Visit | undefined;
  /** Of the token it is about. */
  readonly serial?: string;
}

/** Tells every address of the account what happened, when, from where, and whom to tell if it was not them. */
export async function queueNotice(ports: IdentityPorts, tx: AnyTransaction, notice: Notice): Promise<void> {
  const { account, about, at, visit, serial = '' } = notice;
  const { support, issuerName } = ports.policy;
  for (const to of account.addresses) {
    await ports.mailer.queue(
      tx,
      composeMail({
        to,
        subject: NOTICE_WORDS[about].subject,
        paragraphs: [words.hello(account.displayName), NOTICE_WORDS[about].happened(serial)],
        facts: [
          [words.account, account.userName],
          [words.when, words.whenValue(at)],
          [words.from, visit?.address ?? words.fromTheServer],
        ],
        closing: [words.notMe(support), words.regards(issuerName)],
      }),
    );
  }
}

export interface LinkMail {
  readonly account: Account;
  readonly link: Secret<string>;
  readonly expiresAt: Instant;
}

/** To the first address only: the invitation is a key. */
export async function queueInvitation(ports: IdentityPorts, tx: AnyTransaction, mail: LinkMail): Promise<void> {
  const [to] = mail.account.addresses;
  if (to === undefined) return;
  const { invitation } = words;
  await ports.mailer.queue(
    tx,
    composeMail({
      to,
      subject: invitation.subject,
      paragraphs: [words.hello(mail.account.displayName), invitation.invited(mail.account.organisationName), invitation.next],
      link: { words: invitation.link, address: mail.link.reveal() },
      facts: [
        [words.account, mail.account.userName],
        [words.validUntil, words.whenValue(mail.expiresAt)],
      ],
      closing: [words.notMeLink(ports.policy.support), words.regards(ports.policy.issuerName)],
      usefulUntil: mail.expiresAt,
    }),
  );
}

/** To every address, so that one that no longer works does not strand its owner. */
export async function queuePasswordReset(
  ports: IdentityPorts,
  tx: AnyTransaction,
  mail: LinkMail & { readonly visit: Visit; readonly at: Instant },
): Promise<void> {
  const { passwordReset } = words;
  for (const to of mail.account.addresses) {
    await ports.mailer.queue(
      tx,
      composeMail({
        to,
        subject: passwordReset.subject,
        paragraphs: [words.hello(mail.account.displayName), passwordReset.asked],
        link: { words: passwordReset.link, address: mail.link.reveal() },
        facts: [
          [words.account, mail.account.userName],
          [words.when, words.whenValue(mail.at)],
          [words.from, mail.visit.address],
          [words.validUntil, words.whenValue(mail.expiresAt)],
        ],
        closing: [passwordReset.once, words.notMeLink(ports.policy.support), words.regards(ports.policy.issuerName)],
        usefulUntil: mail.expiresAt,
      }),
    );
  }
}

/** For the administrators, at the support contact's address if there is one; the audit log has it in any case. */
export async function queueAlarm(
  ports: IdentityPorts,
  tx: AnyTransaction,
  alarm: {
    readonly about: 'fork' | 'rollback';
    readonly account: Recipient;
    readonly serial: string;
    readonly at: Instant;
    readonly visit: Visit | undefined;
  },
): Promise<void> {
  const to = ports.policy.support.mail;
  if (to === undefined) return;
  await ports.mailer.queue(
    tx,
    composeMail({
      to,
      subject: words.alarm.subject[alarm.about],
      paragraphs: [words.alarm.happened[alarm.about](alarm.serial)],
      facts: [
        [words.account, alarm.account.userName],
        [words.when, words.whenValue(alarm.at)],
        [words.from, alarm.visit?.address ?? words.fromTheServer],
      ],
      closing: [words.regards(ports.policy.issuerName)],
    }),
  );
}
