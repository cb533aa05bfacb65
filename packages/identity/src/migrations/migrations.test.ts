import { checksums } from '@sallyport/platform';
import { expect, test } from 'vitest';
import { identityMigrations } from './index.ts';

/** As in the platform room: these checksums are in the databases of people who run Sallyport. Bring the old text back instead of changing them here. */
test('the migrations that were published are still the same, octet by octet', () => {
  expect({
    sqlite: checksums(identityMigrations, 'sqlite'),
    postgresql: checksums(identityMigrations, 'postgresql'),
  }).toMatchInlineSnapshot(`
    {
      "postgresql": {
        "identity/001-accounts": "5e270a820c4391f62910dce54e357dbcf5c409643fd65305ce58ecf19f53c948",
        "identity/002-questions": "87e30be1517394ae8f7f795b6476018a6f270ab09a2d76c8c3a3d9879d88f8b8",
        "identity/003-soft-tokens": "58eff9609e4f414076377ab931b14894826c152e124c82d01f91287a25c2449e",
        "identity/004-activation-ways": "4f48efa010cad46404b8ad0bc5b995f7c997bc461a5c9bcb76b58eac1285d1d0",
        "identity/005-contact-and-re-key": "2f60f2536b6cf671d977576bda197e90649dc117e593a36af951431da4e75272",
        "identity/006-ways-of-proof": "6683271d05634e531dd5d7fdafa672d0da85d51e9c1ac09b875d1023088d0d70",
        "identity/007-notices-and-freeze": "fbd1e47633516c29bb41646fedf36e911a9a48cc2bb6eb3aae9d57f0ab8078bd",
        "identity/008-questions-by-language": "5cfa5ddf0edcf4343f4450cdd818c7db69c8e1df7e9104c615475d24b61559aa",
        "identity/009-promised-device-key": "bceca456b428e2a956b43ac960e7c7cc3a47b0bc3c8e4bcf17908f1f180abf76",
        "identity/010-passkeys": "207761d77050b85be8781f3bcfcf86e8d326f48d4ef62f1d3e3965db3d6462ca",
        "identity/011-waits-and-vouching": "72e59cb4464795a849373f8a39acf132a773428470348efcf9911616beece608",
        "identity/012-rehearsals": "452ab1d4e4c6bea00bc49f05cacb14b0f8b21781a6f5506ab3be909d5b3fe187",
      },
      "sqlite": {
        "identity/001-accounts": "3e0eb01594aaadaa21cf70200cf343aa4bb50ce5827116d5cb7a48370945b305",
        "identity/002-questions": "5de249864d3381eb503f389ac3f77c965ce6f5103b3206a5854fce9154e7b432",
        "identity/003-soft-tokens": "7d152fd3abee85c8d0e6688426145405cf2b9b684eb2b836193267df27e722b2",
        "identity/004-activation-ways": "7063b1ccb40945477633513c8937df0d328db531e14b3a4307c2f71cb6dbd097",
        "identity/005-contact-and-re-key": "d88934932d525c1d1b1f6fdef5a25694d4d5a501b517e75a13879ab9b9e7bcb2",
        "identity/006-ways-of-proof": "f25607f4a5b66ef26d5ce7a16dc1fe7aa55560cf59944e503965df70be2cd67b",
        "identity/007-notices-and-freeze": "0c5af477da1ae8553dc788c352cbd452f6ebe86d58b0cef2b866fabde69f267d",
        "identity/008-questions-by-language": "7be2a7b1c5518e5d941c4d8836d002d9e5e346c83c04549feb51112e0f650bb8",
        "identity/009-promised-device-key": "bceca456b428e2a956b43ac960e7c7cc3a47b0bc3c8e4bcf17908f1f180abf76",
        "identity/010-passkeys": "2b3fdc674ed67b2819f5ea7b181ae17baf06f6da5b7ac8079c54c3f28c623be5",
        "identity/011-waits-and-vouching": "c51d7dd1a34cd656e906fc604ce6f3bd87cece8a3e52aec92c2a65edd785e13c",
        "identity/012-rehearsals": "9ef4230b8bd55c887f12e7502648947e4f3835bd66b9628d43bbceee353ed03d",
      },
    }
  `);
});
