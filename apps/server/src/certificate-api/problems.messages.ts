/** What a program is told when a request failed before any verb had a say. */
export const problemMessages = {
  'not-found': 'There is no such operation. The description of this API names every one.',
  'method-not-allowed': 'This address takes {methods} alone.',
  'not-understood': 'The request is not what its schema in the description says. Nothing was done.',
  'media-type-refused': 'Send application/json. Nothing was done.',
  'too-large': 'The request is larger than this API takes. Nothing was done.',
  'too-many-requests': 'That is more than this key, or this organisation, may ask for at a time. Go on a little later.',
  'no-room': 'The disk of the server is full, and what could not be kept was not done. Look before you ask again, once there is room.',
  unexpected: 'The fault is on our side, and it has been recorded. Nobody can say whether it was done: look before you ask again.',
} as const;
