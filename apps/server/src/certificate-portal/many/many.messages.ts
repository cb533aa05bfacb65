/** The sentences of acts on many certificates at once. */
export const manyMessages = {
  'manyTitle.revoke': 'Revoke {count, plural, one {this certificate} other {these # certificates}}?',
  'manyTitle.deactivate': 'Stop managing {count, plural, one {this certificate} other {these # certificates}}?',
  'manyTitle.retry': 'Try to issue {count, plural, one {this certificate} other {these # certificates}} again?',
  'manyTitle.describe': 'Write into a field of {count, plural, one {this certificate} other {these # certificates}}?',
  'manyTitle.tell-others': 'Tell others about {count, plural, one {this certificate} other {these # certificates}}?',
  'manyLead.revoke':
    'From this moment on nobody should rely on them: browsers and programs that check will refuse the servers that use them. It cannot be undone.',
  'manyLead.deactivate':
    'They leave the lists of active certificates, and nobody is reminded of their end. Servers that use them go on working: they are not revoked.',
  'manyLead.retry': 'Each is tried once more within a minute, with a new serial number.',
  'manyLead.describe': 'What stands in the field now is replaced in each of them.',
  'manyLead.tell-others':
    'These addresses get a mail when one of them is issued, before its end, and when it is revoked. They take the place of those kept so far, which are told no longer.',
  'manyYes.revoke': 'Revoke {count, plural, one {# certificate} other {# certificates}}',
  'manyYes.deactivate': 'Stop managing {count, plural, one {# certificate} other {# certificates}}',
  'manyYes.retry': 'Try {count, plural, one {# certificate} other {# certificates}} again',
  'manyYes.describe': 'Write into {count, plural, one {# certificate} other {# certificates}}',
  'manyYes.tell-others': 'Keep these addresses with {count, plural, one {# certificate} other {# certificates}}',
  manyTable: 'Chosen certificates',
  manyKeep: 'Leave them as they are',
  manyField: 'Field',
  manyValue: 'What is to stand in it',
  manyValueHint: 'Left empty: the field is emptied.',
  manyNone: 'None of these is there any more',
  manyNoneText: 'Go back to the list, and choose again.',
} as const;
