import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOMS } from '../boundaries/rooms.js';
import { drawArchitecture, roomsAsBuilt } from './drawing.ts';

const DRAWN = join(import.meta.dirname, '../../docs/architecture.svg');

test('the drawing in ARCHITECTURE.md is the house as it stands; if not, run node tools/draw-architecture.ts', () => {
  expect(readFileSync(DRAWN, 'utf8')).toBe(drawArchitecture());
});

test('every arrow in the drawing is one the rooms allow, and each leads down', () => {
  const rooms = roomsAsBuilt();
  for (const room of rooms) {
    const allowed = ROOMS.find((one) => one.name === room.name)?.mayImport ?? [];
    expect(allowed).toEqual(expect.arrayContaining([...room.imports]));
    for (const imported of room.imports) expect(rooms.find((one) => one.name === imported)?.floor).toBeLessThan(room.floor);
  }
  expect(rooms.flatMap((room) => room.imports).length).toBeGreaterThan(10);
});
