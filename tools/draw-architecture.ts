import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawArchitecture } from './architecture/drawing.ts';

/** Draws the rooms and their arrows from the code into `docs/architecture.svg`: run it when an arrow came or went, commit what it writes. */
writeFileSync(join(import.meta.dirname, '../docs/architecture.svg'), drawArchitecture());
