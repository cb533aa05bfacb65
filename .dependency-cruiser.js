import { existsSync, readFileSync } from 'node:fs';
import { GUESTS, ROOMS } from './tools/boundaries/rooms.js';
import { RUNTIME_DEPENDENCIES } from './tools/boundaries/runtime-dependencies.js';

/** The third wall: the arrows of ARCHITECTURE.md, the faces of the rooms, and what may come from outside. */

/** @param {string} text */
const literally = (text) => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
/** @param {readonly string[]} alternatives */
const anyOf = (alternatives) => (alternatives.length === 0 ? '(?!)' : `(${alternatives.join('|')})`);
/** @param {{ folder: string }} room */
const inside = (room) => `^${literally(room.folder)}/`;

const rooms = ROOMS.filter((room) => existsSync(`${room.folder}/package.json`));
const NOT_PRODUCT = ['\\.test\\.tsx?$', '/src/testing/', '^apps/[^/]+/build/', '\\.config\\.(ts|js)$'];
const PRODUCT = { path: '^(apps|packages)/[^/]+/src/', pathNot: NOT_PRODUCT };

/** The files a room lets others import: what the `exports` of its package.json name. @param {{ folder: string }} room */
function facesOf(room) {
  /** @type {{ exports: Record<string, string> }} */
  const manifest = JSON.parse(readFileSync(`${room.folder}/package.json`, 'utf8'));
  return Object.values(manifest.exports).map((face) => `^${literally(`${room.folder}/${face.replace('./', '')}`)}$`);
}

const arrows = [...rooms, ...GUESTS].map((room) => {
  const others = ROOMS.filter((other) => other.name !== room.name && !room.mayImport.includes(other.name));
  return {
    name: `arrows-of-${room.name}`,
    comment: `${room.name} may import ${room.mayImport.join(', ') || 'no room'} (tools/boundaries/rooms.js).`,
    severity: 'error',
    from: { path: inside(room) },
    to: { path: anyOf(others.map(inside)) },
  };
});

const faces = rooms.map((room) => ({
  name: `face-of-${room.name}`,
  comment: 'Import a room through its index, or through what else its package.json exports.',
  severity: 'error',
  from: { path: '^(apps|packages|e2e|bench)/', pathNot: inside(room) },
  to: { path: inside(room), pathNot: facesOf(room) },
}));

const fromOutside = rooms.map((room) => {
  const allowed = Object.entries(RUNTIME_DEPENDENCIES).filter(([, entry]) => entry.rooms.includes(room.name));
  return {
    name: `runtime-dependencies-of-${room.name}`,
    comment: 'Product code imports only what tools/boundaries/runtime-dependencies.js allows, with its reason.',
    severity: 'error',
    from: { path: `${inside(room)}src/`, pathNot: NOT_PRODUCT },
    to: { path: '^node_modules/', pathNot: allowed.map(([name]) => `^node_modules/${literally(name)}/`) },
  };
});

const platformless = rooms.filter((room) => room.sees !== 'node');
const portsOnNode = rooms.flatMap((room) => (room.portsOnNode === undefined ? [] : [`${inside(room)}${literally(room.portsOnNode)}/`]));

export default {
  forbidden: [
    ...arrows,
    ...faces,
    ...fromOutside,
    {
      name: 'no-node-here',
      comment: 'These rooms run where there is no Node, or must not know whether there is one.',
      severity: 'error',
      from: { path: anyOf(platformless.map((room) => `${inside(room)}src/`)), pathNot: [...NOT_PRODUCT, ...portsOnNode] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'ports-on-node-are-a-door',
      comment: 'The pure part of a room does not lean on the part that knows Node.',
      severity: 'error',
      from: { path: anyOf(platformless.map((room) => `${inside(room)}src/`)), pathNot: [...NOT_PRODUCT, ...portsOnNode] },
      to: { path: anyOf(portsOnNode) },
    },
    {
      name: 'testing-is-for-tests',
      comment: 'Fakes and harnesses never reach product code (house rule 19).',
      severity: 'error',
      from: PRODUCT,
      to: { path: '/src/testing/|\\.test\\.tsx?$' },
    },
    {
      name: 'rules-read-no-store',
      comment: 'A rules.ts decides; it reads and writes nothing (house rule 2). Types are free.',
      severity: 'error',
      from: { path: '/rules\\.ts$' },
      to: { path: '/store\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-portal-is-a-relying-party',
      comment: 'The certificate portal learns who you are through OpenID Connect alone, so that it can run on another host.',
      severity: 'error',
      from: { path: '^apps/server/src/certificate-(portal|api)/', pathNot: NOT_PRODUCT },
      to: { path: '^(packages/identity/|apps/server/src/(federation|self-administration|token-api)/)', dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-unlisted',
      comment: 'What a room imports stands in its own package.json.',
      severity: 'error',
      from: PRODUCT,
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-dependency',
      severity: 'error',
      from: PRODUCT,
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    },
    { name: 'no-deprecated-node', severity: 'error', from: {}, to: { dependencyTypes: ['deprecated'] } },
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: ['^apps/[^/]+/dist/', '(^|/)\\.cache/'] },
    tsPreCompilationDeps: true,
    parser: 'tsc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.d.ts', '.js', '.mjs', '.json', '.css'],
    },
  },
};
