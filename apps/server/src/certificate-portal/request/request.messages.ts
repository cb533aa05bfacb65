/** The sentences of a request, and of the check that comes before it. */
export const requestMessages = {
  requestTitle: 'Request a certificate',
  requestLead:
    'Choose what it is for, and give a certificate request (CSR). Of that only the key is taken: what stands in the certificate is what you write here.',
  requestFor: 'What is it for?',
  requestCsr: 'Certificate request',
  requestCsrHint: 'Paste it here, with its first and last line. It never holds your private key.',
  requestCsrFile: 'Or choose the file',
  requestNames: 'Names',
  requestNamesHint: 'Host names or IP addresses, one on each line. Left empty: those in the certificate request.',
  requestLifetime: 'Lifetime in days',
  requestLifetimeHint: 'Left empty: what is usual for this use.',
  requestNote: 'Note',
  requestNoteHint: 'What an approver should know. It is shown on the page of the certificate.',
  requestCheck: 'Check only',
  requestSend: 'Send the request',
  requestAfter: 'Checking keeps nothing. What you send goes to the approvers of your organisation, unless its use needs nobody’s word.',

  makeKeyTitle: 'No certificate request yet?',
  makeKeyText:
    'This browser can make a key (P-256) and the request with it. The key is saved on your device, in a file of its own, and never leaves it. Write the names first.',
  makeKeyPassword: 'Password for the key file',
  makeKeyPasswordHint:
    'It locks the file, and nobody can tell it to you again. Left empty, the file opens to whoever has it: right for a server that must start by itself.',
  makeKeyAction: 'Make a key here',
  makeKeyDone:
    'The key is saved as {file}, and the request made with it stands in the form. Without that file the certificate is of no use.',
  makeKeyLocked:
    'The key is saved as {file}, locked by your password, and the request made with it stands in the form. Without file and password the certificate is of no use.',
  makeKeySaveAgain: 'Save the key again',
  makeKeyNames: 'Write at least one name first, and only names of hosts or IP addresses.',
  makeKeyFailed: 'This browser could not make a key. Make it with openssl instead, and paste the request.',

  checkTitle: 'What would be issued',
  checkGood: 'Nothing stands against this request. Nothing was kept or sent.',
  checkUse: 'For',
  checkNames: 'Names',
  checkKey: 'Key',
  checkSigned: 'Request signed by',
  checkLifetime: 'Lifetime',
  checkLifetimeDays: '{days, plural, one {# day} other {# days}}',
  checkApprovals: 'Approvals',
  checkApprovalsNeeded:
    '{needed, plural, =0 {Nobody’s word is needed} one {One other person must agree} other {# other people must agree}}',
  checkAsked: 'Names in the request',
  checkSubject: 'Subject in the request',
  checkNothing: 'none',
  checkDifferences: 'What differs from the request',
  checkNoDifferences: 'Everything the request asks for will be in the certificate.',
  checkLint: 'Rules',
  checkLintGood: 'The certificate keeps every rule that is looked at before it is signed.',
  checkLintWarning: '{rule} ({source})',

  'difference.name-left-out': 'The name {value} is left out.',
  'difference.name-added': 'The name {value} is added.',
  'difference.subject-left-out': 'The subject’s {field} “{value}” is left out.',
  'difference.subject-added': 'The subject’s {field} “{value}” is added.',
  'difference.usage-left-out': 'The key usage {value} is left out.',
  'difference.purpose-left-out': 'The purpose {value} is left out.',
  'difference.ca-left-out': 'The request asks to become a certificate authority. It will not be one.',
  'difference.extension-left-out': 'The extension {value} is left out.',
} as const;
