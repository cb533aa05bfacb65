import { expect, test } from 'vitest';
import { caaRecords, NAME_UNKNOWN, nameServer, SERVER_BROKEN, textRecords } from '../testing/name-server.ts';
import { createResolver } from './resolver.ts';

async function asking(answer: Parameters<typeof nameServer>[0]) {
  const { address, questions } = await nameServer(answer);
  return { resolver: createResolver({ servers: [address], patienceMs: 200 }), questions };
}

test('a server that says nothing, or says that it is broken, has answered nothing', async () => {
  const silent = await asking(() => undefined);
  expect(await silent.resolver.textsOf('example.test')).toEqual({ kind: 'failed' });
  expect(silent.questions.length).toBeLessThanOrEqual(2);
  const broken = await asking(() => SERVER_BROKEN);
  expect(await broken.resolver.textsOf('example.test')).toEqual({ kind: 'failed' });
  expect(await broken.resolver.addressesOf('example.test')).toEqual({ kind: 'failed' });
});

test('a name without the record, and a name that is not there, have none', async () => {
  const { resolver } = await asking(({ name }) => (name === 'there.test' ? {} : NAME_UNKNOWN));
  expect(await resolver.textsOf('there.test')).toEqual({ kind: 'none' });
  expect(await resolver.textsOf('nowhere.test')).toEqual({ kind: 'none' });
  expect(await resolver.addressesOf('nowhere.test')).toEqual({ kind: 'none' });
});

test('a circle of CNAMEs ends after one question', async () => {
  const { resolver, questions } = await asking(({ name }) => ({
    answers: [
      { type: 'CNAME', name, data: 'b.test' },
      { type: 'CNAME', name: 'b.test', data: name },
    ],
  }));
  expect(await resolver.textsOf('a.test')).toEqual({ kind: 'none' });
  expect(questions).toEqual(['TXT a.test']);
});

test('a CNAME that the server has followed is followed', async () => {
  const { resolver } = await asking(({ name }) => ({
    answers: [
      { type: 'CNAME', name, data: 'b.test' },
      { type: 'TXT', name: 'b.test', data: 'found' },
    ],
  }));
  expect(await resolver.textsOf('a.test')).toEqual({ kind: 'found', values: ['found'] });
});

test('the parts of a text are one text, and several records are several', async () => {
  const { resolver } = await asking(({ name }) => textRecords(name, ['one ', 'text'], 'another'));
  expect(await resolver.textsOf('example.test')).toEqual({ kind: 'found', values: ['one text', 'another'] });
});

test('CAA records come with their flags and tags; what cannot be understood, and more than anybody has, is no permission', async () => {
  const records: Readonly<Record<string, readonly (readonly [tag: string, value: string])[]>> = {
    'two.test': [
      ['issue', 'ca.test'],
      ['tbs', ';'],
    ],
    'named-like-a-flag.test': [['critical', 'ca.test']],
    'named-like-a-type.test': [['type', 'ca.test']],
    'empty.test': [['issue', '']],
    'many.test': Array.from({ length: 21 }, (_, index) => ['issue', `ca-${String(index)}.test`]),
  };
  const { resolver } = await asking(({ name }) => caaRecords(name, records[name] ?? []));
  expect(await resolver.caaOf('two.test')).toEqual({
    kind: 'found',
    records: [
      { flags: 128, tag: 'issue', value: 'ca.test' },
      { flags: 128, tag: 'tbs', value: ';' },
    ],
  });
  expect(await resolver.caaOf('without.test')).toEqual({ kind: 'none' });
  for (const name of ['named-like-a-flag.test', 'named-like-a-type.test', 'empty.test', 'many.test']) {
    expect(await resolver.caaOf(name), name).toEqual({ kind: 'failed' });
  }
  const silent = await asking(() => undefined);
  expect(await silent.resolver.caaOf('example.test')).toEqual({ kind: 'failed' });
  const absent = await asking(() => NAME_UNKNOWN);
  expect(await absent.resolver.caaOf('nowhere.test')).toEqual({ kind: 'none' });
});

test('addresses of both families; one family that fails does not hide the other; the hosts file is not asked', async () => {
  const { resolver, questions } = await asking(({ name, type }) =>
    type === 'A'
      ? { answers: [{ type: 'A', name, data: '192.0.2.1' }] }
      : name === 'both.test'
        ? { answers: [{ type: 'AAAA', name, data: '2001:db8::1' }] }
        : SERVER_BROKEN,
  );
  expect(await resolver.addressesOf('both.test')).toEqual({ kind: 'found', values: ['192.0.2.1', '2001:db8::1'] });
  expect(await resolver.addressesOf('localhost')).toEqual({ kind: 'found', values: ['192.0.2.1'] });
  expect(questions).toContain('A localhost');
});
