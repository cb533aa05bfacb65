import { checksums } from '@sallyport/platform';
import { expect, test } from 'vitest';
import { certificatesMigrations } from './index.ts';

/** Their checksums are in every database there is: one that changed here could not be opened any more. Add a migration instead. */
test('the migrations that were published are still the same, octet by octet', () => {
  expect({
    sqlite: checksums(certificatesMigrations, 'sqlite'),
    postgresql: checksums(certificatesMigrations, 'postgresql'),
  }).toMatchInlineSnapshot(`
    {
      "postgresql": {
        "certificates/001-certificates": "d3d52cb0eb539b4b561b3d5f8441aece9d16828ecdf382e24c0b48ee4388ecb4",
        "certificates/002-revocation": "031eed232ea3fd0ca420c88c384ce31a5fabb241836935c81f7f04540ea1d7a0",
      },
      "sqlite": {
        "certificates/001-certificates": "ea6a92ec08b8b8e8fd3ff99b20048161cbfe646a65d0379463567d07c4c7fb27",
        "certificates/002-revocation": "d98ce4d8d65cff276ba04b55ccb4156925dccaa2f8e7519c920a156eeca4d10e",
      },
    }
  `);
});
