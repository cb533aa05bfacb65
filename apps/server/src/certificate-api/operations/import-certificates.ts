import { type ForeignFile, IMPORT_LIMITS, importCertificates } from '@sallyport/certificates';
import { UNPACK_LIMITS } from '@sallyport/pki';
import { type Static, Type } from 'typebox';
import { IMPORT_MAX_OCTETS } from '../../certificate-portal/imports/uploaded-files.ts';
import { answer, operation } from '../operation.ts';
import { reportAnswer } from '../report-answers.ts';
import { CLOSED, Report } from '../schemas.ts';

const Name = Type.Optional(Type.String({ maxLength: 400, description: 'For the report only.' }));
const TextFile = Type.Object(
  { name: Name, pem: Type.String({ maxLength: UNPACK_LIMITS.octets, description: 'PEM of certificates, or of a PKCS #7 bundle.' }) },
  CLOSED,
);
const BinaryFile = Type.Object(
  {
    name: Name,
    base64: Type.String({
      maxLength: Math.ceil(UNPACK_LIMITS.octets / 3) * 4,
      // RFC 4648 section 4.
      pattern: '^[A-Za-z0-9+/]*={0,2}$',
      description: 'DER of a certificate, or of a PKCS #7 bundle, in base64 without breaks.',
    }),
  },
  CLOSED,
);
const File = Type.Union([TextFile, BinaryFile]);
const Files = Type.Object({ files: Type.Array(File, { maxItems: IMPORT_LIMITS.files }) }, CLOSED);

/** A certificate in base64 has one KiB to two. How many there are is known only when all of it has been taken apart, and that is work too. */
const CHARACTERS_EACH = 1024;

/** What was sent is in no answer and in no refusal, so that a private key among it is kept nowhere. */
export const importCertificatesOperation = operation({
  id: 'importCertificates',
  method: 'POST',
  path: '/imports',
  tag: 'Inventory',
  summary: 'Bring in certificates that somebody else issued',
  description:
    'To be found and watched. No name is proven by it, and nobody can revoke them here. What is not taken is in the report with its reason; a private key in PEM refuses all of it.',
  scope: 'import',
  body: Files,
  bodyMaxOctets: IMPORT_MAX_OCTETS,
  countIn: (body) => countOf((body as Static<typeof Files>).files),
  answers: { status: 200, means: 'Each was gone through. The report can be read again for thirty days.', schema: Report },
  run: async ({ certificates, person, body }) =>
    answer(await importCertificates(certificates, { person, files: body.files.map(fileOf) }), ({ reportId, report }) =>
      reportAnswer(reportId, report),
    ),
});

/** As many as could stand in it, and never more than are taken at once. */
function countOf(files: readonly Static<typeof File>[]): number {
  const characters = files.reduce((sum, file) => sum + ('pem' in file ? file.pem : file.base64).length, 0);
  return Math.min(IMPORT_LIMITS.certificates, Math.ceil(characters / CHARACTERS_EACH));
}

function fileOf(file: Static<typeof File>): ForeignFile {
  const { name = '' } = file;
  return 'pem' in file ? { name, content: file.pem } : { name, content: new Uint8Array(Buffer.from(file.base64, 'base64')) };
}
