import { expect, test } from 'vitest';
import { openDatabase } from './index.ts';

test.each(['', 'mysql://x/y', 'sqlite:', '/data/sallyport.db', 'file:x'])(
  'the address %j is refused, naming what is right',
  async (url) => {
    await expect(openDatabase({ url, migrations: [] })).rejects.toMatchObject({
      code: 'bad-url',
      message: expect.stringContaining('sqlite:/folder/file.db') as unknown,
    });
  },
);
