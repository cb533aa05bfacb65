import { type EmailAddress, type Instant, type LetterLink, type Secret, type Transaction, composeMail } from '@sallyport/platform';
import type { Account } from '../accounts/account.ts';
import { networkOf } from '../network.ts';
import { hashLinkCode, newLinkCode } from '../one-time-links/codes.ts';
import type { IdentityPorts } from '../ports.ts';
import { isAcceptedFactor } from '../recovery/rules.ts';
import type { IdentitySchema } from '../schema.ts';
import type { Visit } from '../visit.ts';
import type { NoticeSubject } from './notice.ts';
import { insertNoticeLink } from './store.ts';
import { NOTICE_WORDS, words } from './words.ts';

/** Mails are queued in the transaction of the act they tell about: both happen or neither. */

type Tx = Transaction<IdentitySchema>;
type Recipient = Pick<Account, 'accountId' | 'userName' | 'displayName' | 'addresses'>;

export interface Notice {
  readonly account: Recipient;
  readonly about: NoticeSubject;
  readonly at: Instant;
  /** Undefined when the machine did it by the clock. */
  readonly visit: Visit | undefined;
  /** Of the token it is about. */
  readonly serial?: string;
  /** The address it is about. */
  readonly address?: EmailAddress;
  /** The name of the passkey it is about. */
  readonly passkey?: string;
  /** The name of the recovery contact it is about. */
  readonly contact?: string;
  /** What waits, and until when. */
  readonly waiting?: string;
  /** Told besides: an address that belongs to the account no more. */
  readonly alsoTo?: readonly EmailAddress[];
  /** What can be done about it from one address. */
  readonly offers?: ReadonlyMap<EmailAddress, LetterLink>;
}

/** Tells every address of the account what happened, when, from where, and gives each a link that freezes the account if it was not them. */
export async function queueNotice(ports: IdentityPorts, tx: Tx, notice: Notice): Promise<void> {
  const { account, about, at, visit } = notice;
  const detail = detailOf(notice);
  for (const to of new Set([...account.addresses, ...(notice.alsoTo ?? [])])) {
    const offer = notice.offers?.get(to);
    await ports.mailer.queue(
      tx,
      composeMail({
        to,
        subject: NOTICE_WORDS[about].subject,
        paragraphs: [words.hello(account.displayName), NOTICE_WORDS[about].happened(detail), ...(offer ? [offer] : [])],
        facts: [
          [words.account, account.userName],
          [words.when, words.whenValue(at)],
          [words.from, visit?.address ?? words.fromTheServer],
        ],
        closing: [...(await repudiation(ports, tx, { notice, detail, to })), words.regards(ports.policy.issuerName)],
      }),
    );
  }
}

function detailOf({ serial, address, passkey, contact, waiting }: Notice): string {
  return serial ?? address ?? passkey ?? contact ?? waiting ?? '';
}

/** A notice that the account is frozen has nothing left to freeze: it says how to open it again. */
async function repudiation(
  ports: IdentityPorts,
  tx: Tx,
  given: { readonly notice: Notice; readonly detail: string; readonly to: EmailAddress },
): Promise<readonly (string | LetterLink)[]> {
  const { notice, detail, to } = given;
  const { support } = ports.policy;
  if (notice.about === 'account-frozen') {
    return [words.frozen(support), { words: words.frozenAction, address: `${ports.origins.federation}/frozen` }];
  }
  const code = newLinkCode(ports.randomness);
  const now = ports.clock.now();
  await insertNoticeLink(tx, {
    codeHash: hashLinkCode('notice', code) ?? '',
    accountId: notice.account.accountId,
    address: to,
    about: notice.about,
    detail,
    happenedAt: notice.at,
    network: notice.visit === undefined ? null : networkOf(notice.visit.address),
    now,
    expiresAt: now + ports.policy.lifetimes.noticeLinkMs,
  });
  return [words.notMe(support), { words: words.notMeAction, address: `${ports.origins.selfAdministration}/not-me#n=${code.reveal()}` }];
}

export interface LinkMail {
  readonly account: Account;
  readonly link: Secret<string>;
  readonly expiresAt: Instant;
}

/** To the first address only: the invitation is a key. */
export async function queueInvitation(ports: IdentityPorts, tx: Tx, mail: LinkMail): Promise<void> {
  const [to] = mail.account.addresses;
  if (to === undefined) return;
  const { invitation } = words;
  await ports.mailer.queue(
    tx,
    composeMail({
      to,
      subject: invitation.subject,
      paragraphs: [
        words.hello(mail.account.displayName),
        invitation.invited(mail.account.organisationName),
        invitation.next[isAcceptedFactor(ports.policy.recovery, 'questions') ? 'asked' : 'not-asked'],
        { words: invitation.link, address: mail.link.reveal() },
      ],
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
  tx: Tx,
  mail: LinkMail & { readonly visit: Visit; readonly at: Instant },
): Promise<void> {
  const { passwordReset } = words;
  for (const to of mail.account.addresses) {
    await ports.mailer.queue(
      tx,
      composeMail({
        to,
        subject: passwordReset.subject,
        paragraphs: [
          words.hello(mail.account.displayName),
          passwordReset.asked,
          { words: passwordReset.link, address: mail.link.reveal() },
        ],
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

/** To the new address alone: whoever opens the link can read mail there. */
export async function queueAddressConfirmation(
  ports: IdentityPorts,
  tx: Tx,
  mail: LinkMail & { readonly to: EmailAddress },
): Promise<void> {
  const { addressConfirmation } = words;
  await ports.mailer.queue(
    tx,
    composeMail({
      to: mail.to,
      subject: addressConfirmation.subject,
      paragraphs: [addressConfirmation.asked(mail.account.userName), { words: addressConfirmation.link, address: mail.link.reveal() }],
      facts: [[words.validUntil, words.whenValue(mail.expiresAt)]],
      closing: [addressConfirmation.ignore, words.regards(ports.policy.issuerName)],
      usefulUntil: mail.expiresAt,
    }),
  );
}

export interface Alarm {
  readonly about: 'fork' | 'rollback' | 'freeze';
  readonly account: Pick<Recipient, 'userName'>;
  /** The serial; of a freeze, the subject of the notice. */
  readonly serial: string;
  readonly at: Instant;
  readonly visit: Visit | undefined;
  readonly facts?: readonly (readonly [name: string, value: string])[];
}

/** For the administrators, at the support contact's address if there is one; the audit log has it in any case. */
export async function queueAlarm(ports: IdentityPorts, tx: Tx, alarm: Alarm): Promise<void> {
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
        ...(alarm.facts ?? []),
      ],
      closing: [words.regards(ports.policy.issuerName)],
    }),
  );
}
