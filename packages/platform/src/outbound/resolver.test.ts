import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type Answer, decode, encode, type Packet } from 'dns-packet';
import { expect, onTestFinished, test } from 'vitest';
import { createResolver } from './resolver.ts';

/** A DNS server that answers what the test says; undefined: nothing at all. */
async function asking(answer: (question: { readonly name: string; readonly type: string }) => Partial<Packet> | undefined) {
  const questions: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (octets, from) => {
    const { id = 0, questions: asked = [] } = decode(octets);
    const [question] = asked;
    if (question === undefined) return;
    questions.push(`${question.type} ${question.name}`);
    const given = answer(question);
    if (given === undefined) return;
    socket.send(encode({ id, type: 'response', flags: 0x0180, questions: asked, ...given }), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  onTestFinished(() => void socket.close());
  const resolver = createResolver({ servers: [`127.0.0.1:${String(socket.address().port)}`], patienceMs: 200 });
  return { resolver, questions };
}

const NOTHING = { flags: 0x0183 };
const BROKEN = { flags: 0x0182 };

function texts(name: string, ...values: readonly (string | string[])[]): Partial<Packet> {
  return { answers: values.map((data): Answer => ({ type: 'TXT', name, data })) };
}

test('a server that says nothing, or says that it is broken, has answered nothing', async () => {
  const silent = await asking(() => undefined);
  expect(await silent.resolver.textsOf('example.test')).toEqual({ kind: 'failed' });
  expect(silent.questions.length).toBeLessThanOrEqual(2);
  const broken = await asking(() => BROKEN);
  expect(await broken.resolver.textsOf('example.test')).toEqual({ kind: 'failed' });
  expect(await broken.resolver.addressesOf('example.test')).toEqual({ kind: 'failed' });
});

test('a name without the record, and a name that is not there, have none', async () => {
  const { resolver } = await asking(({ name }) => (name === 'there.test' ? {} : NOTHING));
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
  const { resolver } = await asking(({ name }) => texts(name, ['one ', 'text'], 'another'));
  expect(await resolver.textsOf('example.test')).toEqual({ kind: 'found', values: ['one text', 'another'] });
});

test('addresses of both families; one family that fails does not hide the other; the hosts file is not asked', async () => {
  const { resolver, questions } = await asking(({ name, type }) =>
    type === 'A'
      ? { answers: [{ type: 'A', name, data: '192.0.2.1' }] }
      : name === 'both.test'
        ? { answers: [{ type: 'AAAA', name, data: '2001:db8::1' }] }
        : BROKEN,
  );
  expect(await resolver.addressesOf('both.test')).toEqual({ kind: 'found', values: ['192.0.2.1', '2001:db8::1'] });
  expect(await resolver.addressesOf('localhost')).toEqual({ kind: 'found', values: ['192.0.2.1'] });
  expect(questions).toContain('A localhost');
});
