import { describe, expect, test } from 'vitest';
import { formatProblems } from './format-problems.ts';
import { loadConfiguration, type Problem, type Rule } from './load-configuration.ts';
import { referenceTable } from './reference-table.ts';
import * as setting from './settings.ts';

const settings = {
  origin: setting.origin({ name: 'SALLYPORT_ORIGIN', help: 'Where people reach it.' }),
  lifetime: setting.duration({ name: 'SALLYPORT_SESSION_LIFETIME', help: 'How long.', default: '15m' }),
  greeting: setting.optional(setting.text({ name: 'SALLYPORT_GREETING', help: 'What is said first.' }), 'nothing is said'),
  key: setting.secret({ name: 'SALLYPORT_KEY', help: 'The key.', looksLike: '43 characters' }),
} as const;

type Environment = Readonly<Record<string, string | undefined>>;
const right = { SALLYPORT_ORIGIN: 'https://id.example.org', SALLYPORT_KEY: 'hunter2' };

function load(environment: Environment, files: Readonly<Record<string, string>> = {}, rules: readonly Rule<typeof settings>[] = []) {
  const readFile = (path: string): string => {
    const content = files[path];
    if (content === undefined) throw new Error(`ENOENT: no such file or directory, open '${path}'`);
    return content;
  };
  return loadConfiguration(settings, { environment, readFile }, rules);
}

function problems(...given: Parameters<typeof load>): readonly Problem[] {
  const loaded = load(...given);
  return loaded.outcome === 'refused' ? loaded.problems : [];
}

describe('a configuration is refused', () => {
  test('with every mistake at once', () => {
    const found = problems({ SALLYPORT_ORIGIN: 'x', SALLYPORT_SESSION_LIFETIME: 'y', SALLYPORT_GREETING: 'a\0', SALLYPORT_SPELLING: 'z' });
    expect(found.map(({ setting: name }) => name).sort()).toEqual([
      'SALLYPORT_GREETING',
      'SALLYPORT_KEY',
      'SALLYPORT_ORIGIN',
      'SALLYPORT_SESSION_LIFETIME',
      'SALLYPORT_SPELLING',
    ]);
  });

  test('when a setting without a default is missing or empty', () => {
    for (const text of [undefined, '']) {
      expect(problems({ ...right, SALLYPORT_KEY: text })).toEqual([
        { setting: 'SALLYPORT_KEY', where: 'the environment', wrong: 'is missing', right: '43 characters' },
      ]);
    }
  });

  test('when a name is not known, and the nearest known one is offered', () => {
    const offered = (name: string) => problems({ ...right, [name]: 'x' })[0]?.right;
    expect(offered('SALLYPORT_ORIGN')).toBe('did you mean SALLYPORT_ORIGIN?');
    expect(offered('SALLYPORT_SESION_LIVETIME')).toBe('did you mean SALLYPORT_SESSION_LIFETIME?');
    expect(offered('SALLYPORT_KEY_FIL')).toBe('did you mean SALLYPORT_KEY_FILE?');
  });

  test('when something that is no secret is to come by file', () => {
    expect(problems({ ...right, SALLYPORT_GREETING_FILE: '/x' })).toMatchObject([
      { setting: 'SALLYPORT_GREETING_FILE', wrong: 'is not a setting: only secrets come by file', right: 'set SALLYPORT_GREETING itself' },
    ]);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['is not there', {}, /cannot be read: ENOENT/],
    ['is empty', { '/key': '' }, /\/key, which is empty/],
    ['has only a line end', { '/key': '\n' }, /\/key, which is empty/],
    ['is something else altogether', { '/key': 'x'.repeat(100_000) }, /far too long/],
  ])('when the file of a secret %s', (_, files, wrong) => {
    const found = problems({ SALLYPORT_ORIGIN: right.SALLYPORT_ORIGIN, SALLYPORT_KEY_FILE: '/key' }, files);
    expect(found).toMatchObject([{ setting: 'SALLYPORT_KEY', wrong: expect.stringMatching(wrong) as string }]);
  });

  test('when a secret is given both as itself and by file', () => {
    expect(problems({ ...right, SALLYPORT_KEY_FILE: '/key' }, { '/key': 'x' })).toMatchObject([
      { wrong: expect.stringContaining('twice') as string },
    ]);
  });

  test('when the file of settings cannot be read', () => {
    expect(problems({ ...right, SALLYPORT_CONFIG: '/nowhere' })).toMatchObject([
      { setting: 'SALLYPORT_CONFIG', wrong: expect.stringContaining("ENOENT: no such file or directory, open '/nowhere'") as string },
    ]);
  });

  test('when a line of the file is wrong, and the file is named', () => {
    const found = problems({ ...right, SALLYPORT_CONFIG: '/s.env' }, { '/s.env': 'nonsense\nSALLYPORT_SESSION_LIFETIME=long\nDATA=/x\n' });
    expect(found).toMatchObject([
      { setting: 'line 1', where: '/s.env' },
      { setting: 'DATA', where: '/s.env', wrong: 'is not a setting' },
      { setting: 'SALLYPORT_SESSION_LIFETIME', where: '/s.env', given: 'long' },
    ]);
  });

  test('by a rule over several settings, which is asked only when each of them is right', () => {
    const asked: string[] = [];
    const rule: Rule<typeof settings> = ({ greeting, origin }) => {
      asked.push(origin);
      if (greeting !== undefined) return undefined;
      return { setting: 'SALLYPORT_GREETING', where: 'the environment', wrong: 'is missing beside SALLYPORT_ORIGIN', right: 'any text' };
    };
    expect(problems({ ...right, SALLYPORT_ORIGIN: 'x' }, {}, [rule])).toHaveLength(1);
    expect(asked).toEqual([]);
    expect(problems(right, {}, [rule])).toMatchObject([{ wrong: 'is missing beside SALLYPORT_ORIGIN' }]);
    expect(load({ ...right, SALLYPORT_GREETING: 'Ahoy' }, {}, [rule]).outcome).toBe('ok');
  });
});

