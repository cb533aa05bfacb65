import type { SendMailOptions } from 'nodemailer';
import type { EmailAddress, Mail } from './mail.ts';

export interface Sender {
  readonly name: string;
  readonly address: EmailAddress;
}

/** The mail as nodemailer wants it: addresses as objects, so that nothing is parsed a second time, and no way to files or other hosts. */
export function asMessage({ id, mail, from }: { readonly id: string; readonly mail: Mail; readonly from: Sender }): SendMailOptions {
  const { to, subject, text, html } = mail;
  return {
    from: { name: from.name, address: from.address },
    to: { name: '', address: to },
    subject,
    text,
    html,
    // The same at every try, so that the receiver can see a repeat.
    messageId: `<${id}@${from.address.slice(from.address.lastIndexOf('@') + 1)}>`,
    // RFC 3834: no "I am on holiday" comes back.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
