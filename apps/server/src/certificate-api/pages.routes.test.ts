import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, runServer } from '../testing/running-server.ts';
import { OPERATIONS } from './operations.ts';

/** Every page and every form of Certificate Services, and the operations by which a program does the same. A new one without a line here fails. */

let server: RunningServer;
beforeAll(async () => {
  server = await runServer();
});
afterAll(() => server.stop());

type Same = readonly string[] | { readonly none: string };

const asksFirst = (page: string): Same => ({ none: `says what will happen before ${page} does it` });
const SIGN_IN: Same = { none: 'is about a browser and who signs in with it' };
const KEYS: Same = { none: 'a key makes no other key and ends none: that would outlive its own end (decision 0025)' };

const SAME: Readonly<Record<string, Same>> = {
  'GET /': SIGN_IN,
  'GET /signed-in': SIGN_IN,
  'GET /signed-out': SIGN_IN,
  'POST /sign-out': SIGN_IN,
  'GET /settings': SIGN_IN,
  'GET /settings/account': SIGN_IN,
  'GET /settings/keys': ['readKey'],
  'GET /settings/keys/made': KEYS,
  'GET /settings/keys/new': KEYS,
  'GET /settings/keys/revoke': KEYS,
  'POST /settings/keys/made': KEYS,
  'POST /settings/keys/new': KEYS,
  'POST /settings/keys/revoke': KEYS,

  'GET /dashboard': ['readOverview'],
  'GET /certificates': ['listCertificates'],
  'GET /certificates.csv': ['listCertificates'],
  'GET /certificates/:certificateId': ['readCertificate'],
  'GET /certificates/:certificateId/files/:file': ['downloadCertificate'],

  'GET /certificates/new': ['listProfiles'],
  'POST /certificates/new': ['checkRequest', 'createRequest'],
  'GET /approvals': ['listRequests'],
  'GET /certificates/:certificateId/decide': ['readCertificate'],
  'POST /certificates/:certificateId/decide': ['decideOnRequest'],
  'GET /certificates/:certificateId/decide-revocation': ['readCertificate'],
  'POST /certificates/:certificateId/decide-revocation': ['decideOnRevocation'],
  'GET /certificates/:certificateId/withdraw': asksFirst('withdrawing'),
  'POST /certificates/:certificateId/withdraw': ['withdrawRequest'],
  'GET /certificates/:certificateId/retry': asksFirst('trying again'),
  'POST /certificates/:certificateId/retry': ['retryIssue'],
  'GET /certificates/:certificateId/revoke': asksFirst('revoking'),
  'POST /certificates/:certificateId/revoke': ['revokeCertificate'],
  'GET /certificates/:certificateId/deactivate': asksFirst('deactivating'),
  'POST /certificates/:certificateId/deactivate': ['deactivateCertificate'],

  'GET /certificates/:certificateId/renew': asksFirst('renewing'),
  'POST /certificates/:certificateId/renew': ['renewCertificate'],
  'GET /certificates/:certificateId/reissue': asksFirst('reissuing'),
  'POST /certificates/:certificateId/reissue': ['reissueCertificate'],
  'GET /certificates/:certificateId/tell-others': ['readCertificate'],
  'POST /certificates/:certificateId/tell-others': ['tellOthers'],

  'GET /certificates/:certificateId/describe': ['listFields', 'readCertificate'],
  'POST /certificates/:certificateId/describe': ['describeCertificate'],
  'GET /fields': ['listFields'],
  'GET /fields/change': ['listFields'],
  'POST /fields/change': ['addField', 'changeField', 'retireField'],
  'GET /certificates/many': asksFirst('acting on many'),
  'POST /certificates/many': ['revokeMany', 'deactivateMany', 'retryMany', 'describeMany', 'tellManyOthers'],
  'GET /certificates/import': asksFirst('bringing in'),
  'POST /certificates/import': ['importCertificates'],
  'GET /certificates/reports/:reportId': ['readReport'],
  'GET /certificates/views': ['listViews'],
  'GET /certificates/views/new': asksFirst('saving'),
  'POST /certificates/views/new': ['saveView', 'shareView'],
  'GET /certificates/views/delete': asksFirst('deleting'),
  'POST /certificates/views/delete': ['deleteView'],

  'GET /domains': ['listDomains'],
  'GET /domains/new': asksFirst('adding'),
  'POST /domains/new': ['addDomain'],
  'GET /domains/:domainId': ['listDomains'],
  'GET /domains/:domainId/check': ['listDomains'],
  'POST /domains/:domainId/check': ['checkDomain'],
  'GET /domains/:domainId/prove-again': asksFirst('proving'),
  'POST /domains/:domainId/prove-again': ['proveDomainAgain'],
  'GET /domains/:domainId/remove': asksFirst('removing'),
  'POST /domains/:domainId/remove': ['removeDomain'],

  'GET /settings/notices': ['readNotices'],
  'POST /settings/notices': ['chooseNotices'],
  'GET /settings/webhooks': ['listWebhooks'],
  'GET /settings/webhooks/new': asksFirst('adding'),
  'POST /settings/webhooks/new': ['addWebhook'],
  'GET /settings/webhooks/:webhookId': ['readWebhook'],
  'POST /settings/webhooks/:webhookId': ['testWebhook', 'sendWebhookAgain'],
  'GET /settings/webhooks/:webhookId/secret': ['showWebhookSecret'],
  'GET /settings/webhooks/:webhookId/remove': asksFirst('removing'),
  'POST /settings/webhooks/:webhookId/remove': ['removeWebhook'],

  'GET /organisation': ['readOrganisation', 'listProfiles'],
  'GET /people': ['listPeople'],
  'GET /people/roles': ['listPeople'],
  'POST /people/roles': ['grantRole', 'withdrawRole'],
};

test('whatever a page does, an operation does', () => {
  const pages = server.routes
    .filter(({ listener, path }) => listener === 'certificate-services' && !/^\/(api|assets|healthz)\b/.test(path))
    .map(({ method, path }) => `${method} ${path}`);
  expect(Object.keys(SAME).sort()).toEqual(pages.sort());
  const ids = new Set(OPERATIONS.map(({ id }) => id));
  const named = Object.values(SAME).flatMap((same) => ('none' in same ? [] : same));
  expect(named.filter((id) => !ids.has(id))).toEqual([]);
});
