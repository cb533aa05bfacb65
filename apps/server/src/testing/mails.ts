import { outboxFolder } from '@sallyport/installation';
import { type OutboxMail, readOutbox } from '@sallyport/platform';
import type { RunningServer } from './running-server.ts';

/** What was mailed to an address so far, newest first, once everything that is due has been delivered. */
export async function mailsTo(server: RunningServer, address: string): Promise<readonly OutboxMail[]> {
  while ((await server.installation.delivery.deliverDue()).sent > 0);
  const mails = await readOutbox(outboxFolder(server.configuration));
  return mails.filter((mail) => mail.to === address);
}

/** The text of the newest mail to this address about this subject. */
export async function lastMail(server: RunningServer, wanted: { readonly to: string; readonly subject: string }): Promise<string> {
  return (await mailsTo(server, wanted.to)).find((mail) => mail.subject === wanted.subject)?.text ?? '';
}

/** The link for a new password in the newest mail to this address that has one, and the code in it. */
export async function mailedResetLink(server: RunningServer, address: string): Promise<{ readonly link: string; readonly code: string }> {
  for (const { text } of await mailsTo(server, address)) {
    const [link, code] = /https?:\/\/\S+#r=([A-Za-z0-9_-]+)/.exec(text) ?? [];
    if (link !== undefined && code !== undefined) return { link, code };
  }
  throw new Error(`no link was mailed to ${address}`);
}
