import { FIRST_PIN, SECOND_PIN, WRONG_PIN } from '@sallyport/protocol/testing';
import { describe, expect, test } from 'vitest';
import { MortalFiles } from '../../testing/mortal-files.ts';
import { perform } from '../../testing/scripted-surroundings.ts';
import { copyOf, filesIn, quickHome } from '../../testing/temporary-home.ts';
import { testMachine } from '../../testing/test-machine.ts';
import { type DurableFiles, durableFiles } from '../storage/durable-files.ts';

/** Section 18, invariant 3, for the personal vault over real files: dead at any step, old or new works completely. */

const LINK = 'otpauth://totp/Harbour%20Library:ada?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Harbour%20Library';
const OTHER = 'otpauth://totp/Tide%20Office:ada?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Tide%20Office';

interface Call {
  readonly given: readonly string[];
  readonly typed: readonly string[];
}

const run = (home: string, { given, typed }: Call, files: DurableFiles = durableFiles) =>
  perform(['personal', ...given], testMachine(home, { files }), { typed });

const listing = (pin: string): Call => ({ given: ['list'], typed: [pin] });

interface Act {
  readonly name: string;
  readonly given: readonly string[];
  readonly typed: readonly string[];
  /** Wrong PINs before it. */
  readonly wrong?: number;
  /** PINs of which exactly one opens afterwards, unless the vault is locked; and the lists that may be found. */
  readonly pins: readonly string[];
  readonly lists: readonly string[];
}

const ONE = 'Harbour Library, ada\n';
const TWO = `${ONE}Tide Office, ada\n`;
const acts: readonly Act[] = [
  { name: 'an account added', given: ['add'], typed: [FIRST_PIN, OTHER], pins: [FIRST_PIN], lists: [ONE, TWO] },
  { name: 'a new PIN', given: ['pin'], typed: [FIRST_PIN, SECOND_PIN, SECOND_PIN], pins: [FIRST_PIN, SECOND_PIN], lists: [ONE] },
  { name: 'the wrong PIN that locks', given: ['list'], typed: [WRONG_PIN], wrong: 4, pins: [FIRST_PIN], lists: [ONE] },
];

describe.each(acts)('$name', ({ given, typed, wrong = 0, pins, lists }) => {
  test('killed before or within any step, the vault works whole, and its recovery key opens it', async () => {
    const home = await quickHome();
    const key = (await run(home, { given: ['set-up'], typed: [FIRST_PIN, FIRST_PIN] })).out.trim();
    await run(home, { given: ['add'], typed: [FIRST_PIN, LINK] });
    for (let attempt = 0; attempt < wrong; attempt += 1) await run(home, listing(WRONG_PIN));
    const files = new MortalFiles(durableFiles, home);
    await run(home, { given, typed }, files);
    expect(files.deaths).toBeGreaterThan(files.stepsTaken.length);
    expect(files.homesLeft.length).toBeGreaterThan(5);
    for (const left of files.homesLeft) await expectWhole(left, { key, pins, lists });
  });
});

async function expectWhole(
  home: string,
  { key, pins, lists }: { readonly key: string; readonly pins: readonly string[]; readonly lists: readonly string[] },
): Promise<void> {
  const listed = await Promise.all(pins.map(async (pin) => run(copyOf(home), listing(pin))));
  const opened = listed.filter(({ exit }) => exit === 0);
  const isLocked = listed.every(({ exit }) => exit === 11);
  expect(isLocked ? 0 : 1).toBe(opened.length);
  for (const { out } of opened) expect(lists).toContain(out);
  expect((await run(home, { given: ['recover'], typed: [key, '918273', '918273'] })).exit).toBe(0);
  expect(lists).toContain((await run(home, listing('918273'))).out);
  const names = [...(await filesIn(home)).keys()].filter((path) => path.startsWith('personal/'));
  expect(names.filter((path) => /e-\d+\.key$/.test(path))).toHaveLength(1);
  expect(names.filter((path) => path.endsWith('.new'))).toEqual([]);
}
