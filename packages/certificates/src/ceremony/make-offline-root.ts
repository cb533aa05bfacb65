import {
  type Result,
  type SigningKey,
  createCeremonySigner,
  createTranscriptSigner,
  newSerial,
  ok,
  readIssuer,
  readPublicKeyInfo,
  refuse,
  writeRoot,
} from '@sallyport/pki';
import { ROOT_DAYS, validFor } from '../authority/make-authority.ts';
import { mustFit } from '../authority/own-authorities.ts';
import { type CeremonyPorts, type CeremonyRefusal, type CeremonyStep, certificateInTranscript } from './offline-root.ts';

export interface OfflineRootWish {
  readonly key: SigningKey;
  readonly organization: string;
  readonly commonName: string;
  /** Twenty years unless said otherwise; the signer objects to more than thirty. */
  readonly days?: number;
}

/** The root, and the first line of its transcript. */
export async function makeOfflineRoot(ports: CeremonyPorts, wish: OfflineRootWish): Promise<Result<CeremonyStep, CeremonyRefusal>> {
  const { clock, randomness, cryptography } = ports;
  const { key, organization, commonName, days = ROOT_DAYS } = wish;
  if (days < 1) return refuse({ code: 'days-malformed' });
  const now = clock.now();
  const tbs = writeRoot(
    {
      serial: newSerial(randomness),
      publicKey: mustFit(readPublicKeyInfo(key.publicKey)),
      subject: { organization, commonName },
      validity: validFor(now, days),
    },
    cryptography,
  );
  if (!tbs.ok) return tbs;
  const signed = await createCeremonySigner({ key, cryptography }).signRoot({ tbs: tbs.value, now });
  if (!signed.ok) return signed;
  const root = mustFit(readIssuer(signed.value));
  const transcript = createTranscriptSigner({ key, root, cryptography });
  if (!transcript.ok) return transcript;
  const deed = { step: 'make-root', ...certificateInTranscript(root.certificate, cryptography) } as const;
  const line = await transcript.value.next(undefined, { deed, now });
  return line.ok ? ok({ der: signed.value, line: line.value }) : line;
}
