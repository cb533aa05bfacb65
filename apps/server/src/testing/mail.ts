import { outboxFolder } from '@sallyport/installation';
import { readOutbox } from '@sallyport/platform';
import type { RunningServer } from './running-server.ts';

/** The texts of the mails to this address, the newest first. */
export async function mailsTo(server: RunningServer, address: string): Promise<readonly string[]> {
  await server.installation.delivery.deliverDue();
  const mails = await readOutbox(outboxFolder(server.configuration), 1000);
  return mails.filter((mail) => mail.to === address).map((mail) => mail.text);
}

/** The code of the newest link to this page in a mail to this address. @throws Error when there is none. */
export async function linkCode(server: RunningServer, given: { readonly address: string; readonly page: string }): Promise<string> {
  const mails = await mailsTo(server, given.address);
  const code = mails.flatMap((text) => new RegExp(`${given.page}#[a-z]=([A-Za-z0-9_-]{22})`).exec(text)?.[1] ?? [])[0];
  if (code === undefined) throw new Error(`no link to ${given.page} was mailed to ${given.address}`);
  return code;
}
