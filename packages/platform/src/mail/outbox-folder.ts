import { mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import PostalMime, { type Email } from 'postal-mime';
import type { Clock, Instant } from '../clock.ts';
import { asMessage, type Sender } from './message.ts';
import type { MailTransport } from './transport.ts';

const SUFFIX = '.eml';
/** The moment in 13 digits, so that names sort by time, and the id of the mail. Nothing else is looked at, whatever its name. */
const STEM = /^(\d{13})-[\w-]{1,64}$/;
const MOST_OCTETS = 2_000_000;

/** The demonstration's way out: each mail becomes one `.eml` file, complete or not there at all. */
export function createOutboxFolder(input: { readonly folder: string; readonly from: Sender; readonly clock: Clock }): MailTransport {
  const { folder, from, clock } = input;
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return {
    deliver: async ({ id, mail }) => {
      const now = clock.now();
      const { message } = await composer.sendMail({ ...asMessage({ id, mail, from }), date: new Date(now) });
      if (!Buffer.isBuffer(message)) throw new TypeError('the composer was asked for a buffer');
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeWhole(join(folder, `${String(now).padStart(13, '0')}-${id}`), message);
      return { outcome: 'sent' };
    },
    close: () => Promise.resolve(),
  };
}

/** Written under a name that readers do not look at, then given its own. */
async function writeWhole(stem: string, octets: Buffer): Promise<void> {
  const draft = `${stem}.draft`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(octets);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, `${stem}${SUFFIX}`);
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

/** The newest mails of the folder, newest first, at most `limit` (default 100). A folder that does not exist is empty. */
export async function readOutbox(folder: string, limit = 100): Promise<OutboxMail[]> {
  const names = await orIfAbsent(readdir(folder), []);
  const ids = names
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => name.slice(0, -SUFFIX.length))
    .filter((id) => STEM.test(id))
    .sort()
    .reverse()
    .slice(0, limit);
  const mails = await Promise.all(ids.map((id) => readOutboxMail(folder, id)));
  return mails.filter((mail) => mail !== undefined);
}

/** One mail; undefined when there is none of that id, whatever the id looks like. */
export async function readOutboxMail(folder: string, id: string): Promise<OutboxMail | undefined> {
  const at = STEM.exec(id)?.[1];
  if (at === undefined) return undefined;
  const path = join(folder, id + SUFFIX);
  const found = await orIfAbsent(stat(path), undefined);
  if (!found?.isFile() || found.size > MOST_OCTETS) return undefined;
  const octets = await orIfAbsent(readFile(path), undefined);
  if (!octets) return undefined;
  const mail = await parseMessage(octets);
  return (
    mail && {
      id,
      at: Number(at),
      from: mail.from?.address ?? '',
      to: (mail.to ?? []).map(({ address }) => address ?? '').join(', '),
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: mail.html ?? '',
    }
  );
}

/** Undefined for what is no mail of ours: one strange file must not hide the others. */
async function parseMessage(octets: Uint8Array): Promise<Email | undefined> {
  try {
    return await PostalMime.parse(octets, { maxNestingDepth: 10, maxHeadersSize: 64 * 1024 });
  } catch {
    return undefined;
  }
}

async function orIfAbsent<Found, Otherwise>(looking: Promise<Found>, otherwise: Otherwise): Promise<Found | Otherwise> {
  try {
    return await looking;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise;
    throw error;
  }
}
