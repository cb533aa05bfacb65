/** The sentences of what an organisation is known as, and what it may ask for. */
export const organisationMessages = {
  organisationTitle: 'Organisation',
  organisationLead: 'What is known of {name}, what it may ask for, and whom to ask.',

  verifiedTitle: 'Verified data',
  verifiedText: 'Whoever runs Sallyport has verified this. It may stand in the subject of a certificate, to the letter.',
  verifiedNone:
    'Nothing of your organisation is verified, so no certificate can name it beside its host names. Whoever runs Sallyport can change that once they have seen papers.',
  verifiedAt: 'Verified',
  'subject.country': 'Country',
  'subject.stateOrProvince': 'State or province',
  'subject.locality': 'Place',
  'subject.organization': 'Organisation',
  'subject.organizationalUnit': 'Unit',
  'subject.commonName': 'Common name',

  offeredTitle: 'What can be asked for',
  offeredUse: 'For',
  offeredLifetime: 'Lifetime',
  offeredDays: '{usual, number} days, at most {maximum, number}',
  offeredIssue: 'To issue',
  offeredRevoke: 'To revoke',
  offeredApprovals: '{needed, plural, =0 {nobody’s word} one {one other person} other {# other people}}',
  offeredNone: 'Nothing can be asked for at the moment.',

  vouchedTitle: 'Who vouches for names',
  vouchedText: 'Your organisation vouches for the domains it has proven.',
  vouchedOwnText: 'Whoever runs Sallyport vouches for these, and for everything below a name:',

  administratorsTitle: 'Whom to ask',
  administratorsText: 'These people give roles:',
  administratorsNone: 'Nobody gives roles yet. Whoever runs Sallyport makes the first administrator.',
} as const;
