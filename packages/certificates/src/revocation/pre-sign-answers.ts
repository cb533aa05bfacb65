import { type CertificateStatus, type OcspSigner, fromHex, preSignedCertId, writeOcspAnswer } from '@sallyport/pki';
import type { Instant } from '@sallyport/platform';
import { type OwnIssuingCa, answeringCasOf } from '../authority/own-authorities.ts';
import type { CertificatesPorts } from '../ports.ts';
import type { CertificateAnswerTable } from '../schema.ts';
import { type DueAnswer, answerDue, dropAnswers, dueAnswers, keepAnswer } from './answer-store.ts';
import { answerDates, answerDueAgain, momentNotBefore, statusForWorld } from './rules.ts';

const HASHES = ['sha1', 'sha256'] as const;

/**
 * Signs the answers that are due before anybody asks, by either hash, at most so many certificates a round: for a loop in every process. Two that do it
 * at the same moment do it twice, and keep the newer answer. Answers how many certificates there were.
 */
export async function preSignAnswers(ports: CertificatesPorts, { limit }: { readonly limit: number }): Promise<number> {
  let done = 0;
  const now = ports.clock.now();
  for (const authority of answeringCasOf(ports.authorities, now)) {
    const { authorityId } = authority;
    const due = await dueAnswers(ports.database.query, { authorityId, now, limit: limit - done });
    if (due.length > 0) await answerAll(ports, { authority, due, now });
    done += due.length;
    if (done >= limit) break;
  }
  return done;
}

interface Round {
  readonly authority: OwnIssuingCa;
  readonly due: readonly DueAnswer[];
  readonly now: Instant;
}

async function answerAll(ports: CertificatesPorts, { authority, due, now }: Round): Promise<void> {
  const signer = await ports.authorities.responderOf(authority, now);
  const over = due.filter(({ not_after }) => not_after === null || not_after < now);
  const answered: { readonly of: DueAnswer; readonly answers: readonly CertificateAnswerTable[] }[] = [];
  for (const of of due.filter((row) => !over.includes(row))) {
    answered.push({ of, answers: await answersFor(of, { authority, signer, now }) });
  }
  await ports.database.transact(async (tx) => {
    for (const row of over) await dropAnswers(tx, row);
    for (const { of, answers } of answered) {
      for (const answer of answers) await keepAnswer(tx, answer);
      // Where the signer objects, questions are answered on demand, and it is tried again at the usual time.
      await answerDue(tx, { certificateId: of.certificate_id, was: of.answer_due_at, next: answerDueAgain(now) });
    }
  });
}

async function answersFor(
  { serial, sha256, revoked_at, revocation_reason }: DueAnswer,
  { authority, signer, now }: { readonly authority: OwnIssuingCa; readonly signer: OcspSigner; readonly now: Instant },
): Promise<readonly CertificateAnswerTable[]> {
  const status = statusForWorld({ isSigned: sha256 !== null, revokedAt: revoked_at, reason: revocation_reason });
  if (status === undefined) return [];
  const { responder } = signer;
  const moment = momentNotBefore(now, [revoked_at ?? 0]);
  const dates = answerDates(moment, responder.certificate.validity);
  const statuses: ReadonlyMap<string, CertificateStatus> = new Map([[serial, status]]);
  const made: CertificateAnswerTable[] = [];
  for (const hash of HASHES) {
    const certIds = [preSignedCertId(responder, { hash, serial: fromHex(serial) })];
    const tbs = writeOcspAnswer({ responder, certIds, statuses, ...dates });
    const signed = tbs.ok ? await signer.sign({ tbs: tbs.value, now: moment }) : tbs;
    if (!signed.ok) continue;
    made.push({
      authority_id: authority.authorityId,
      serial,
      hash,
      der: signed.value,
      this_update: dates.thisUpdate,
      next_update: dates.nextUpdate,
      revoked_at,
    });
  }
  return made;
}
