import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waysBackPage } from './ways-back/page.ts';

/** Writes `docs/operate/ways-back.md` from the rules of recovery: run it when they changed, commit what it writes. */
writeFileSync(join(import.meta.dirname, '../docs/operate/ways-back.md'), waysBackPage());
