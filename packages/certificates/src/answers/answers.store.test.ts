import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import {
  type AnswerPlace,
  type IdempotencyKey,
  beginRequest,
  dropRequest,
  forgetAnswers,
  isRefusal,
  keepAnswer,
  makeApiKey,
} from '../index.ts';
import { type TestOffice, testOffice } from '../testing/index.ts';
import { tallyOf } from '../testing/tally.ts';

const KEY = 'one' as IdempotencyKey;

async function placeIn(office: TestOffice, idempotencyKey = KEY): Promise<AnswerPlace> {
  const wish = { name: 'deploy', scopes: ['look'], days: 30 };
  const made = await makeApiKey(office.ports, { person: office.staff.requester, wish });
  if (isRefusal(made)) throw new Error(made.code);
  return { keyId: made.keyId, idempotencyKey };
}

eachEngine('answers to requests that are sent again', (open) => {
  test('a request sent twenty times at the same moment is begun once', async () => {
    const office = await testOffice(open);
    const place = await placeIn(office);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => beginRequest(office.ports, { place, hash: 'a' })));
    expect(tallyOf(outcomes.map((one) => (isRefusal(one) ? one.code : one.kind)))).toEqual({ begun: 1, 'idempotency-in-progress': 19 });
  });

  test('the same key with another body is refused, before and after it was answered', async () => {
    const office = await testOffice(open);
    const place = await placeIn(office);
    await beginRequest(office.ports, { place, hash: 'a' });
    const other = () => beginRequest(office.ports, { place, hash: 'b' });
    expect(await other()).toMatchObject({ code: 'idempotency-key-reused' });
    await keepAnswer(office.ports, { place, answer: 'done' });
    expect(await other()).toMatchObject({ code: 'idempotency-key-reused' });
    expect(await beginRequest(office.ports, { place, hash: 'a' })).toEqual({ kind: 'answered', answer: 'done' });
  });

  test('what another program calls the same is another request', async () => {
    const office = await testOffice(open);
    await beginRequest(office.ports, { place: await placeIn(office), hash: 'a' });
    expect(await beginRequest(office.ports, { place: await placeIn(office), hash: 'b' })).toEqual({ kind: 'begun' });
  });

  test('what was begun by a process that died is never done again under its key', async () => {
    const office = await testOffice(open);
    const place = await placeIn(office);
    await beginRequest(office.ports, { place, hash: 'a' });
    office.clock.advance(10 * 60_000);
    expect(await beginRequest(office.ports, { place, hash: 'a' })).toMatchObject({ code: 'idempotency-answer-lost' });
  });

  test('what was refused did nothing, and may be tried again under its key', async () => {
    const office = await testOffice(open);
    const place = await placeIn(office);
    await beginRequest(office.ports, { place, hash: 'a' });
    await dropRequest(office.ports, place);
    expect(await beginRequest(office.ports, { place, hash: 'b' })).toEqual({ kind: 'begun' });
  });

  test('an answer is kept for a day', async () => {
    const office = await testOffice(open);
    const place = await placeIn(office);
    await beginRequest(office.ports, { place, hash: 'a' });
    await keepAnswer(office.ports, { place, answer: 'done' });
    office.clock.advance(86_400_000 - 1);
    await forgetAnswers(office.ports);
    expect(await beginRequest(office.ports, { place, hash: 'a' })).toMatchObject({ kind: 'answered' });
    office.clock.advance(1);
    await forgetAnswers(office.ports);
    expect(await beginRequest(office.ports, { place, hash: 'a' })).toEqual({ kind: 'begun' });
  });
});
