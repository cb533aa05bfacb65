import { type CertificatesPorts, type Person, type PersonId, welcomePerson } from '@sallyport/certificates';
import type { Account } from '@sallyport/identity';

/** Makes an account known to Certificate Services as its sign-in would: there it is the subject, and its organisation the organisation. */
export async function introduceAccount(
  certificates: CertificatesPorts,
  account: Account,
): Promise<Pick<Person, 'personId' | 'organisationId'>> {
  const personId = account.accountId as string as PersonId;
  const organisationId = account.organisationId;
  const { organisationName, displayName: name, addresses } = account;
  await welcomePerson(certificates, { personId, organisationId, organisationName, name, mail: addresses[0] });
  return { personId, organisationId };
}
