import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { statusesPage } from './statuses/page.ts';

/** Draws the statuses of certificates from the transition table into `docs/operate/certificate-statuses.md`: run it when a change came or went, commit what it writes. */
writeFileSync(join(import.meta.dirname, '../docs/operate/certificate-statuses.md'), statusesPage());
