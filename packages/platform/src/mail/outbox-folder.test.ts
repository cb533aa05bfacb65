import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '../testing/index.ts';
import type { EmailAddress } from './mail.ts';
import { createOutboxFolder, readOutbox, readOutboxMail } from './outbox-folder.ts';

const from = { name: 'Northwind Harbour Authority', address: 'no-reply@northwind.example' as EmailAddress };
const link = `https://id.example/invitation#i=${'ABCD-'.repeat(30)}`;
const mail = {
  to: 'ada@example.org' as EmailAddress,
  subject: `Ваше приглашение, ${'your invitation '.repeat(9)}`.trim(),
  text: `Grüße from the harbour.\n\n${link}\n\n.\n--\nNorthwind`,
  html: `<p>Grüße.</p><a href="${link}">Open</a>`,
};

let folder: string;
let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'sallyport-outbox-'));
  folder = join(parent, 'outbox');
});
afterEach(async () => {
  await rm(parent, { recursive: true });
});

describe('reading the outbox folder', () => {
  test.each([
    '../secret',
    '..',
    '/etc/passwd',
    '1700000000000-../../secret',
    '1700000000000-a/b',
    '1700000000000-a\0',
    '',
    'x'.repeat(5000),
  ])('answers nothing to the id %j', async (id) => {
    await mkdir(folder);
    await writeFile(join(parent, 'secret.eml'), 'From: a@b.c\n\nsecret');
    expect(await readOutboxMail(folder, id)).toBeUndefined();
  });

  test('does not look at anything but whole mails of its own', async () => {
    await mkdir(join(folder, '1700000000000-folder.eml'), { recursive: true });
    for (const name of ['notes.txt', '1700000000000-half.draft', 'x.eml', '1700000000000-.eml'])
      await writeFile(join(folder, name), 'From: a@b.c\n\nx');
    await writeFile(join(folder, '1700000000000-huge.eml'), `From: a@b.c\n\n${'x'.repeat(2_000_000)}`);
    expect(await readOutbox(folder)).toEqual([]);
  });

  test('shows the others when one file is no mail at all', async () => {
    await createOutboxFolder({ folder, from, clock: manualClock() }).deliver({ id: 'good', mail });
    await writeFile(
      join(folder, '1700000000001-bad.eml'),
      `Content-Type: multipart/mixed; boundary=a\n\n${'--a\nContent-Type: multipart/mixed; boundary=a\n\n'.repeat(3000)}`,
    );
    expect((await readOutbox(folder)).map(({ subject }) => subject)).toContain(mail.subject);
  });

  test('finds an absent folder empty', async () => {
    expect(await readOutbox(folder)).toEqual([]);
    expect(await readOutboxMail(folder, '1700000000000-x')).toBeUndefined();
  });
});

describe('the outbox folder', () => {
  test('gives back every mail as it was, newest first', async () => {
    const clock = manualClock();
    const transport = createOutboxFolder({ folder, from, clock });
    await transport.deliver({ id: 'first', mail: { ...mail, subject: 'first' } });
    clock.advance(1);
    await transport.deliver({ id: 'second', mail });
    const [second, first, ...others] = await readOutbox(folder);
    expect(others).toEqual([]);
    expect(first?.subject).toBe('first');
    expect(second).toMatchObject({ at: clock.now(), from: from.address, to: mail.to, subject: mail.subject });
    expect(second?.text.trim()).toBe(mail.text);
    expect(second?.html.trim()).toBe(mail.html);
    expect(await readOutboxMail(folder, second?.id ?? '')).toEqual(second);
  });

  test('shows the newest when there are more than asked for', async () => {
    const clock = manualClock();
    const transport = createOutboxFolder({ folder, from, clock });
    for (const id of ['a', 'b', 'c']) {
      await transport.deliver({ id, mail: { ...mail, subject: id } });
      clock.advance(1000);
    }
    expect((await readOutbox(folder, 2)).map(({ subject }) => subject)).toEqual(['c', 'b']);
  });

  test('is for its owner alone and holds no half-written mail', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        createOutboxFolder({ folder, from, clock: manualClock() }).deliver({ id: `m${String(index)}`, mail }),
      ),
    );
    const names = await readdir(folder);
    expect(names).toHaveLength(20);
    expect(names.every((name) => name.endsWith('.eml'))).toBe(true);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    for (const name of names) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
  });
});
