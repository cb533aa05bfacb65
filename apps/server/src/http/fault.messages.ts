/** What a person reads when a request failed before any page of ours had a say (ICU MessageFormat). */
export const faultMessages = {
  'not-found.title': 'There is no such page',
  'not-found.lead': 'The address may be mistyped or old. Start again from the first page.',
  'not-understood.title': 'That could not be read',
  'not-understood.lead': 'What was sent is not what this page sends. Go back, load the page again, and try once more. Nothing was changed.',
  'wrong-origin.title': 'That came from somewhere else',
  'wrong-origin.lead':
    'For your safety a form is only taken from our own pages. Open the page here and send it again. Nothing was changed.',
  'too-large.title': 'That is too much at once',
  'too-large.lead': 'What was sent is larger than this page takes. Nothing was changed.',
  'no-room.title': 'There is no room left to keep this',
  'no-room.lead':
    'The disk of the server is full, and what could not be kept was not done. Those who run it can read so in its log. Look at how things stand before you try again.',
  'unexpected.title': 'That did not work',
  'unexpected.lead': 'The fault is on our side, and it has been recorded. Try again in a moment.',
  'report-as': 'If you report it, say: {operation}',
  'first-page': 'Go to the first page',
} as const;
