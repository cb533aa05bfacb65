import { describe, expect, test } from 'vitest';
import { parseConfigFile } from './config-file.ts';

describe('a configuration file has its mistakes told, by line and without its values:', () => {
  test.each<[mistake: string, content: string, told: { line: number; wrong: RegExp }]>([
    ['a line that sets nothing', 'A=1\nhunter2\n', { line: 2, wrong: /not of the form NAME=VALUE/ }],
    ['a name with a hyphen', 'SALLYPORT-DATA=hunter2', { line: 1, wrong: /not of the form/ }],
    ['a name that begins with a digit', '1A=hunter2', { line: 1, wrong: /not of the form/ }],
    ['a colon for an equals sign', 'A: hunter2', { line: 1, wrong: /not of the form/ }],
    ['a name given twice', 'A=1\n\nexport A=hunter2', { line: 3, wrong: /sets A, which line 1 has set already/ }],
    ['a # that would cut the value off', 'A=hunter2#more', { line: 1, wrong: /begins a comment/ }],
    ['a quote that is not closed', 'A="hunter2\nB=2', { line: 1, wrong: /quote that is not closed/ }],
    ['something behind the closing quote', 'A="hunter2"more', { line: 1, wrong: /behind the closing quote/ }],
    ['something behind the closing quote, lines further down', "A='one\ntwo'hunter2", { line: 1, wrong: /behind the closing quote/ }],
  ])('%s', (_, content, { line, wrong }) => {
    const { faults } = parseConfigFile(content);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ line, wrong: expect.stringMatching(wrong) as string });
    expect(JSON.stringify(faults)).not.toContain('hunter2');
  });

  test('all of them, not the first', () => {
    expect(parseConfigFile('x\nA=1\nA=2\ny\nB=a#b\n').faults.map(({ line }) => line)).toEqual([1, 3, 4, 5]);
  });
});

test('a configuration file may have comments, blank lines, export, quotes of three kinds, values over several lines and Windows line ends', () => {
  const content = [
    '# ours',
    '',
    '  A = spaced  # a comment',
    'export B="with # and = and \'"',
    "C='first",
    'second=not a name',
    "third'",
    'D=`back "and" \'forth\'` # why',
    'E=',
    'F=https://id.example.org/#',
  ];
  expect(parseConfigFile(content.slice(0, -1).join('\r\n')).faults).toEqual([]);
  expect(parseConfigFile(content.slice(0, -1).join('\n')).texts).toEqual({
    A: 'spaced',
    B: "with # and = and '",
    C: 'first\nsecond=not a name\nthird',
    D: 'back "and" \'forth\'',
    E: '',
  });
});
