import { isAbsolute, join } from 'node:path';
import { fromUtf8, utf8 } from '@sallyport/protocol';
import { TokenTrouble } from '../trouble.ts';
import type { DurableFiles } from './durable-files.ts';
import { parseTokenKey, type TokenKey } from './names.ts';

/**
 * Where the tokens of this user live: `SALLYPORT_TOKEN_HOME`, else `sallyport/token` in the data folder of the XDG Base Directory
 * Specification (which says that a relative one is to be ignored).
 *
 * @throws TokenTrouble `home-not-absolute`: it would be another home in every folder.
 */
export function tokenHomeOf(given: { readonly environment: NodeJS.ProcessEnv; readonly homeFolder: string }): string {
  const { environment, homeFolder } = given;
  const own = environment['SALLYPORT_TOKEN_HOME'] ?? '';
  if (own !== '' && !isAbsolute(own)) throw new TokenTrouble({ kind: 'home-not-absolute', path: own });
  if (own !== '') return own;
  const data = environment['XDG_DATA_HOME'] ?? '';
  return join(isAbsolute(data) ? data : join(homeFolder, '.local/share'), 'sallyport/token');
}

/** The folders that are called as tokens are. */
export async function tokenFolders(files: DurableFiles, home: string): Promise<readonly TokenKey[]> {
  const names = await files.names(home);
  return names
    .map(parseTokenKey)
    .filter((token) => token !== undefined)
    .sort();
}

/** `settings.json`: what this user has decided for all tokens of the home. */
export interface HomeSettings {
  /** Section 17: `--pin-stdin` must be enabled explicitly. */
  readonly pinFromInput: 'allowed' | 'forbidden';
}

const DEFAULT_SETTINGS: HomeSettings = { pinFromInput: 'forbidden' };
const MAX_SETTINGS_OCTETS = 1024;
const VERSION = 1;

/** The default for what cannot be read: the stricter one. */
export async function readSettings(files: DurableFiles, home: string): Promise<HomeSettings> {
  const octets = (await files.names(home)).includes('settings.json')
    ? await files.read(settingsFile(home), MAX_SETTINGS_OCTETS)
    : undefined;
  return octets === undefined ? DEFAULT_SETTINGS : parseSettings(octets);
}

export async function writeSettings(files: DurableFiles, home: string, settings: HomeSettings): Promise<void> {
  const file = settingsFile(home);
  await files.write(`${file}.new`, utf8(JSON.stringify({ v: VERSION, ...settings })));
  await files.rename(`${file}.new`, file);
  await files.syncFolder(home);
}

export function parseSettings(octets: Uint8Array): HomeSettings {
  try {
    const json: unknown = octets.length <= MAX_SETTINGS_OCTETS ? JSON.parse(fromUtf8(octets)) : undefined;
    const isAllowed =
      typeof json === 'object' &&
      json !== null &&
      'v' in json &&
      json.v === VERSION &&
      'pinFromInput' in json &&
      json.pinFromInput === 'allowed';
    return { pinFromInput: isAllowed ? 'allowed' : 'forbidden' };
  } catch {
    return DEFAULT_SETTINGS;
  }
}

function settingsFile(home: string): string {
  return join(home, 'settings.json');
}
