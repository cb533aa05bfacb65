/** Every sentence of the demonstration's mailbox (ICU MessageFormat). */
export const outboxMessages = {
  part: 'Demonstration mail',
  title: 'Mail sent by this demonstration',
  lead: 'Nothing leaves this machine: mails are files in a folder, and this page reads them. Newest first.',
  caption: 'Mails',
  to: 'To',
  subject: 'Subject',
  at: 'Sent',
  emptyTitle: 'No mail yet',
  empty: 'Invitations, links for a new password, and a notice of every change to an account arrive here.',
  back: 'All mails',
} as const;

export type OutboxCatalogue = typeof outboxMessages;
