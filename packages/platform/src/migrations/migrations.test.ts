import { expect, test } from 'vitest';
import { checksums } from '../database/index.ts';
import { platformMigrations } from './index.ts';

/**
 * These checksums are in the databases of people who run Sallyport. One that changes here, by an edit or because a new version of Kysely
 * writes its SQL differently, would make their server refuse to start: bring the old text back instead.
 */
test('the migrations that were published are still the same, octet by octet', () => {
  expect({
    sqlite: checksums(platformMigrations, 'sqlite'),
    postgresql: checksums(platformMigrations, 'postgresql'),
  }).toMatchInlineSnapshot(`
    {
      "postgresql": {
        "platform/001-audit-log": "9fb67180a2c043ae894c024dd1a8b53ddf594bab29549ed3e8d565f290dc0fa0",
        "platform/002-attempt-budgets": "6883e128419f100ad9b4dd43a9083a9c1de3258323a4581fb31be8c304ce199a",
        "platform/003-named-secrets": "ed357a4b84851f3f0ece204299f1eaa18a5bf777498cf17489757a31dbb2ac60",
        "platform/004-outbox": "551c8246d480c6b0258f9b3689c955189ca0cf9b0250c2f113a26bc6c3ac38f3",
      },
      "sqlite": {
        "platform/001-audit-log": "c84ce85cf1a3fe91064f8214bad82633a3b9dc12c0df4e8395857f86f99e3c54",
        "platform/002-attempt-budgets": "d47a2d055ae98cb41bfb7b83d43d07bbe945fdce7266371d759cdcd2a8ade92b",
        "platform/003-named-secrets": "c18440f81bbbd6e476cfe5c46dfbbbccc3e2ee1b21ee97913571f3a479cc839c",
        "platform/004-outbox": "cce03ecb9d71b7144755ba0a2a4394b750ab687f9735678422c9903cbb522df7",
      },
    }
  `);
});
