import { composeMail, spend } from '@sallyport/platform';
import { words } from '../notices/words.ts';
import type { CertificatesPorts } from '../ports.ts';
import { type CaDeadline, deadlinesAt, tellAgainSeconds } from './deadlines.ts';
import { describeAuthorities } from './describe-authorities.ts';

/**
 * Tells the operator what only they can do in time, by mail where there is an address of theirs. For a loop in every process: of all that look, one tells,
 * and nobody tells it again before a week, or a day near the end. Answers what was told now, for the log.
 */
export async function tellOperator(ports: CertificatesPorts): Promise<readonly CaDeadline[]> {
  const { database, clock, cryptography } = ports;
  const told: CaDeadline[] = [];
  for (const deadline of deadlinesAt(await describeAuthorities({ database, cryptography }), clock.now())) {
    if (await tellOnce(ports, deadline)) told.push(deadline);
  }
  return told;
}

function tellOnce({ database, clock, mailer, operatorMail, issuerName }: CertificatesPorts, deadline: CaDeadline): Promise<boolean> {
  return database.transact(async (tx) => {
    const now = clock.now();
    const windowSeconds = tellAgainSeconds(deadline, now);
    // By its end: the next list is another matter, of which nobody has been told.
    const subject = `${deadline.about}:${deadline.authorityId}:${String(deadline.endsAt ?? 0)}`;
    const { ticket } = await spend(tx, { kind: `ca-deadline-${String(windowSeconds)}`, subject, allowed: 1, windowSeconds, now });
    if (ticket === undefined) return false;
    if (operatorMail === undefined) return true;
    const { title, paragraphs } = words.operator(deadline, now);
    await mailer.queue(tx, composeMail({ to: operatorMail, subject: title, paragraphs, closing: [words.regards(issuerName)] }));
    return true;
  });
}
