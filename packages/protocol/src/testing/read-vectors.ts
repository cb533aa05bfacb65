import { readFileSync } from 'node:fs';

/** One file of `vectors/`, for this room's own tests. `Content` is the reader's claim about a file this repository writes. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the claim stands once, at the top of each test, instead of a cast
export function readVectors<Content>(name: string): Content {
  return JSON.parse(readFileSync(new URL(`../../../../vectors/${name}.json`, import.meta.url), 'utf8')) as Content;
}
