/** The sentences of what somebody does to a certificate: what will happen, before the button does it. */
export const actsMessages = {
  actNotNow: 'This cannot be done now',
  actNotNowLead: 'The certificate is “{status}”, and you may not do this with it.',
  actKeep: 'Leave it as it is',

  'act.decide': 'Approve or decline',
  'act.decide-revocation': 'Agree to its revocation or decline',
  'act.withdraw': 'Take the request back',
  'act.retry': 'Try to issue it again',
  'act.revoke': 'Revoke',
  'act.deactivate': 'Stop managing it',

  'actTitle.withdraw': 'Take this request back?',
  'actLead.withdraw': 'Nobody need decide on it any more, and nothing is issued. You can ask again at any time.',
  'actYes.withdraw': 'Take the request back',

  'actTitle.retry': 'Try to issue this certificate again?',
  'actLead.retry': 'It failed: {reason}. It is tried once more at once, with a new serial number.',
  'actYes.retry': 'Try again',

  'actTitle.revoke': 'Revoke this certificate?',
  'actLead.revoke':
    'From this moment on nobody should rely on it: browsers and programs that check will refuse the server that uses it. It cannot be undone.',
  'actYes.revoke': 'Revoke certificate',

  'actTitle.deactivate': 'Stop managing this certificate?',
  'actLead.deactivate':
    'It leaves the lists of active certificates, and nobody is reminded of its end. Servers that use it go on working: it is not revoked.',
  'actYes.deactivate': 'Stop managing it',

  revokeOthersFirst:
    '{needed, plural, one {One other person must agree first} other {# other people must agree first}}, and until then it stays good. When others may have the key it is revoked at once.',
  revokeReason: 'Why?',
  revokeReasonHint: 'The reason is published with the revocation. Leave it at “None given” when in doubt.',
  'reason.unspecified': 'None given',
  'reason.key-compromise': 'Others have the key, or may have it',
  'reason.ca-compromise': 'The key of the CA that signed it is not to be trusted',
  'reason.affiliation-changed': 'The names do not belong to us any more',
  'reason.superseded': 'Another certificate has taken its place',
  'reason.cessation-of-operation': 'The server is no more',
  'reason.privilege-withdrawn': 'It should not have been issued',
  'reasonHint.key-compromise': 'This key is then never certified again, whoever asks.',
} as const;
