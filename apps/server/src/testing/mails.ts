import { outboxFolder } from '@sallyport/installation';
import { type OutboxMail, readOutbox } from '@sallyport/platform';
import type { RunningServer } from './running-server.ts';

const MOST = 1000;

/** What was mailed to an address so far, newest first, once everything that is due has been delivered. */
export async function mailsTo(server: RunningServer, address: string): Promise<readonly OutboxMail[]> {
  while ((await server.installation.delivery.deliverDue()).sent > 0);
  const mails = await readOutbox(outboxFolder(server.configuration), MOST);
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

/**
 * The code of the newest link to this page in a mail to this address; with `subject`, in one about that: mails of one moment lie in no order.
 * @throws Error when there is none.
 */
export async function linkCode(
  server: RunningServer,
  wanted: { readonly address: string; readonly page: string; readonly subject?: string },
): Promise<string> {
  const mails = (await mailsTo(server, wanted.address)).filter(({ subject }) => subject === (wanted.subject ?? subject));
  const code = mails.flatMap(({ text }) => new RegExp(`${wanted.page}#[a-z]=([A-Za-z0-9_-]{22})`).exec(text)?.[1] ?? [])[0];
  if (code === undefined) throw new Error(`no link to ${wanted.page} was mailed to ${wanted.address}`);
  return code;
}
