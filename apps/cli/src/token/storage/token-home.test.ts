import { utf8 } from '@sallyport/protocol';
import { expect, test } from 'vitest';
import { quickHome } from '../../testing/temporary-home.ts';
import { TokenTrouble } from '../trouble.ts';
import { durableFiles } from './durable-files.ts';
import { parseSettings, readSettings, tokenHomeOf, writeSettings } from './token-home.ts';

const at = (environment: NodeJS.ProcessEnv): string => tokenHomeOf({ environment, homeFolder: '/home/ada' });

test('SALLYPORT_TOKEN_HOME must be absolute, or every folder would have a home of its own', () => {
  expect(() => at({ SALLYPORT_TOKEN_HOME: 'tokens' })).toThrow(TokenTrouble);
});

test.each<[NodeJS.ProcessEnv, string]>([
  [{}, '/home/ada/.local/share/sallyport/token'],
  [{ XDG_DATA_HOME: '/data' }, '/data/sallyport/token'],
  [{ XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/sallyport/token'],
  [{ XDG_DATA_HOME: '', SALLYPORT_TOKEN_HOME: '' }, '/home/ada/.local/share/sallyport/token'],
  [{ XDG_DATA_HOME: '/data', SALLYPORT_TOKEN_HOME: '/media/stick' }, '/media/stick'],
])('with %o the home is %s', (environment, home) => {
  expect(at(environment)).toBe(home);
});

test.each([
  '',
  'null',
  '{}',
  '{"v":2,"pinFromInput":"allowed"}',
  '{"v":1,"pinFromInput":true}',
  '{"v":1,"pinFromInput":"allowed"',
  ' '.repeat(2000),
])('settings that say “%s” allow nothing', (text) => {
  expect(parseSettings(utf8(text)).pinFromInput).toBe('forbidden');
});

test('what was decided is kept', async () => {
  const home = await quickHome();
  expect((await readSettings(durableFiles, home)).pinFromInput).toBe('forbidden');
  await durableFiles.makeFolder(home);
  await writeSettings(durableFiles, home, { pinFromInput: 'allowed' });
  expect((await readSettings(durableFiles, home)).pinFromInput).toBe('allowed');
});
