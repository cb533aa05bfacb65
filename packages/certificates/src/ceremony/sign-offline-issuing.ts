import {
  type Pointers,
  type Result,
  createCeremonySigner,
  createTranscriptSigner,
  decodeCertificate,
  newSerial,
  ok,
  readCsr,
  refuse,
  toHex,
  writeIssuingCa,
} from '@sallyport/pki';
import { ISSUING_DAYS, validFor } from '../authority/make-authority.ts';
import { mustFit } from '../authority/own-authorities.ts';
import { type CeremonyPorts, type CeremonyRefusal, type CeremonyStep, type OfflineRoot, certificateInTranscript } from './offline-root.ts';

export interface OfflineIssuingWish {
  /** PEM or DER. Its key is taken from it, and nothing else: not a name, not a path length. */
  readonly request: string | Uint8Array;
  readonly organization: string;
  readonly commonName: string;
  /** Where the files of the root are. */
  readonly pointers: Pointers;
  /** Ten years, or as long as the root lasts, unless it is said; what is said and outlives the root is refused. */
  readonly days?: number;
}

/** An issuing CA below which there is no other, whatever was asked for. */
export async function signOfflineIssuing(
  ports: CeremonyPorts,
  { key, root, transcript }: OfflineRoot,
  wish: OfflineIssuingWish,
): Promise<Result<CeremonyStep, CeremonyRefusal>> {
  const { clock, randomness, cryptography } = ports;
  const { organization, commonName, pointers, days } = wish;
  if (days !== undefined && days < 1) return refuse({ code: 'days-malformed' });
  const lines = createTranscriptSigner({ key, root, cryptography });
  if (!lines.ok) return lines;
  const request = readCsr(wish.request, cryptography);
  if (!request.ok) return request;
  const now = clock.now();
  const { notBefore, notAfter } = validFor(now, days ?? ISSUING_DAYS);
  const tbs = writeIssuingCa(
    {
      serial: newSerial(randomness),
      publicKey: request.value.publicKey,
      subject: { organization, commonName },
      validity: { notBefore, notAfter: days === undefined ? Math.min(notAfter, root.validity.notAfter) : notAfter },
      issuer: root,
      pathLength: 0,
      pointers,
    },
    cryptography,
  );
  if (!tbs.ok) return tbs;
  const signed = await createCeremonySigner({ key, cryptography }).signIssuingCa({ tbs: tbs.value, now, issuer: root });
  if (!signed.ok) return signed;
  const made = certificateInTranscript(mustFit(decodeCertificate(signed.value)), cryptography);
  const deed = { step: 'sign-issuing', ...made, request: toHex(cryptography.sha256(request.value.der)) } as const;
  const line = await lines.value.next(transcript, { deed, now });
  return line.ok ? ok({ der: signed.value, line: line.value }) : line;
}
