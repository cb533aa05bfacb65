import {
  type DecodedCertificate,
  type Result,
  type RevocationReason,
  type RevokedEntry,
  type SignedList,
  createCrlSigner,
  createTranscriptSigner,
  fromHex,
  hasSigned,
  isRevocationReason,
  issued,
  lintCrl,
  momentText,
  newestList,
  ok,
  readMoment,
  refuse,
  toHex,
  writeCrl,
} from '@sallyport/pki';
import type { CeremonyPorts, CeremonyRefusal, CeremonyStep, OfflineRoot } from './offline-root.ts';

const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
/** The key of the root is brought out twice a year, and there are days to spare. */
const LIST_DAYS = 200;

export interface OfflineListWish {
  readonly revoked?: { readonly certificate: DecodedCertificate; readonly reason: RevocationReason };
  /** How long it stands; the signer objects to more than a year. */
  readonly days?: number;
}

/** The next list of the root, counted by its transcript: everything that the one before it says, and what is revoked now. */
export async function signOfflineList(
  ports: CeremonyPorts,
  { key, root, transcript }: OfflineRoot,
  wish: OfflineListWish,
): Promise<Result<CeremonyStep & { readonly listNumber: number }, CeremonyRefusal>> {
  const { clock, cryptography } = ports;
  const { revoked, days = LIST_DAYS } = wish;
  if (days < 1) return refuse({ code: 'days-malformed' });
  const signer = createCrlSigner({ key, issuer: root, cryptography });
  const lines = createTranscriptSigner({ key, root, cryptography });
  if (!signer.ok) return signer;
  if (!lines.ok) return lines;
  const before = newestList(transcript);
  const now = clock.now();
  const thisUpdate = Math.floor(now / SECOND_MS) * SECOND_MS;
  const entries: SignedList['entries'][number][] = [...(before?.entries ?? [])];
  if (revoked !== undefined) {
    const { certificate, reason } = revoked;
    const isOurs = hasSigned(transcript, certificate.serial) && issued(root.certificate, certificate, cryptography);
    if (!isOurs) return refuse({ code: 'not-signed-by-this-root' });
    if (entries.some(({ serial }) => serial === certificate.serialHex)) return refuse({ code: 'revoked-before' });
    entries.push({ serial: certificate.serialHex, revokedAt: momentText(thisUpdate), reason });
  }
  const listNumber = (before?.listNumber ?? 0) + 1;
  const nextUpdate = thisUpdate + days * DAY_MS;
  const scope = { kind: 'full' } as const;
  const tbs = writeCrl({ issuer: root, number: BigInt(listNumber), thisUpdate, nextUpdate, scope, entries: entries.map(asRevoked) });
  if (!tbs.ok) return refuse({ code: 'list-refused', because: tbs.error.code });
  const previousNumber = before === undefined ? undefined : BigInt(before.listNumber);
  const findings = lintCrl(tbs.value, { issuer: root, scope, now, previousNumber });
  if (findings.length > 0) return refuse({ code: 'list-refused', because: findings.map(({ rule }) => rule).join(', ') });
  const signed = await signer.value.sign({ tbs: tbs.value, now });
  if (!signed.ok) return signed;
  const list = toHex(cryptography.sha256(signed.value));
  const deed = { step: 'sign-list', list, listNumber, nextUpdate: momentText(nextUpdate), entries } as const;
  const line = await lines.value.next(transcript, { deed, now });
  return line.ok ? ok({ der: signed.value, line: line.value, listNumber }) : line;
}

function asRevoked({ serial, revokedAt, reason }: SignedList['entries'][number]): RevokedEntry {
  return { serial: fromHex(serial), revokedAt: readMoment(revokedAt) ?? 0, reason: isRevocationReason(reason) ? reason : 'unspecified' };
}
