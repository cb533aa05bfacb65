import { checksums } from '@sallyport/platform';
import { describe, expect, test } from 'vitest';
import { serverMigrations } from './index.ts';

describe('the tables of the server', () => {
  /** Their checksums are in every database there is: one that changed here could not be opened any more. Add a migration instead. */
  test('the migrations that were published are still the same, octet by octet', () => {
    expect({ sqlite: checksums(serverMigrations, 'sqlite'), postgresql: checksums(serverMigrations, 'postgresql') }).toMatchInlineSnapshot(`
      {
        "postgresql": {
          "server/001-sessions": "8faaf2936572f7fb9aee0225379398baaa6d2d508349106a258cc50333d2191f",
        },
        "sqlite": {
          "server/001-sessions": "05ebbb00801269bce6b39acd569abb71603919b283c8645f7b67f489193847e8",
        },
      }
    `);
  });
});
