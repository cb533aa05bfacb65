import { readFileSync } from 'node:fs';

/** One file of `vectors/`, for this room's own tests. The type is the reader's claim about a file this repository writes. */
export function readVectors<Content>(name: string): Content {
  return JSON.parse(readFileSync(new URL(`../../../../vectors/${name}.json`, import.meta.url), 'utf8')) as Content;
}
