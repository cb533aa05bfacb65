import type { Operation } from './operation.ts';
import { addDomainOperation } from './operations/add-domain.ts';
import { grantRoleOperation, withdrawRoleOperation } from './operations/change-role.ts';
import { checkDomainOperation } from './operations/check-domain.ts';
import { checkRequestOperation } from './operations/check-request.ts';
import { createRequestOperation } from './operations/create-request.ts';
import { deactivateCertificateOperation } from './operations/deactivate-certificate.ts';
import { decideOnRequestOperation } from './operations/decide-on-request.ts';
import { downloadCertificateOperation } from './operations/download-certificate.ts';
import { listCertificatesOperation } from './operations/list-certificates.ts';
import { listDomainsOperation } from './operations/list-domains.ts';
import { listPeopleOperation } from './operations/list-people.ts';
import { listProfilesOperation } from './operations/list-profiles.ts';
import { listRequestsOperation } from './operations/list-requests.ts';
import { proveDomainAgainOperation } from './operations/prove-domain-again.ts';
import { readCertificateOperation } from './operations/read-certificate.ts';
import { readKeyOperation } from './operations/read-key.ts';
import { readOverviewOperation } from './operations/read-overview.ts';
import { removeDomainOperation } from './operations/remove-domain.ts';
import { retryIssueOperation } from './operations/retry-issue.ts';
import { revokeCertificateOperation } from './operations/revoke-certificate.ts';
import { withdrawRequestOperation } from './operations/withdraw-request.ts';

/** Everything a program can ask for, in the order of the description. */
export const OPERATIONS: readonly Operation[] = [
  readOverviewOperation,
  listProfilesOperation,
  checkRequestOperation,
  createRequestOperation,
  listRequestsOperation,
  decideOnRequestOperation,
  withdrawRequestOperation,
  retryIssueOperation,
  listCertificatesOperation,
  readCertificateOperation,
  downloadCertificateOperation,
  revokeCertificateOperation,
  deactivateCertificateOperation,
  listDomainsOperation,
  addDomainOperation,
  proveDomainAgainOperation,
  checkDomainOperation,
  removeDomainOperation,
  listPeopleOperation,
  grantRoleOperation,
  withdrawRoleOperation,
  readKeyOperation,
];
