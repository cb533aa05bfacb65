import { actsMessages } from './acts/acts.messages.ts';
import { apiKeysMessages } from './api-keys/api-keys.messages.ts';
import { approvalsMessages } from './approvals/approvals.messages.ts';
import { certificateMessages } from './certificate/certificate.messages.ts';
import { dashboardMessages } from './dashboard/dashboard.messages.ts';
import { domainsMessages } from './domains/domains.messages.ts';
import { inventoryMessages } from './inventory/inventory.messages.ts';
import { noticesMessages } from './notices/notices.messages.ts';
import { organisationMessages } from './organisation/organisation.messages.ts';
import { fieldsMessages } from './fields/fields.messages.ts';
import { importsMessages } from './imports/imports.messages.ts';
import { manyMessages } from './many/many.messages.ts';
import { peopleMessages } from './people/people.messages.ts';
import { reportsMessages } from './reports/reports.messages.ts';
import { requestMessages } from './request/request.messages.ts';
import { successionMessages } from './succession/succession.messages.ts';
import { webhooksMessages } from './webhooks/webhooks.messages.ts';
import { savedViewsMessages } from './saved-views/saved-views.messages.ts';
import { profileMessages, roleMessages, statusMessages } from './words.messages.ts';

/** Every sentence of Certificate Services (ICU MessageFormat). */
export const certificatePortalMessages = {
  ...statusMessages,
  ...roleMessages,
  ...profileMessages,
  ...dashboardMessages,
  ...inventoryMessages,
  ...fieldsMessages,
  ...savedViewsMessages,
  ...manyMessages,
  ...importsMessages,
  ...reportsMessages,
  ...requestMessages,
  ...approvalsMessages,
  ...certificateMessages,
  ...actsMessages,
  ...successionMessages,
  ...noticesMessages,
  ...webhooksMessages,
  ...domainsMessages,
  ...organisationMessages,
  ...peopleMessages,
  ...apiKeysMessages,

  part: 'Certificate Services',
  navDashboard: 'Dashboard',
  navInventory: 'Certificates',
  navApprovals: 'Approvals',
  navDomains: 'Domains',
  navOrganisation: 'Organisation',
  navPeople: 'People',
  navSettings: 'Settings',

  landingTitle: 'Your organisation’s certificates, behind two doors',
  landingLead: 'Sign in with your password to look around. Open the second door with your Soft Token when you want to change something.',
  myAccount: 'My Account',
  landingDoorOneTitle: 'The first door',
  landingDoorOne: 'Your user name and password show you the dashboard, read-only.',
  landingDoorTwoTitle: 'The second door',
  landingDoorTwo: 'A one-time password from your Soft Token lets you act.',
  landingLockedTitle: 'Token locked, or left at home?',
  landingLocked: 'Self-Administration brings you back in by yourself, at any hour.',
  landingLockedAction: 'Go to Self-Administration',

  settingsTitle: 'Settings',
  settingsLead: 'What concerns you and how you sign in.',
  settingsManage: 'Manage My Account',
  settingsManageOpen: 'Both doors are open; go ahead.',
  settingsManageHint: 'Your soft token’s one-time password is asked for first.',

  accountTitle: 'Manage My Account',
  accountLead: 'You came through both doors. This is what the Federation vouches for.',
  accountName: 'Name',
  accountUserName: 'User name',
  accountEmail: 'E-mail address',
  accountOrganisation: 'Organisation',
  accountSignIn: 'How you signed in',
  accountFactors: '{factors}',
  accountRepair: 'Change how you sign in',
  accountRepairHint: 'Self-Administration asks for your password again, because what happens there can move your keys.',
  factorPassword: 'password',
  factorOtp: 'one-time password',
  factorQuestions: 'questions',
  factorPasskey: 'passkey',
  factorRecoveryCode: 'recovery code',
  factorTemporaryAccessCode: 'temporary access code',

  signedOutTitle: 'You are signed out of Certificate Services',
  signedOutLead: 'Come back whenever you like.',
  signInDeclinedTitle: 'You were not signed in',
  signInDeclinedLead: 'You turned back, or not every proof was given. Nothing was changed.',
  signInUnexpectedTitle: 'This sign-in cannot be finished here',
  signInUnexpectedLead: 'It was finished already, or began in another browser or too long ago. Start again.',
  tryAgain: 'Try again',
  toLanding: 'Go to the first page',
  toDashboard: 'Go to the dashboard',
  toInventory: 'Go to the list of certificates',
  toCertificate: 'Go to the certificate',
  refusedTitle: 'That was not done',
  'notThereTitle.certificate': 'This certificate is not there',
  'notThereLead.certificate': 'Your organisation has no such certificate. Look for it in the list.',
  'notThereTitle.domain': 'This domain is not there',
  'notThereLead.domain': 'Your organisation has no such domain. Look for it in the list.',
} as const;

export type CertificatePortalCatalogue = typeof certificatePortalMessages;
