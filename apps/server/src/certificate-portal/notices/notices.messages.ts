/** The sentences of what people are told, and of who else is. */
export const noticesMessages = {
  'act.tell-others': 'Tell others too',

  settingsNotices: 'Notices',
  settingsNoticesHint: 'Which mails you get about certificates, and how often.',

  noticesTitle: 'What you are told',
  noticesLead: 'Mails go to {mail}. They say what happened; what is secret is in none of them.',
  noticesLeadNoMail: 'No e-mail address is known of you here, so you get no mail. Add one in Self-Administration and sign in again.',
  noticesScope: 'About which certificates?',
  noticesScopeHint:
    'When one is issued, could not be issued, is declined, taken out of management or revoked, and 60, 30, 15, 7 days and a day before its end.',
  'noticesScope.own': 'Those I asked for',
  'noticesScope.all': 'All of my organisation',
  'noticesScope.none': 'None',
  noticesPace: 'How often?',
  'noticesPace.each': 'At once',
  'noticesPaceHint.each': 'A mail whenever something happens.',
  'noticesPace.daily': 'Once a day',
  'noticesPaceHint.daily': 'One mail in the morning, at 6:00 UTC, with everything; none on a day on which nothing happened.',
  noticesApprovals: 'When a request waits for your word?',
  'noticesApprovals.tell': 'Tell me',
  'noticesApprovals.silent': 'Do not',
  noticesSave: 'Save',
  noticesSaved: 'Saved. It holds from the next mail on.',

  tellOthersTitle: 'Tell others about this certificate',
  tellOthersLead:
    'These addresses get a mail when it is issued, before its end, and when it is revoked: a team, or a system of tickets. They get it for the one in its place too.',
  tellOthersAddresses: 'E-mail addresses',
  tellOthersAddressesHint: 'One on each line, at most {maximum, number}. Left empty: nobody else.',
  tellOthersSave: 'Save addresses',
  certificateAddresses: 'Also told',
  'event.ending': 'People were told of its end',
} as const;