test('no problem shows a secret, whoever describes it', () => {
  const mine = {
    peer: setting.secretOf({ name: 'SALLYPORT_PEER', help: 'x', looksLike: 'x', parse: () => ({ wrong: 'is no peer' }) }),
  } as const;
  const loaded = loadConfiguration(mine, { environment: { SALLYPORT_PEER: 'smtp://ada:hunter2@x' }, readFile: () => '' });
  expect(JSON.stringify(loaded)).toContain('is no peer');
  expect(JSON.stringify(loaded)).not.toContain('hunter2');
});

test('the problems as text name the setting, what stands there, where, and a right value, and cannot write to the terminal', () => {
  const text = formatProblems(problems({ ...right, SALLYPORT_ORIGIN: '\u001b[2Jhttp://x', SALLYPORT_SESSION_LIFETIME: 'x'.repeat(9999) }));
  expect(text).toContain('2 things in the configuration');
  expect(text).toContain(
    'SALLYPORT_ORIGIN is no http or https address\n    in the environment, as "\\u001b[2Jhttp://x"; a right value: https://id.example.org',
  );
  expect(text).not.toContain('\u001b');
  expect(text.length).toBeLessThan(600);
});

describe('a configuration is read', () => {
  test('from the environment, then the file, then the default', () => {
    const environment = { SALLYPORT_CONFIG: '/s.env', SALLYPORT_ORIGIN: 'https://environment.example' };
    const file = 'SALLYPORT_ORIGIN=https://file.example\nSALLYPORT_GREETING="Ahoy # there"\nSALLYPORT_KEY_FILE=/key';
    const loaded = load(environment, { '/s.env': file, '/key': 'hunter2\n' });
    if (loaded.outcome === 'refused') throw new Error(formatProblems(loaded.problems));
    const { origin, greeting, lifetime, key } = loaded.configuration;
    expect({ origin, greeting, lifetime }).toEqual({ origin: 'https://environment.example', greeting: 'Ahoy # there', lifetime: 900_000 });
    expect(key.reveal()).toBe('hunter2');
    expect(JSON.stringify(loaded)).not.toContain('hunter2');
  });

  test('with what may be unset left undefined', () => {
    expect(load(right)).toMatchObject({ outcome: 'ok', configuration: { greeting: undefined } });
  });

  test('beside names that are none of ours, such as the terminal token’s or those Kubernetes makes for a service called sallyport', () => {
    const alien = {
      PATH: '/bin',
      SALLYPORT: 'x',
      SALLYPORT_TOKEN_HOME: '/home/ada/token',
      SALLYPORT_SERVICE_HOST: '10.0.0.1',
      SALLYPORT_PORT: 'tcp://10.0.0.1:443',
      SALLYPORT_PORT_443_TCP_ADDR: 'x',
    };
    expect(load({ ...right, ...alien }).outcome).toBe('ok');
  });
});

test('the reference names every setting, what it is, and what happens when it is unset', () => {
  expect(referenceTable(settings).split('\n').slice(2)).toEqual([
    '| `SALLYPORT_ORIGIN` | Where people reach it. | `https://id.example.org` | must be set |',
    '| `SALLYPORT_SESSION_LIFETIME` | How long. | `15m` | `15m` |',
    '| `SALLYPORT_GREETING` | What is said first. | `any text` | nothing is said |',
    '| `SALLYPORT_KEY` or `SALLYPORT_KEY_FILE` | The key. | `43 characters` | must be set |',
    '',
  ]);
});
