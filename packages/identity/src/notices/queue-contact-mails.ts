import { type AnyTransaction, type Instant, composeMail } from '@sallyport/platform';
import type { Account } from '../accounts/account.ts';
import type { IdentityPorts } from '../ports.ts';
import type { Visit } from '../visit.ts';
import { words } from './words.ts';

/** Mails to a recovery contact. Their links hold no secret: whoever answers signs in first. */

interface ContactMail {
  readonly contact: Account;
  readonly owner: Account;
  readonly at: Instant;
}

/** To every address, so that one that no longer works strands nobody. */
export async function queueNaming(ports: IdentityPorts, tx: AnyTransaction, { contact, owner, at }: ContactMail): Promise<void> {
  const { naming } = words;
  for (const to of contact.addresses) {
    await ports.mailer.queue(
      tx,
      composeMail({
        to,
        subject: naming.subject(owner.displayName),
        paragraphs: [
          words.hello(contact.displayName),
          naming.asked(owner.displayName),
          { words: naming.link, address: `${ports.origins.selfAdministration}/contacts` },
        ],
        facts: [
          [words.account, owner.userName],
          [words.when, words.whenValue(at)],
        ],
        closing: [words.regards(ports.policy.issuerName)],
      }),
    );
  }
}

export async function queueVouching(
  ports: IdentityPorts,
  tx: AnyTransaction,
  { contact, owner, at, visit, expiresAt }: ContactMail & { readonly visit: Visit; readonly expiresAt: Instant },
): Promise<void> {
  const { vouching } = words;
  for (const to of contact.addresses) {
    await ports.mailer.queue(
      tx,
      composeMail({
        to,
        subject: vouching.subject(owner.displayName),
        paragraphs: [
          words.hello(contact.displayName),
          vouching.asked(owner.displayName),
          vouching.code(owner.displayName),
          { words: vouching.link, address: `${ports.origins.selfAdministration}/vouching` },
        ],
        facts: [
          [words.account, owner.userName],
          [words.when, words.whenValue(at)],
          [words.from, visit.address],
          [words.validUntil, words.whenValue(expiresAt)],
        ],
        closing: [words.regards(ports.policy.issuerName)],
        usefulUntil: expiresAt,
      }),
    );
  }
}
