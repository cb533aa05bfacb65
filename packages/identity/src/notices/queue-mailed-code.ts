import { type AnyTransaction, type Instant, composeMail } from '@sallyport/platform';
import type { Account } from '../accounts/account.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Visit } from '../visit.ts';
import { words } from './words.ts';

/** To every address, so that one that no longer works does not strand its owner. */
export async function queueMailedCode(
  ports: IdentityPorts,
  tx: AnyTransaction,
  mail: {
    readonly account: Account;
    readonly code: string;
    readonly purpose: keyof typeof words.mailedCode.subject;
    readonly expiresAt: Instant;
    readonly visit: Visit;
    readonly at: Instant;
  },
): Promise<void> {
  const { mailedCode } = words;
  for (const to of mail.account.addresses) {
    await ports.mailer.queue(
      tx,
      composeMail({
        to,
        subject: mailedCode.subject[mail.purpose],
        paragraphs: [words.hello(mail.account.displayName), mailedCode.asked[mail.purpose]],
        facts: [
          [mailedCode.code, mail.code],
          [words.account, mail.account.userName],
          [words.when, words.whenValue(mail.at)],
          [words.from, mail.visit.address],
          [mailedCode.validUntil, words.whenValue(mail.expiresAt)],
        ],
        closing: [mailedCode.nobodyAsks(ports.policy.support), words.regards(ports.policy.issuerName)],
        usefulUntil: mail.expiresAt,
      }),
    );
  }
}
