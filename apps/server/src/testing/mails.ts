import { outboxFolder } from '@sallyport/installation';
import { readOutbox } from '@sallyport/platform';
import type { RunningServer } from './running-server.ts';

/** The text of the newest mail to this address about this subject, once everything that is due has been delivered. */
export async function lastMail(server: RunningServer, wanted: { readonly to: string; readonly subject: string }): Promise<string> {
  await server.installation.delivery.deliverDue();
  const mails = await readOutbox(outboxFolder(server.configuration));
  return mails.find((mail) => mail.to === wanted.to && mail.subject === wanted.subject)?.text ?? '';
}
