/**
 * The rooms of the house and the arrows between them, as ARCHITECTURE.md draws them. This table is what dependency-cruiser holds
 * (`.dependency-cruiser.js`) and what the drawing is checked against.
 */

/**
 * @typedef {object} Room
 * @property {string} name
 * @property {string} folder
 * @property {string} holds one line for the drawing
 * @property {readonly string[]} mayImport names of rooms, each through its face only
 * @property {'pure' | 'node' | 'browser' | 'anywhere'} sees what of the outside world its code may name
 * @property {string} [portsOnNode] the one folder of a pure room that answers its ports on Node, behind a door of its own
 */

/** @type {readonly Room[]} */
export const ROOMS = [
  {
    name: 'server',
    folder: 'apps/server',
    holds: 'the one process: listeners, pages, sessions, OpenID Connect',
    mayImport: ['installation', 'identity', 'certificates', 'pki', 'platform', 'protocol', 'ui'],
    sees: 'node',
  },
  {
    name: 'soft-token',
    folder: 'apps/soft-token',
    holds: 'the installable web app that makes and recovers codes',
    mayImport: ['token-client', 'protocol', 'ui'],
    sees: 'browser',
  },
  {
    name: 'cli',
    folder: 'apps/cli',
    holds: 'the command line: what operators need; the terminal token',
    mayImport: ['installation', 'identity', 'certificates', 'pki', 'platform', 'token-client', 'protocol', 'ui'],
    sees: 'node',
  },
  {
    name: 'installation',
    folder: 'packages/installation',
    holds: 'what one installation is: its settings, keys and tables',
    mayImport: ['identity', 'certificates', 'pki', 'platform'],
    sees: 'node',
  },
  {
    name: 'identity',
    folder: 'packages/identity',
    holds: 'accounts, factors, journeys, budgets, recovery',
    mayImport: ['platform', 'protocol'],
    sees: 'pure',
  },
  {
    name: 'certificates',
    folder: 'packages/certificates',
    holds: 'organisations, domains, requests, inventory',
    mayImport: ['pki', 'platform'],
    sees: 'pure',
  },
  {
    name: 'pki',
    folder: 'packages/pki',
    holds: 'certificates, CRL and OCSP as octets',
    mayImport: [],
    sees: 'pure',
    portsOnNode: 'src/node-cryptography',
  },
  {
    name: 'protocol',
    folder: 'packages/protocol',
    holds: 'Soft Token v1 and OATH, shared by token and server',
    mayImport: [],
    sees: 'pure',
  },
  {
    name: 'token-client',
    folder: 'packages/token-client',
    holds: 'what a soft token does besides: activation, news, imports',
    mayImport: ['protocol'],
    sees: 'pure',
  },
  {
    name: 'platform',
    folder: 'packages/platform',
    holds: 'database, audit, budgets, sealing, mail, configuration',
    mayImport: [],
    sees: 'node',
  },
  { name: 'ui', folder: 'packages/ui', holds: 'the form kit: components, stylesheet, words', mayImport: [], sees: 'browser' },
];

/** What stands around the house and looks in through its doors. */
export const GUESTS = [
  // Of platform and ui only the doors for tests: free ports, a browser.
  { name: 'e2e', folder: 'e2e', mayImport: ['protocol', 'pki', 'platform', 'ui'] },
  { name: 'bench', folder: 'bench', mayImport: ROOMS.map((room) => room.name) },
];
