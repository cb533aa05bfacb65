import { type Bytes, type DecodedCertificate, type Pointers, signRequest } from '@sallyport/pki';
import { issuingSubject } from '../authority/make-authority.ts';
import type { EmbeddedAuthorityParts } from '../authority/open-embedded-ca.ts';
import { keyNameOf, keyNamed, mustFit } from '../authority/own-authorities.ts';
import { authorityRows } from '../authority/store.ts';
import { nextIssuingName, rootNameFor } from './names.ts';

/** What goes to the ceremony: the request, and what is to be said there because no request says it. */
export interface IssuingRequest {
  readonly authorityId: string;
  /** PKCS #10. */
  readonly csr: Bytes;
  readonly subject: { readonly organization: string; readonly commonName: string };
  /** Where the files of that root will be found. */
  readonly pointers: Pointers;
}

/**
 * Asks for the next issuing CA below a root whose key is elsewhere: its key is made and sealed here, and never leaves. Asked again, it is the same request for
 * the same key, until that CA is there.
 */
export async function requestIssuing(parts: EmbeddedAuthorityParts, root: DecodedCertificate): Promise<IssuingRequest> {
  const rows = await authorityRows(parts.database.query);
  const { authorityId, generation } = nextIssuingName(rows);
  const key = await keyNamed(parts, keyNameOf(authorityId));
  const csr = mustFit(await signRequest({ key, cryptography: parts.cryptography }));
  const subject = issuingSubject(parts.name, generation);
  return { authorityId, csr, subject, pointers: parts.pointersOf(rootNameFor(rows, root.der)) };
}
