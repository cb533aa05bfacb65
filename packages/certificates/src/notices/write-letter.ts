import { type EmailAddress, type LetterLink, type Mail, composeMail } from '@sallyport/platform';
import type { CertificateId } from '../identifiers.ts';
import type { CertificatesPorts } from '../ports.ts';
import type { CertificateEventTable } from '../schema.ts';
import type { ToldCertificate } from './store.ts';
import { type ToldInWords, words } from './words.ts';

/** What a mail tells. */
export interface Told {
  readonly certificateId: CertificateId;
  readonly inWords: ToldInWords;
}

export interface LetterTo {
  readonly to: EmailAddress;
  /** Undefined for an address that is kept with a certificate. */
  readonly name: string | undefined;
  readonly told: readonly Told[];
  readonly pace: 'each' | 'daily';
}

const MOST_LINES = 50;
/** A subject has 200 characters at most, and a name up to 253. */
const MOST_NAME_CHARACTERS = 120;

export function toldOf(
  event: CertificateEventTable,
  { certificate, nameOf }: { readonly certificate: ToldCertificate; readonly nameOf: (personId: string) => string | undefined },
): Told {
  const more = (JSON.parse(certificate.names) as string[]).length - 1;
  const name = certificate.first_name.replaceAll(/\p{Cc}/gu, ' ').slice(0, MOST_NAME_CHARACTERS);
  return {
    certificateId: certificate.certificate_id,
    inWords: {
      name: more > 0 ? `${name} (and ${String(more)} more)` : name,
      what: event.what,
      by: event.person_id === null ? undefined : nameOf(event.person_id),
      note: event.note ?? '',
      notAfter: certificate.not_after ?? undefined,
    },
  };
}

/** Undefined when there is nothing of which people are told by mail. */
export function writeLetter(
  { portalOrigin, issuerName }: Pick<CertificatesPorts, 'portalOrigin' | 'issuerName'>,
  { to, name, told, pace }: LetterTo,
): Mail | undefined {
  const lines = told.flatMap(({ inWords }) => words.happened(inWords) ?? []);
  const [first] = told;
  if (first === undefined || lines.length === 0) return undefined;
  const subject = pace === 'daily' ? words.digest(lines.length) : lines.length > 1 ? words.several(lines.length) : undefined;
  const more = lines.length - MOST_LINES;
  const isOne = told.every(({ certificateId }) => certificateId === first.certificateId);
  const page: LetterLink = isOne
    ? { words: words.page, address: `${portalOrigin}/certificates/${first.certificateId}` }
    : { words: words.list, address: `${portalOrigin}/certificates` };
  return composeMail({
    to,
    subject: subject ?? words.subject(first.inWords) ?? words.several(1),
    paragraphs: [
      ...(name === undefined ? [] : [words.hello(name)]),
      ...lines.slice(0, MOST_LINES),
      ...(more > 0 ? [words.more(more)] : []),
      page,
    ],
    closing: [
      words.notYours,
      name === undefined ? words.addressGiven : { words: words.choose, address: `${portalOrigin}/settings/notices` },
      words.regards(issuerName),
    ],
  });
}
