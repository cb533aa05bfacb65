import { newId } from '@sallyport/platform';
import type { ByPerson } from '../actor.ts';
import { audit } from '../audit.ts';
import type { CertificateId } from '../identifiers.ts';
import { permit } from '../people/permit.ts';
import type { CertificatesPorts } from '../ports.ts';
import { isRefusal } from '../refusals.ts';
import { type CertificateAskedFor, OUT_OF_NOTHING, keepRequest } from './keep-request.ts';
import { type RequestRefusal, namesForAudit, prepareRequest } from './prepare-request.ts';
import type { CertificateWish } from './rules.ts';

/** Asks for a certificate. How many must agree is the profile's matter; whoever asks is never among them. */
export async function requestCertificate(
  ports: CertificatesPorts,
  input: ByPerson & { readonly wish: CertificateWish },
): Promise<CertificateAskedFor | RequestRefusal> {
  const { person } = input;
  const prepared = await prepareRequest(ports, input);
  const certificateId = newId(ports.randomness) as CertificateId;
  const eventId = newId(ports.randomness);
  return ports.database.transact(async (tx): Promise<CertificateAskedFor | RequestRefusal> => {
    const now = ports.clock.now();
    const act = { at: now, action: 'certificate.request', by: person, subject: `certificate:${certificateId}` } as const;
    const refused = async (refusal: RequestRefusal): Promise<RequestRefusal> => {
      await audit(tx, { ...act, refusal });
      return refusal;
    };
    if (isRefusal(prepared)) return refused(prepared);
    // A role may have been withdrawn since it was prepared.
    const may = await permit(tx, { person, permission: 'request' });
    if (isRefusal(may)) return refused(may);
    const asked = await keepRequest(tx, ports, { person, prepared, origin: OUT_OF_NOTHING, certificateId, eventId, now });
    await audit(tx, { ...act, details: { profile: prepared.wish.profile.id, names: namesForAudit(prepared) } });
    return asked;
  });
}
