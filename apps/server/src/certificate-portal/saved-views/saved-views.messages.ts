/** The sentences of searches with a name. */
export const savedViewsMessages = {
  viewsTitle: 'Saved views',
  viewsLead: 'Searches with a name: your own, and those that somebody has saved for everybody of your organisation.',
  viewsTable: 'Saved views',
  viewsName: 'Name',
  viewsSeenBy: 'Who sees it',
  viewsDelete: 'Delete',
  viewsNone: 'No view yet',
  viewsNoneText: 'Search the certificates for what you look for often, and save the search under a name.',
  'viewSeenBy.me': 'only you',
  'viewSeenBy.everybody': 'everybody of the organisation',

  viewNewTitle: 'Save this search',
  viewNewLead: 'It is kept as a search: whoever opens it sees what it finds then.',
  viewName: 'Name',
  viewSeenBy: 'Who sees it?',
  viewSave: 'Save the view',
  viewSearch: 'Search',
  viewEverything: 'everything',

  viewDeleteTitle: 'Delete the view {name}?',
  viewDeleteLead: 'Only the search goes; no certificate is touched.',
  viewDeleteSharedLead: 'It goes for everybody. Only the search goes; no certificate is touched.',
  viewDeleteYes: 'Delete the view',
  viewKeep: 'Keep it',
} as const;
