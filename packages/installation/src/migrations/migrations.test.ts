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
          "server/002-artefact-epochs": "e62fd6917fb87b57ed824cbfe9b25c527faaa2b0e468b30c60583bbe9476d06e",
          "server/003-federation-sessions": "81180df93bdd6b09db027b6763820b4dd950a9208256190317d99cc5e9eee03b",
        },
        "sqlite": {
          "server/001-sessions": "05ebbb00801269bce6b39acd569abb71603919b283c8645f7b67f489193847e8",
          "server/002-artefact-epochs": "d7c4f505400b3bf11fc8fb6d8d111791b4d5df4dbc726a30246243acc1c084c3",
          "server/003-federation-sessions": "f3aee7b2625c9dbeab0f136b4224660abdec6f011ce2ae1e97109bd589f661c2",
        },
      }
    `);
  });
});
