import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import type { Clock, Instant } from '../clock.ts';
import type { EmailAddress, Mail } from './mail.ts';
import type { MailTransport } from './transport.ts';

/** `<Unix milliseconds>-<id>.eml`: sorted by name is sorted by time. */
const FILE = /^(?<id>(?<at>\d{13})-[\w-]{1,64})\.eml$/;
const MAX_FILE_OCTETS = 1024 * 1024;

interface OutboxFolder {
  readonly folder: string;
  readonly from: { readonly name: string; readonly address: EmailAddress };
  readonly clock: Clock;
}

/** The demonstration's way out: each mail becomes one `.eml` file, complete or not there at all. */
export function createOutboxFolder({ folder, from, clock }: OutboxFolder): MailTransport {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    async deliver({ id, mail }) {
      const at = clock.now();
      const composed = await composer.sendMail({ ...messageOf(mail), from, messageId: `<${id}@outbox.invalid>`, date: new Date(at) });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeWhole(folder, { name: `${at.toString().padStart(13, '0')}-${id}.eml`, content: composed.message as Buffer });
      return { outcome: 'sent' };
    },
    close: () => Promise.resolve(),
  };
}

function messageOf({ to, subject, text, html }: Mail) {
  return { to, subject, text, html, disableFileAccess: true, disableUrlAccess: true };
}

/** Written aside and renamed, so that a reader never meets half a mail. */
async function writeWhole(folder: string, file: { readonly name: string; readonly content: Buffer }): Promise<void> {
  const aside = join(folder, `.${file.name}.part`);
  const handle = await open(aside, 'w', 0o600);
  try {
    await handle.writeFile(file.content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(aside, join(folder, file.name));
}

export interface OutboxMail {
  /** Names it in `readOutboxMail`; safe in a URL path. */
  readonly id: string;
  readonly at: Instant;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Came from a file: show it as text or in a sandboxed frame, never inline. */
  readonly html: string;
}

/** The newest mails of the folder, newest first, at most `limit`. A folder that does not exist is empty. */
export async function readOutbox(folder: string, limit = 100): Promise<OutboxMail[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  const ids = names.flatMap((name) => FILE.exec(name)?.groups?.['id'] ?? []).sort();
  const newest = ids.reverse().slice(0, limit);
  const mails = await Promise.all(newest.map((id) => readOutboxMail(folder, id)));
  return mails.filter((mail) => mail !== undefined);
}

/** One mail; undefined when there is none of that id, whatever the id looks like. */
export async function readOutboxMail(folder: string, id: string): Promise<OutboxMail | undefined> {
  const name = `${id}.eml`;
  const at = FILE.exec(name)?.groups?.['at'];
  if (at === undefined) return undefined;
  const content = await readFile(join(folder, name)).catch(() => undefined);
  if (!content || content.length > MAX_FILE_OCTETS) return undefined;
  const parsed = await PostalMime.parse(content);
  return {
    id,
    at: Number(at),
    from: parsed.from?.address ?? '',
    to: parsed.to?.map((recipient) => recipient.address ?? '').join(', ') ?? '',
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html ?? '',
  };
}
