import { type Bytes, readCertificates } from '@sallyport/pki';
import type { CertificateId } from '../identifiers.ts';
import type { CertificatesPorts } from '../ports.ts';
import { findOrder } from './store.ts';

/** The certificates above an issued one, its issuer first: what the CA elsewhere sent with it, or those of the CA here. */
export async function findChain(
  { database, provider }: Pick<CertificatesPorts, 'database' | 'provider'>,
  { certificateId, der }: { readonly certificateId: CertificateId; readonly der: Uint8Array | undefined },
): Promise<readonly Bytes[]> {
  const kept = (await findOrder(database.query, certificateId))?.chain ?? undefined;
  if (kept === undefined) return provider.chain(der && new Uint8Array(der));
  const read = kept === '' ? undefined : readCertificates(kept);
  return read?.ok === true ? read.value.map((one) => one.der) : [];
}
