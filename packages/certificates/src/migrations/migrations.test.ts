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
        "certificates/002-inventory": "fda2aa8681d3996428c2c827c5a62630b731be615c4343eb4ef7ee8be66bfcc9",
        "certificates/003-revocation": "137e79fc827e16ff4d1738f573450b3f8fa38b9d5a01b388e99450794f631dcf",
        "certificates/004-domains": "89c3d0a6746a544abd2b826100944b00d4679b4ab0044a9dc8bfa5efffce3d24",
        "certificates/005-life": "bbb10a5328ffbdf2b6ad625ffb50fbb0d7568e9412ccdcc590343c5d6d0a4c4f",
        "certificates/006-acme-provider": "6143f63d4d2e9025718ceeb6a69fbbb47fabf5001e3ae2cca907cedcdc51fec3",
        "certificates/007-stock": "10a7295204732bd95efb2bc241a581e2eeb7f68a69a8c0433ffd876adad4427d",
        "certificates/008-revocation-approvals": "e5e6b7ceda7df30cb56a10d76e905e6ef5435cb729bb480766a89611cab61a0e",
        "certificates/009-api-keys": "33facf5e1ec97e0bd44a117b7c085bd64403fe7485519b3307001173935a7260",
      },
      "sqlite": {
        "certificates/001-certificates": "ea6a92ec08b8b8e8fd3ff99b20048161cbfe646a65d0379463567d07c4c7fb27",
        "certificates/002-inventory": "94018c688d84010774513e4845a7dcdbfd31e0bad28c9f75a3557912301296fd",
        "certificates/003-revocation": "478b453d2701b78a640b10eeb6bf264b090f07e1a33211068c9f86e4c2e6ebab",
        "certificates/004-domains": "bc42f622ba521fec2d695f6931aa63fac97aae31c4aec0f1ce353a62019ada82",
        "certificates/005-life": "9ac8278766b7a7ab325b92abcc439338a6a32e0d6bc91c905be8b75f0ecdcdc2",
        "certificates/006-acme-provider": "cd7589122f3d083e933dd6feb1aeb2a6a45f2be6f2c0725717b4da23b36e3e3c",
        "certificates/007-stock": "d4e034d41b2461ffffaf34ae2d9fef44fbe19e102f414e0001467d4b3d7ac317",
        "certificates/008-revocation-approvals": "397360bf5a0559dfbd05cd85656a2413e44604d6003ee629e40be20c8653dc86",
        "certificates/009-api-keys": "0a3584f095b16f6d3a14bbea4de4940edf1b57a68c7b2efe6f33a4892f38a6cd",
      },
    }
  `);
});
