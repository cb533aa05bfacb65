import { chmod, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { quickHome } from '../../testing/temporary-home.ts';
import { durableFiles } from './durable-files.ts';

const notPrivate = { trouble: { kind: 'not-private' } };

async function homeWith(name: string): Promise<{ readonly home: string; readonly file: string }> {
  const home = await quickHome();
  await durableFiles.makeFolder(home);
  const file = join(home, name);
  await durableFiles.write(file, Uint8Array.of(1, 2, 3));
  return { home, file };
}

describe('what others could read is refused', () => {
  test.each([0o644, 0o640, 0o604, 0o620])('a file with the mode %o', async (mode) => {
    const { file } = await homeWith('vault.bin');
    await chmod(file, mode);
    await expect(durableFiles.read(file, 10)).rejects.toMatchObject(notPrivate);
  });

  test.each([0o755, 0o750, 0o701])('a folder with the mode %o', async (mode) => {
    const { home } = await homeWith('vault.bin');
    await chmod(home, mode);
    await expect(durableFiles.names(home)).rejects.toMatchObject(notPrivate);
    await expect(durableFiles.makeFolder(home)).rejects.toMatchObject(notPrivate);
  });

  test('a link in the place of a file, to read and to write', async () => {
    const { home, file } = await homeWith('elsewhere');
    const link = join(home, 'vault.bin');
    await symlink(file, link);
    await expect(durableFiles.read(link, 10)).rejects.toMatchObject(notPrivate);
    await expect(durableFiles.write(link, Uint8Array.of(9))).rejects.toMatchObject(notPrivate);
    await expect(durableFiles.overwrite(link, Uint8Array.of(9))).rejects.toMatchObject(notPrivate);
    expect(await durableFiles.read(file, 10)).toEqual(Uint8Array.of(1, 2, 3));
  });

  test('a link in the place of the folder', async () => {
    const { home } = await homeWith('vault.bin');
    const link = join(home, '../link');
    await symlink(home, link);
    await expect(durableFiles.names(link)).rejects.toMatchObject(notPrivate);
  });
});

test('a file that is longer than anything we write is not read', async () => {
  const { file } = await homeWith('vault.bin');
  await expect(durableFiles.read(file, 2)).rejects.toMatchObject({ trouble: { kind: 'unreadable' } });
});

test('files are made for their owner only, whatever the process would give others', async () => {
  const before = process.umask(0);
  try {
    const { home, file } = await homeWith('vault.bin');
    expect([(await stat(home)).mode & 0o777, (await stat(file)).mode & 0o777]).toEqual([0o700, 0o600]);
  } finally {
    process.umask(before);
  }
});

test('what is not there is nothing: no octets, no names, nothing to overwrite or remove', async () => {
  const { home } = await homeWith('vault.bin');
  const missing = join(home, 'missing');
  expect(await durableFiles.read(missing, 10)).toBeUndefined();
  expect(await durableFiles.names(missing)).toEqual([]);
  await durableFiles.overwrite(missing, Uint8Array.of(1));
  await durableFiles.truncate(missing);
  await durableFiles.remove(missing);
  await durableFiles.removeFolder(missing);
  expect(await durableFiles.names(home)).toEqual(['vault.bin']);
});

test('a disk that fails is told, not swallowed', async () => {
  const { home, file } = await homeWith('vault.bin');
  await mkdir(join(home, 'folder'), { mode: 0o700 });
  await writeFile(join(home, 'folder/file'), '', { mode: 0o600 });
  await expect(durableFiles.removeFolder(join(home, 'folder'))).rejects.toMatchObject({ code: 'ENOTEMPTY' });
  await expect(durableFiles.read(join(file, 'below'), 10)).rejects.toMatchObject({ code: 'ENOTDIR' });
});
