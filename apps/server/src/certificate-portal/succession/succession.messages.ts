/** The sentences of one certificate in the place of another. */
export const successionMessages = {
  'act.renew': 'Renew',
  'act.reissue': 'Reissue',

  renewTitle: 'Renew this certificate',
  renewLead:
    'You ask for a certificate of the same names and use, with a new lifetime. This one goes on working until its end, so that you can change over in your own time.',
  renewKey: 'Which key?',
  renewKeyNew: 'A new key',
  renewKeyNewHint: 'What you have not used before, nobody can have taken.',
  renewKeySame: 'The key it has now',
  renewKeySameHint: 'No request is needed. Choose it only where the key cannot be changed.',
  renewCsrHint: 'Made with the new key. Paste it here, with its first and last line. Of it only the key is taken.',
  renewSend: 'Ask for the renewal',

  reissueTitle: 'Reissue this certificate under another key',
  reissueLead:
    'You ask for a certificate of the same names, use and end under another key. Once it is issued this one works beside it as long as you choose; then it is revoked by itself, and nobody should rely on it any more.',
  reissueOverlap: 'How long should the present one work beside the new one?',
  reissueOverlapHint: 'Counted from the moment the new one is issued. Within it, every server has to change over.',
  'reissueOverlap.0': 'Not at all',
  'reissueOverlapHint.0': 'It is revoked as soon as the new one is issued.',
  'reissueOverlap.24': 'A day',
  'reissueOverlap.168': 'A week',
  'reissueOverlap.720': '30 days',
  reissueSend: 'Ask for the reissue',

  successionTaken: 'Another certificate was asked for in its place already. Go on with that one.',
  successionAfter: 'It goes to the approvers of your organisation, unless its use needs nobody’s word.',
  successionMakeKey:
    'This browser can make a key (P-256) and the request with it. The key is saved on your device, in a file of its own, and never leaves it.',

  certificatePredecessor: 'In the place of',
  certificateSuccessor: 'In its place',
  certificateRevokedFrom: 'Revoked by itself',
  certificateOverlap: 'The one before',
  certificateOverlapHours:
    '{hours, plural, =0 {is revoked as soon as this one is issued} one {is revoked one hour after this one is issued} other {is revoked # hours after this one is issued}}',
  certificateLinked: '{name} ({status})',
  statusSentenceOverlap: 'Another certificate has taken its place. It still works until it is revoked by itself.',
  'event.renewal-asked': 'Renewal asked for',
  'event.reissue-asked': 'Reissue asked for',
} as const;
