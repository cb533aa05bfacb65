import {
  artefactOfErasableFile,
  artefactOfPinDatabase,
  coreDatabaseName,
  type EpochArtefact,
  PERSONAL,
  type TokenKey,
  tokenOfCoreDatabase,
} from './names.ts';
import { privateFolder } from './private-folder.ts';

/** What this browser still holds, by name alone: opening an IndexedDB database that is not there would create it. */

export async function databaseExists(name: string): Promise<boolean> {
  return (await databaseNames()).includes(name);
}

/** Every token with anything at all in this browser, also the leavings of an activation that never finished. */
export async function tokensFound(): Promise<readonly TokenKey[]> {
  const names = await namesFound();
  const cores = names.databases.map(tokenOfCoreDatabase).filter((token) => token !== undefined);
  const ofTokens = artefactsIn(names)
    .map(({ token }) => token)
    .filter((token): token is TokenKey => token !== PERSONAL);
  return [...new Set([...cores, ...ofTokens])].sort();
}

/** Whether this browser has kept other people's codes for its owner. */
export async function hasPersonalVault(): Promise<boolean> {
  return databaseExists(coreDatabaseName(PERSONAL));
}

/** Every PIN slot and erasable factor in this browser. */
export async function epochArtefacts(): Promise<readonly EpochArtefact[]> {
  return artefactsIn(await namesFound());
}

interface NamesFound {
  readonly databases: readonly string[];
  readonly files: readonly string[];
}

async function namesFound(): Promise<NamesFound> {
  const [databases, files] = await Promise.all([databaseNames(), fileNames()]);
  return { databases, files };
}

function artefactsIn({ databases, files }: NamesFound): readonly EpochArtefact[] {
  return [...databases.map(artefactOfPinDatabase), ...files.map(artefactOfErasableFile)].filter((found) => found !== undefined);
}

async function databaseNames(): Promise<readonly string[]> {
  const databases = await indexedDB.databases();
  return databases.map((database) => database.name).filter((name) => name !== undefined);
}

async function fileNames(): Promise<readonly string[]> {
  const root = await privateFolder();
  const names: string[] = [];
  for await (const name of root.keys()) names.push(name);
  return names;
}
