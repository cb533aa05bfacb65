import { beforeAll, describe, expect, test } from 'vitest';
import { generateSigningKey, nodeCryptography } from '../node-cryptography/index.ts';
import { createTranscriptSigner } from '../signer/transcript-signer.ts';
import { TEST_NOW, type TestAuthority, makeTestAuthority, must } from '../testing/index.ts';
import { toHex } from '../octets.ts';
import { type Deed, TRANSCRIPT_MAX_CHARACTERS, newestList, readTranscript } from './transcript.ts';

const HASH = 'ab'.repeat(32);
const END = '2037-06-01T12:00:00Z';
const cryptography = nodeCryptography;

let authority: TestAuthority;
let text: string;

beforeAll(async () => {
  authority = await makeTestAuthority();
  const certificate = toHex(cryptography.sha256(authority.root.certificate.der));
  text = await written([
    { step: 'make-root', certificate, serial: '01', subject: 'CN=Root', key: HASH, notAfter: END },
    { step: 'sign-issuing', certificate: HASH, serial: '02', subject: 'CN=Issuing', key: HASH, notAfter: END, request: HASH },
    { step: 'sign-list', list: HASH, listNumber: 1, nextUpdate: END, entries: [{ serial: '02', revokedAt: END, reason: 'superseded' }] },
  ]);
});

async function written(deeds: readonly Deed[], key = authority.rootKey): Promise<string> {
  const { root } = authority;
  const signer = must(createTranscriptSigner({ key, root, cryptography }));
  let lines = '';
  for (const deed of deeds) {
    const before = lines === '' ? undefined : must(read(lines));
    lines += must(await signer.next(before, { deed, now: TEST_NOW }));
  }
  return lines;
}

const read = (given: string) => readTranscript({ text: given, root: authority.root, cryptography });
const line = (number: number): string => text.split('\n')[number - 1] ?? '';
const refusalOf = (given: string) => {
  const outcome = read(given);
  return outcome.ok ? 'ok' : `${outcome.error.code}${'line' in outcome.error ? ` ${String(outcome.error.line)}` : ''}`;
};

describe('a transcript that was tampered with', () => {
  test('is refused at the line that was altered, also where the line still reads well', () => {
    expect(refusalOf(text.replace('CN=Issuing', 'CN=Another'))).toBe('transcript-signature-wrong 2');
    expect(refusalOf(text.replace('superseded', 'key-compromise'))).toBe('transcript-signature-wrong 3');
    expect(refusalOf(text.replace('"at":"2027', '"at":"2026'))).toBe('transcript-signature-wrong 1');
  });

  test('is refused where a line was taken out, put in again or moved', () => {
    expect(refusalOf(`${line(1)}\n${line(3)}\n`)).toBe('transcript-chain-broken 2');
    expect(refusalOf(`${line(1)}\n${line(2)}\n${line(2)}\n`)).toBe('transcript-chain-broken 3');
    expect(refusalOf(`${line(1)}\n${line(3)}\n${line(2)}\n`)).toBe('transcript-chain-broken 2');
    expect(refusalOf(`${line(2)}\n`)).toBe('transcript-malformed 1');
  });

  test('is shorter and whole when its end was cut off, and has another head: that is why the head is on paper', () => {
    const [whole, cut] = [must(read(text)), must(read(`${line(1)}\n${line(2)}\n`))];
    expect(cut.entries).toHaveLength(2);
    expect(cut.head).not.toBe(whole.head);
  });

  test('is refused when a line is written in another way than the one there is', () => {
    for (const other of [
      line(1).replace('{"number":1,', '{ "number":1,'),
      line(1).replace('{"number":1,', '{"number":7,"number":1,'),
      line(1).replace('CN=Root', String.raw`CN\u003dRoot`),
      line(1).replace('"number":1,', '"number":1,"note":"x",'),
      line(1).replace('"serial":"01",', ''),
      line(1).replace('make-root', 'toString'),
      line(1).replace(END, '2037-02-30T12:00:00Z'),
      'null',
      '[]',
      '{',
      '',
    ]) {
      expect([other, refusalOf(`${other}\n`)]).toEqual([other, 'transcript-malformed 1']);
    }
    expect(refusalOf('')).toBe('transcript-malformed 1');
    expect(refusalOf(text.slice(0, -1))).toBe('transcript-malformed 3');
  });

  test('of more characters than any has is refused before it is read', () => {
    expect(refusalOf('x'.repeat(TRANSCRIPT_MAX_CHARACTERS + 1))).toBe('transcript-too-large');
  });
});

test('the transcript of one root is none of another, and no other key writes its lines', async () => {
  const other = await makeTestAuthority({ now: TEST_NOW + 1000 });
  const outcome = readTranscript({ text, root: other.root, cryptography });
  expect(outcome).toMatchObject({ ok: false, error: { code: 'transcript-of-another-root', line: 1 } });
  const { key } = await generateSigningKey();
  expect(createTranscriptSigner({ key, root: authority.root, cryptography })).toMatchObject({
    ok: false,
    error: { code: 'signer-key-mismatch' },
  });
});

test('what was written is read back, and the newest list is the last one', () => {
  const transcript = must(read(text));
  expect(transcript.entries.map(({ number, step }) => [number, step])).toEqual([
    [1, 'make-root'],
    [2, 'sign-issuing'],
    [3, 'sign-list'],
  ]);
  expect(newestList(transcript)).toMatchObject({ listNumber: 1 });
});
