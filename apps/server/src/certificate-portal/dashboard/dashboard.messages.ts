/** The sentences of the first page. */
export const dashboardMessages = {
  dashboardTitle: 'Dashboard',
  dashboardGreeting: 'Good to see you, {name}',
  dashboardLeadOne: 'The first door is open: you can look, and change nothing.',
  dashboardLeadTwo: 'Both doors are open: you can look and act.',
  dashboardSession: 'This session',
  dashboardOrganisation: 'Organisation',
  dashboardSignedInAs: 'Signed in as',
  dashboardPasswordGiven: 'Password given',
  dashboardAssurance: 'Assurance',
  dashboardNext: 'Your account',
  dashboardManage: 'Manage My Account',
  dashboardManageHint: 'Needs the second door: have your Soft Token at hand.',
  dashboardRepair: 'Self-Administration',
  dashboardRepairHint: 'Unlock a locked token, finish setting up your account.',

  dashboardNoRole: 'You have no role here yet',
  dashboardNoRoleText:
    'With a role you see your organisation’s certificates. Its administrators give roles on the page People; the first administrator is made by whoever runs Sallyport.',

  attentionTitle: 'Needs attention',
  attentionNone: 'Nothing needs you at this moment.',
  attentionApprovals: '{count, plural, one {One request waits} other {# requests wait}} for your word',
  attentionApprovalsHint: 'A colleague has asked for a certificate.',
  attentionFailed: '{name} could not be issued',
  attentionEnding: '{count, plural, one {One certificate ends} other {# certificates end}} within 30 days',
  attentionEndingHint: 'The next is {name}.',

  statesTitle: 'Certificates by state',
  statesNone: 'There is no certificate yet.',
  statesRequest: 'Request a certificate',
  statesAll: 'All certificates',

  endingTitle: 'What ends when',
  endingDrawing: 'Active certificates that end in the next 90 days, in spans of ten days: {counts}. The numbers are in the table below.',
  endingSoon: 'today',
  endingDays: '{days, number} days',
  endingTable: 'Ending',
  endingSpan: 'Within',
  endingCount: 'Certificates',
  endingThirty: '30 days',
  endingSixty: '31 to 60 days',
  endingNinety: '61 to 90 days',

  latestTitle: 'Asked for last',
} as const;
