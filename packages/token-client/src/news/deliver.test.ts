import { fromBase64url, type TokenReceipt } from '@sallyport/protocol';
import { expect, test } from 'vitest';
import type { ApiAnswer } from '../token-api/answers.ts';
import { deliver } from './deliver.ts';
import { forgetRegistration, keepForServer, type Outbox } from './outbox.ts';
import type { PendingMessage } from './pending-message.ts';

const receipt: TokenReceipt = { epoch: 1, what: 2, time: 5, mac: 'AAAA' };
const receiptMessage: PendingMessage = { kind: 'receipt', receipt };
/** 32 octets. */
const headerHash = `${'D'.repeat(42)}A`;
const activationMessage: PendingMessage = { kind: 'activation', activationId: 'BBBB', mac: 'CCCC', headerHash };

const registrationMessage: PendingMessage = { ...activationMessage, kind: 'registration', note: 'EEEE' };

function outboxHolding(...messages: PendingMessage[]): Outbox & { readonly left: () => readonly PendingMessage[] } {
  let held: readonly PendingMessage[] = messages;
  return {
    tokenId: new Uint8Array(16),
    pending: {
      readPendingMessages: () => Promise.resolve(held),
      writePendingMessages: (written) => {
        held = written;
        return Promise.resolve();
      },
    },
    lock: { exclusively: (work) => work() },
    left: () => held,
  };
}

function answering(answer: ApiAnswer, meanwhile?: () => Promise<void>) {
  const posted: [string, object][] = [];
  const post = async (path: string, body: object): Promise<ApiAnswer> => {
    posted.push([path, body]);
    await meanwhile?.();
    return answer;
  };
  return { posted, means: { post, password: () => Promise.resolve<string | undefined>('123456') } };
}

const refusedWith = (
  code: 'RATE_LIMITED' | 'INTERNAL' | 'CONFIRM_FAILED' | 'RECEIPT_REFUSED' | 'ACT_MISMATCH' | 'ACT_USED',
): ApiAnswer => ({
  kind: 'refused',
  code,
  retryAfterSeconds: undefined,
});

test.each([{ kind: 'offline' } as const, refusedWith('RATE_LIMITED'), refusedWith('INTERNAL'), refusedWith('CONFIRM_FAILED')])(
  'a message is kept while the server is away or busy: %o',
  async (answer) => {
    const outbox = outboxHolding(receiptMessage);
    expect(await deliver(outbox, answering(answer).means)).toBe('waiting');
    expect(outbox.left()).toEqual([receiptMessage]);
  },
);

test('what somebody else wrote among the messages is sent nowhere and stays nowhere; the rest is delivered', async () => {
  const foreign = [null, { kind: 'activation', activationId: '../x', mac: 7, headerHash: '%' }, 'text'] as unknown as PendingMessage[];
  const outbox = outboxHolding(...foreign, receiptMessage);
  const { posted, means } = answering({ kind: 'ok', json: undefined });
  expect(await deliver(outbox, means)).toBe('told');
  expect(posted.map(([, body]) => body)).toEqual([receipt]);
  expect(outbox.left()).toEqual([]);
});

test('what was refused for good is not sent for ever', async () => {
  const outbox = outboxHolding(receiptMessage);
  await deliver(outbox, answering(refusedWith('RECEIPT_REFUSED')).means);
  expect(outbox.left()).toEqual([]);
});

test('a token activated offline waits until its registration code was typed, and no longer than the activation lasts', async () => {
  const outbox = outboxHolding(registrationMessage);
  expect(await deliver(outbox, answering(refusedWith('ACT_MISMATCH')).means)).toBe('waiting');
  expect(outbox.left()).toEqual([registrationMessage]);
  const { posted, means } = answering({ kind: 'ok', json: undefined });
  expect(await deliver(outbox, means)).toBe('told');
  expect(posted).toEqual([['/v1/activations/BBBB/confirm', { mac: 'CCCC', headerHash, otp: '123456' }]]);
  expect(outbox.left()).toEqual([]);
  const late = outboxHolding(registrationMessage);
  await deliver(late, answering(refusedWith('ACT_USED')).means);
  expect(late.left()).toEqual([]);
});

test('the owner who says that the registration code has arrived takes away that message and no other', async () => {
  const outbox = outboxHolding(receiptMessage, registrationMessage);
  await forgetRegistration(outbox);
  expect(outbox.left()).toEqual([receiptMessage]);
});

test('a message that came while another was on its way is not struck out with it', async () => {
  const outbox = outboxHolding(receiptMessage);
  const newer: PendingMessage = { kind: 'receipt', receipt: { ...receipt, epoch: 2 } };
  const { means } = answering({ kind: 'ok', json: undefined }, () => keepForServer(outbox, newer));
  await deliver(outbox, means);
  expect(outbox.left()).toEqual([newer]);
});

test('an activation is confirmed with the one-time password of the moment, and waits while there is none', async () => {
  const outbox = outboxHolding(activationMessage);
  const { posted, means } = answering({ kind: 'ok', json: undefined });
  expect(await deliver(outbox, { ...means, password: () => Promise.resolve(undefined) })).toBe('waiting');
  expect(posted).toEqual([]);
  expect(await deliver(outbox, means)).toBe('told');
  expect(posted).toEqual([['/v1/activations/BBBB/confirm', { mac: 'CCCC', headerHash, otp: '123456' }]]);
  expect(outbox.left()).toEqual([]);
});

test('the newest receipt speaks for the earlier ones', async () => {
  const outbox = outboxHolding(receiptMessage, activationMessage);
  const newer: PendingMessage = { kind: 'receipt', receipt: { ...receipt, epoch: 2 } };
  await keepForServer(outbox, newer);
  expect(outbox.left()).toEqual([activationMessage, newer]);
});

test('an activation is confirmed for the header it made, whatever epoch the token stands at when the network is back', async () => {
  const asked: Uint8Array[] = [];
  const { means, posted } = answering({ kind: 'ok', json: undefined });
  const password = (headerHash: Uint8Array): Promise<string> => {
    asked.push(headerHash);
    return Promise.resolve('123456');
  };
  await deliver(outboxHolding(activationMessage), { ...means, password });
  expect(asked).toEqual([fromBase64url(headerHash)]);
  expect(posted[0]?.[1]).toMatchObject({ headerHash, otp: '123456' });
});
