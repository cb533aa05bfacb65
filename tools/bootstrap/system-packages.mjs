import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What the tests need besides Node, and how to see whether it is there. Nothing of this is needed to run Sallyport. */

/**
 * `name`: in Debian and Ubuntu.
 * @typedef {{ readonly name: string, readonly neededFor: string, readonly isThere: () => boolean }} SystemPackage
 */

const onPath = (/** @type {string} */ program) =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/** @returns {boolean} */
function hasPostgres() {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  return versions.some((version) => existsSync(join(debian, version, 'bin/initdb'))) || (onPath('initdb') && onPath('postgres'));
}

/** @type {readonly SystemPackage[]} */
const PACKAGES = [
  {
    name: 'chromium-headless-shell',
    neededFor: 'the journeys in a real browser',
    isThere: () => existsSync(process.env['CHROMIUM'] ?? '/usr/bin/chromium-headless-shell'),
  },
  {
    name: 'firefox-esr',
    neededFor: 'the soft token in a second browser engine',
    isThere: () => existsSync(process.env['FIREFOX'] ?? '/usr/bin/firefox-esr'),
  },
  { name: 'postgresql', neededFor: 'the store tests on their second engine', isThere: hasPostgres },
  { name: 'libsecret-tools', neededFor: 'the terminal token with a real keychain', isThere: () => onPath('secret-tool') },
  { name: 'gnome-keyring', neededFor: 'a real keychain without a desktop', isThere: () => onPath('gnome-keyring-daemon') },
  { name: 'dbus-daemon', neededFor: 'the session in which the keychain runs', isThere: () => onPath('dbus-run-session') },
  { name: 'bsdutils', neededFor: 'the terminal token at a real pseudo-terminal', isThere: () => onPath('script') },
  { name: 'util-linux', neededFor: 'a small disk of its own that runs full', isThere: () => onPath('unshare') },
  { name: 'openssl', neededFor: 'certificates, CRLs and OCSP answers judged by OpenSSL', isThere: () => onPath('openssl') },
  { name: 'curl', neededFor: 'the examples of the API’s page, run as they stand', isThere: () => onPath('curl') },
  { name: 'gnutls-bin', neededFor: 'the same judged by GnuTLS', isThere: () => onPath('certtool') && onPath('ocsptool') },
  { name: 'libnss3-tools', neededFor: 'the same judged by NSS, as Firefox does', isThere: () => onPath('certutil') && onPath('vfychain') },
  { name: 'default-jre-headless', neededFor: 'the same judged by Java', isThere: () => onPath('java') && onPath('keytool') },
  {
    name: 'pebble',
    neededFor: 'certificates from a CA elsewhere, by ACME',
    isThere: () => onPath('pebble') && onPath('pebble-challtestsrv'),
  },
  { name: 'oathtool', neededFor: 'one-time passwords checked against another implementation', isThere: () => onPath('oathtool') },
];

const ELSEWHERE = 'CHROMIUM=/path/to/chromium and FIREFOX=/path/to/firefox name browsers that lie somewhere else.';

/**
 * Installs what is missing where that is ours to do (Debian, as root).
 *
 * @returns {Promise<string | undefined>} what is missing still, as words for a person
 */
export async function ensureSystemPackages() {
  const missing = PACKAGES.filter((one) => !one.isThere());
  if (missing.length === 0) return undefined;
  const names = missing.map((one) => one.name);
  const isOursToInstall = process.getuid?.() === 0 && onPath('apt-get');
  if (isOursToInstall) {
    process.stdout.write(`Installing what the tests need: ${names.join(', ')} (half a minute or so) …\n`);
    const problem = await aptInstall(names);
    if (missing.every((one) => one.isThere())) return undefined;
    const outcome = problem === undefined ? `was done, and they are not found. ${ELSEWHERE}` : `failed:\n${problem}`;
    return `${wanting(missing)}\napt-get install ${names.join(' ')} ${outcome}`;
  }
  return `${wanting(missing)}\nOn Debian and Ubuntu: sudo apt-get install ${names.join(' ')}\nElsewhere install the same programs; ${ELSEWHERE}`;
}

/** @param {readonly SystemPackage[]} missing */
function wanting(missing) {
  return [
    'The tests need programs that are not installed, and none is left out in silence:',
    ...missing.map((one) => `  ${one.name}: ${one.neededFor}`),
  ].join('\n');
}

/** @param {readonly string[]} names @returns {Promise<string | undefined>} */
async function aptInstall(names) {
  const install = () => aptGet(['install', '-y', '-qq', '--no-install-recommends', ...names]);
  if ((await install()) === undefined) return undefined;
  // A fresh machine has no list of packages yet.
  await aptGet(['update', '-qq']);
  return install();
}

/** @param {readonly string[]} args @returns {Promise<string | undefined>} what it said when it failed */
function aptGet(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return new Promise((resolve) => {
    execFile('apt-get', args, { env }, (error, _, said) => {
      resolve(error ? said : undefined);
    });
  });
}
