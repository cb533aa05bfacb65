import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOMS } from '../boundaries/rooms.js';

/** The picture in ARCHITECTURE.md, made from the imports in the code: a room stands on a floor above everything it imports. */

const ROOT = join(import.meta.dirname, '../..');
const IMPORTED = /from '@sallyport\/([a-z-]+)(?:\/[a-z-]+)?'/g;

const BOX = { width: 250, height: 74, gap: 34, floor: 142 } as const;
const MARGIN = 24;

export interface DrawnRoom {
  readonly name: string;
  readonly folder: string;
  readonly holds: string;
  readonly imports: readonly string[];
  readonly floor: number;
}

/** The rooms as they stand, each with what its product code imports. */
export function roomsAsBuilt(): readonly DrawnRoom[] {
  const built = ROOMS.filter((room) => existsSync(join(ROOT, room.folder, 'package.json')));
  const imports = new Map(built.map((room) => [room.name, importsOf(room.folder, room.name)]));
  const floorOf = (name: string): number => 1 + Math.max(-1, ...(imports.get(name) ?? []).map(floorOf));
  return built.map(({ name, folder, holds }) => ({ name, folder, holds, imports: imports.get(name) ?? [], floor: floorOf(name) }));
}

function importsOf(folder: string, self: string): readonly string[] {
  const files = globSync('src/**/*.{ts,tsx}', { cwd: join(ROOT, folder) }).filter((file) => !/\.test\.|(^|\/)testing\//.test(file));
  const found = files.flatMap((file) =>
    [...readFileSync(join(ROOT, folder, file), 'utf8').matchAll(IMPORTED)].map(([, room = '']) => room),
  );
  return [...new Set(found)].filter((room) => room !== self).sort();
}

export function drawArchitecture(): string {
  const rooms = roomsAsBuilt();
  const floors = Math.max(...rooms.map((room) => room.floor)) + 1;
  const widest = Math.max(...Array.from({ length: floors }, (_, floor) => rooms.filter((room) => room.floor === floor).length));
  const width = 2 * MARGIN + widest * BOX.width + (widest - 1) * BOX.gap;
  const height = 2 * MARGIN + (floors - 1) * BOX.floor + BOX.height;
  const places = new Map(rooms.map((room) => [room.name, placeOf(room, { rooms, floors, width })]));
  const arrows = rooms.flatMap((room) => room.imports.map((imported) => arrow(places.get(room.name), places.get(imported))));
  const boxes = rooms.map((room) => box(room, places.get(room.name)));
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-labelledby="title">`,
    '<title id="title">The rooms of Sallyport and their arrows: each imports only rooms below it</title>',
    STYLE,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0 0l8 4l-8 4z"/></marker></defs>',
    `<rect class="paper" width="${String(width)}" height="${String(height)}" rx="12"/>`,
    ...arrows,
    ...boxes,
    '</svg>',
  ].join('\n')}\n`;
}

const STYLE = `<style>
.paper{fill:#f7f4ec}.box{fill:#fffdf8;stroke:#16203c;stroke-width:1.5}.name{font:600 17px system-ui,sans-serif;fill:#16203c}
.holds{font:12px system-ui,sans-serif;fill:#4a5270}.arrow{fill:none;stroke:#0c6b5c;stroke-width:1.5;opacity:.75}.tip{fill:#0c6b5c}
@media (prefers-color-scheme:dark){.paper{fill:#10182b}.box{fill:#1a2440;stroke:#aeb8d6}.name{fill:#f2f0e8}.holds{fill:#b9c1da}.arrow{stroke:#6fd0bd}.tip{fill:#6fd0bd}}
</style>`;

interface Place {
  readonly x: number;
  readonly y: number;
}

function placeOf(room: DrawnRoom, house: { rooms: readonly DrawnRoom[]; floors: number; width: number }): Place {
  const neighbours = house.rooms.filter((other) => other.floor === room.floor);
  const row = neighbours.length * BOX.width + (neighbours.length - 1) * BOX.gap;
  const x = (house.width - row) / 2 + neighbours.indexOf(room) * (BOX.width + BOX.gap);
  return { x, y: MARGIN + (house.floors - 1 - room.floor) * BOX.floor };
}

function arrow(from: Place | undefined, to: Place | undefined): string {
  if (!from || !to) throw new Error('an arrow leads to a room that is not there');
  const start = { x: from.x + BOX.width / 2, y: from.y + BOX.height };
  const end = { x: to.x + BOX.width / 2 + (start.x - to.x - BOX.width / 2) / 6, y: to.y - 2 };
  const bend = (end.y - start.y) / 2;
  const points = [start.x, start.y, start.x, start.y + bend, end.x, end.y - bend, end.x, end.y].map((value) => Math.round(value));
  const [x0, y0, x1, y1, x2, y2, x3, y3] = points.map(String);
  return `<path class="arrow" marker-end="url(#tip)" d="M${x0 ?? ''} ${y0 ?? ''}C${x1 ?? ''} ${y1 ?? ''} ${x2 ?? ''} ${y2 ?? ''} ${x3 ?? ''} ${y3 ?? ''}"/>`;
}

const LINE_CHARACTERS = 34;

function box(room: DrawnRoom, place: Place | undefined): string {
  if (!place) throw new Error(`${room.name} has no place`);
  const { x, y } = place;
  const text = (className: string, line: string, offset: number) =>
    `<text class="${className}" x="${String(Math.round(x) + 14)}" y="${String(y + offset)}">${line}</text>`;
  const lines = wrapped(room.holds).map((line, index) => text('holds', line, 45 + index * 16));
  return [
    `<rect class="box" x="${String(Math.round(x))}" y="${String(y)}" width="${String(BOX.width)}" height="${String(BOX.height)}" rx="8"/>`,
    text('name', room.name, 25),
    ...lines,
  ].join('\n');
}

function wrapped(text: string): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last.length + word.length + 1 > LINE_CHARACTERS) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
