import type { Operation } from './operation.ts';
import { addDomainOperation } from './operations/add-domain.ts';
import { addFieldOperation } from './operations/add-field.ts';
import { addWebhookOperation } from './operations/add-webhook.ts';
import { changeFieldOperation } from './operations/change-field.ts';
import { grantRoleOperation, withdrawRoleOperation } from './operations/change-role.ts';
import { checkDomainOperation } from './operations/check-domain.ts';
import { checkRequestOperation } from './operations/check-request.ts';
import { chooseNoticesOperation } from './operations/choose-notices.ts';
import { createRequestOperation } from './operations/create-request.ts';
import { deactivateCertificateOperation } from './operations/deactivate-certificate.ts';
import { deactivateManyOperation } from './operations/deactivate-many.ts';
import { decideOnRequestOperation } from './operations/decide-on-request.ts';
import { decideOnRevocationOperation } from './operations/decide-on-revocation.ts';
import { deleteViewOperation } from './operations/delete-view.ts';
import { describeCertificateOperation } from './operations/describe-certificate.ts';
import { describeManyOperation } from './operations/describe-many.ts';
import { downloadCertificateOperation } from './operations/download-certificate.ts';
import { importCertificatesOperation } from './operations/import-certificates.ts';
import { listCertificatesOperation } from './operations/list-certificates.ts';
import { listDomainsOperation } from './operations/list-domains.ts';
import { listFieldsOperation } from './operations/list-fields.ts';
import { listPeopleOperation } from './operations/list-people.ts';
import { listProfilesOperation } from './operations/list-profiles.ts';
import { listRequestsOperation } from './operations/list-requests.ts';
import { listViewsOperation } from './operations/list-views.ts';
import { listWebhooksOperation } from './operations/list-webhooks.ts';
import { proveDomainAgainOperation } from './operations/prove-domain-again.ts';
import { readCertificateOperation } from './operations/read-certificate.ts';
import { readKeyOperation } from './operations/read-key.ts';
import { readNoticesOperation } from './operations/read-notices.ts';
import { readOrganisationOperation } from './operations/read-organisation.ts';
import { readOverviewOperation } from './operations/read-overview.ts';
import { readReportOperation } from './operations/read-report.ts';
import { readWebhookOperation } from './operations/read-webhook.ts';
import { reissueCertificateOperation } from './operations/reissue-certificate.ts';
import { removeDomainOperation } from './operations/remove-domain.ts';
import { removeWebhookOperation } from './operations/remove-webhook.ts';
import { renewCertificateOperation } from './operations/renew-certificate.ts';
import { retireFieldOperation } from './operations/retire-field.ts';
import { retryIssueOperation } from './operations/retry-issue.ts';
import { retryManyOperation } from './operations/retry-many.ts';
import { revokeCertificateOperation } from './operations/revoke-certificate.ts';
import { revokeManyOperation } from './operations/revoke-many.ts';
import { saveViewOperation } from './operations/save-view.ts';
import { sendWebhookAgainOperation } from './operations/send-webhook-again.ts';
import { shareViewOperation } from './operations/share-view.ts';
import { showWebhookSecretOperation } from './operations/show-webhook-secret.ts';
import { tellManyOthersOperation } from './operations/tell-many-others.ts';
import { tellOthersOperation } from './operations/tell-others.ts';
import { testWebhookOperation } from './operations/test-webhook.ts';
import { withdrawRequestOperation } from './operations/withdraw-request.ts';

/** Everything a program can ask for, in the order of the description. */
export const OPERATIONS: readonly Operation[] = [
  readOverviewOperation,
  listProfilesOperation,
  checkRequestOperation,
  createRequestOperation,
  listRequestsOperation,
  decideOnRequestOperation,
  decideOnRevocationOperation,
  withdrawRequestOperation,
  retryIssueOperation,
  listCertificatesOperation,
  readCertificateOperation,
  downloadCertificateOperation,
  renewCertificateOperation,
  reissueCertificateOperation,
  tellOthersOperation,
  describeCertificateOperation,
  revokeCertificateOperation,
  deactivateCertificateOperation,
  revokeManyOperation,
  deactivateManyOperation,
  retryManyOperation,
  describeManyOperation,
  tellManyOthersOperation,
  importCertificatesOperation,
  readReportOperation,
  listViewsOperation,
  saveViewOperation,
  shareViewOperation,
  deleteViewOperation,
  listDomainsOperation,
  addDomainOperation,
  proveDomainAgainOperation,
  checkDomainOperation,
  removeDomainOperation,
  readOrganisationOperation,
  listFieldsOperation,
  addFieldOperation,
  changeFieldOperation,
  retireFieldOperation,
  listPeopleOperation,
  grantRoleOperation,
  withdrawRoleOperation,
  readNoticesOperation,
  chooseNoticesOperation,
  listWebhooksOperation,
  addWebhookOperation,
  readWebhookOperation,
  showWebhookSecretOperation,
  testWebhookOperation,
  sendWebhookAgainOperation,
  removeWebhookOperation,
  readKeyOperation,
];
