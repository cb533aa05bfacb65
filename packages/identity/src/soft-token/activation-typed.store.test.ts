import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { asActivationCode, formatActivationCode } from '@sallyport/protocol';
import { expect, test } from 'vitest';
import {
  type ActivationOffer,
  answerActivation,
  answerTypedActivation,
  confirmActivation,
  confirmActivationByOtp,
  listSoftTokens,
  registerOfflineActivation,
  removeTypedRuns,
  startActivation,
  startTypedRun,
  submitOtp,
  viewActivation,
} from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  SESSION,
  type TestHouse,
  type TestPerson,
  VISIT,
  activationIdOf,
  activationRequest,
  expectDone,
  inParallel,
  personWithQuestions,
  tally,
  testHouse,
} from '../testing/index.ts';
import { offlineToken, type Typed, typedRequest, typedStart, typedToken } from '../testing/test-token-ways.ts';

const DAY = 24 * 60 * 60 * 1000;
const MINUTE = 60 * 1000;

async function offered(house: TestHouse, person: TestPerson): Promise<ActivationOffer & { readonly typed: Typed }> {
  const offer = expectDone(await startActivation(house.ports, { accountId: person.accountId, actor: { kind: 'operator' } }));
  return { ...offer, typed: { serial: offer.serial, code: offer.code?.reveal() ?? '' } };
}

async function begin(house: TestHouse, typed: Typed) {
  const { exchange, start } = await typedStart(typed);
  return { exchange, started: await startTypedRun(house.ports, { start, visit: VISIT }) };
}

/** A code in good order that is not this one. */
function otherCode(typed: Typed, turn = 0): Typed {
  const other = formatActivationCode(asActivationCode(String(turn).padStart(12, '0')));
  return { ...typed, code: other === typed.code ? formatActivationCode(asActivationCode('999999999999')) : other };
}

/** As if a day had gone by for this activation alone. */
async function expire(house: TestHouse, { serial }: Typed): Promise<void> {
  await house.database.transact(async (tx) => {
    const tokens = await tx.query.selectFrom('soft_token').select(['token_id', 'serial']).execute();
    const token = tokens.find((candidate) => candidate.serial === serial);
    if (!token) throw new Error(`no token ${serial}`);
    await tx.query.updateTable('activation').set({ expires_at: house.clock.now() }).where('token_id', '=', token.token_id).execute();
  });
}

async function runsOf(house: TestHouse) {
  return house.database.query.selectFrom('typed_run').selectAll().execute();
}

eachEngine('activating by serial and activation code', (open) => {
  test('of 30 parallel guesses at the code five are looked at, and the right one comes too late', async () => {
    const house = await testHouse(open);
    const { typed } = await offered(house, await personWithQuestions(house));
    const guesses = await Promise.all(Array.from({ length: 30 }, (_, turn) => typedStart(otherCode(typed, turn))));
    const outcomes = await Promise.all(guesses.map(({ start }) => startTypedRun(house.ports, { start, visit: VISIT })));
    expect(tally(outcomes)).toEqual({ done: 30 });
    expect((await runsOf(house)).filter((run) => run.activation_id !== null)).toHaveLength(5);
    expect(tallyOf(await auditTrail(house, 'soft-token.start-typed-activation'))).toEqual({
      'soft-token.start-typed-activation done': 5,
      'soft-token.start-typed-activation refused: activation-mismatch: no try to be had for this serial': 25,
    });
    const { exchange, started } = await begin(house, typed);
    expect(await typedRequest(exchange, expectDone(started))).toBeUndefined();
  });

  test('a serial that nobody has, a wrong code, one that was used, has expired or was tried too often get answers that nobody can tell apart', async () => {
    const house = await testHouse(open);
    const [ada, ben, cay, dan] = await Promise.all(
      ['ada.quay', 'ben.strand', 'cay.mole', 'dan.pier'].map((name) => personWithQuestions(house, name)),
    );
    if (!ada || !ben || !cay || !dan) throw new Error('nobody is here');
    const nobody: Typed = { serial: 'ST-000-000-00', code: otherCode({ serial: '', code: '' }).code };
    const wrong = otherCode((await offered(house, ada)).typed);
    const { typed: used } = await offered(house, ben);
    await typedToken(house.ports, used, VISIT);
    const { typed: exhausted } = await offered(house, cay);
    for (let turn = 0; turn < 5; turn += 1) await begin(house, otherCode(exhausted, turn));
    const { typed: expired } = await offered(house, dan);
    await expire(house, expired);

    for (const typed of [nobody, { ...nobody, serial: 'SOMETHING ELSE' }, wrong, used, exhausted, expired]) {
      const before = [(await runsOf(house)).length, (await auditTrail(house)).length];
      const { exchange, started } = await begin(house, typed);
      const answer = expectDone(started);
      expect([answer.a.length, answer.pB.length, answer.cB.length]).toEqual([22, 87, 86]);
      expect(await typedRequest(exchange, answer)).toBeUndefined();
      // The same rows behind it, so that neither the clock nor the disk tells.
      expect([(await runsOf(house)).length, (await auditTrail(house)).length]).toEqual(before.map((count) => count + 1));
      const own = await begin(house, (await offered(house, ada)).typed);
      const forged = await typedRequest(own.exchange, expectDone(own.started));
      if (!forged) throw new Error('a good code was refused');
      expect(await answerTypedActivation(house.ports, { activationId: answer.a, request: forged.request, visit: VISIT })).toMatchObject({
        code: 'activation-mismatch',
      });
    }
    expect(new Set((await runsOf(house)).filter((run) => run.sealed_run !== null).map((run) => run.sealed_run?.length)).size).toBe(1);
  });

  test('a run is looked at once: the second message sent again with a change finds nothing', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const { exchange, started } = await begin(house, (await offered(house, person)).typed);
    const next = await typedRequest(exchange, expectDone(started));
    if (!next) throw new Error('not confirmed');
    const { activationId, request } = next;
    const forged = { ...request, confirmation: new Uint8Array(64) };
    const outcomes = await inParallel(8, () => answerTypedActivation(house.ports, { activationId, request: forged, visit: VISIT }));
    expect(tally(outcomes)).toEqual({ 'activation-mismatch': 8 });
    expect(await answerTypedActivation(house.ports, { activationId, request, visit: VISIT })).toMatchObject({
      code: 'activation-mismatch',
    });
    const reasons = tallyOf(await auditTrail(house, 'soft-token.answer-typed-activation'));
    expect(reasons).toEqual({ 'soft-token.answer-typed-activation refused: activation-mismatch: confirmation or message': 1 });
    expect(await listSoftTokens(house.ports, person)).toMatchObject([{ state: { is: 'PENDING' } }]);
  });

  test('a device that does not go on within ten minutes starts again', async () => {
    const house = await testHouse(open);
    const { exchange, started } = await begin(house, (await offered(house, await personWithQuestions(house))).typed);
    const next = await typedRequest(exchange, expectDone(started));
    house.clock.advance(10 * MINUTE);
    if (!next) throw new Error('not confirmed');
    expect(await answerTypedActivation(house.ports, { ...next, visit: VISIT })).toMatchObject({ code: 'activation-mismatch' });
  });

  test('strangers who know the serial use up the code, not the link; the page then shows no code', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const offer = await offered(house, person);
    for (let turn = 0; turn < 5; turn += 1) await begin(house, otherCode(offer.typed, turn));
    const shown = await viewActivation(house.ports, person);
    expect(shown).toMatchObject({ at: 'waiting-for-app', offer: { code: undefined } });
    const link = offer.link.reveal();
    const { request } = await activationRequest(link);
    expectDone(await answerActivation(house.ports, { activationId: activationIdOf(link), request, visit: VISIT }));
  });

  test('an address that names no run is refused like any other', async () => {
    const house = await testHouse(open);
    const { exchange, started } = await begin(house, (await offered(house, await personWithQuestions(house))).typed);
    const next = await typedRequest(exchange, expectDone(started));
    if (!next) throw new Error('not confirmed');
    for (const activationId of ['', 'x', 'A'.repeat(22), '../../etc/passwd', 'A'.repeat(5000)]) {
      expect(await answerTypedActivation(house.ports, { ...next, activationId, visit: VISIT })).toMatchObject({
        code: 'activation-mismatch',
      });
    }
  });

  test('a network that never stops is throttled, whether it asks for serials that exist or not', async () => {
    const house = await testHouse(open);
    const { start } = await typedStart({ serial: 'ST-000-000-00', code: otherCode({ serial: '', code: '' }).code });
    const budget = { ...house.ports.policy.budgets, 'token-api-network': [{ allowed: 6, windowSeconds: 60 }] };
    const ports = { ...house.ports, policy: { ...house.ports.policy, budgets: budget } };
    const outcomes = await inParallel(10, () => startTypedRun(ports, { start, visit: VISIT }));
    expect(tally(outcomes)).toEqual({ done: 6, 'too-many-attempts': 4 });
  });

  test('neither the code nor what it is checked by can be read in the database, nor the keys of a run', async () => {
    const house = await testHouse(open);
    const { typed } = await offered(house, await personWithQuestions(house));
    const { exchange, started } = await begin(house, typed);
    const digits = typed.code.replaceAll(' ', '');
    const rows = [
      ...(await house.database.query.selectFrom('activation').selectAll().execute()),
      ...(await runsOf(house)),
      ...(await house.database.query.selectFrom('audit_event').selectAll().execute()),
    ];
    const text = rows
      .flatMap((row) => Object.values(row))
      .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)));
    const data =
      digits
        .match(/.{5}/g)
        ?.map((group) => group.slice(0, 4))
        .join('') ?? '';
    for (const secret of [typed.code, digits, data]) expect(text.join('\n')).not.toContain(secret);
    expect(await typedRequest(exchange, expectDone(started))).toBeDefined();
  });

  test('when the token is activated nothing is left that could open what was said', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const { typed } = await offered(house, person);
    await begin(house, typed);
    const token = await typedToken(house.ports, typed, VISIT);
    const confirmation = token.confirmation(house.clock.now());
    expectDone(await confirmActivation(house.ports, { activationId: token.activationId, confirmation, visit: VISIT }));
    const [activation] = await house.database.query.selectFrom('activation').selectAll().execute();
    const { state, sealed_psk, sealed_receiver_key, sealed_code, sealed_code_scalar } = activation ?? {};
    expect([state, sealed_psk, sealed_receiver_key, sealed_code, sealed_code_scalar]).toEqual(['CONFIRMED', null, null, null, null]);
    expect((await runsOf(house)).map((run) => run.sealed_run)).toEqual([null, null]);
    expect((await runsOf(house)).filter((run) => run.activation_id !== null)).toMatchObject([{ run_id: token.activationId }]);
  });

  test('two devices with the right code: one is answered, and only that one can confirm', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const { typed } = await offered(house, person);
    const devices = await Promise.all(
      [0, 1].map(async () => {
        const { exchange, started } = await begin(house, typed);
        return typedRequest(exchange, expectDone(started));
      }),
    );
    const outcomes = await Promise.all(
      devices.map((next) => (next ? answerTypedActivation(house.ports, { ...next, visit: VISIT }) : Promise.reject(new Error('refused')))),
    );
    expect(tally(outcomes)['done']).toBe(1);
    const loser = devices[outcomes.findIndex((outcome) => !('ct2' in outcome))];
    const confirmation = { mac: new Uint8Array(32), headerHash: new Uint8Array(32), otp: '123456' };
    const crossed = await inParallel(6, () =>
      confirmActivation(house.ports, { activationId: loser?.activationId ?? '', confirmation, visit: VISIT }),
    );
    expect(tally(crossed)).toEqual({ 'activation-not-found': 6 });
  });

  test('the very same message, sent again because the answer was lost, gets the very same answer', async () => {
    const house = await testHouse(open);
    const { exchange, started } = await begin(house, (await offered(house, await personWithQuestions(house))).typed);
    const next = await typedRequest(exchange, expectDone(started));
    if (!next) throw new Error('not confirmed');
    const first = expectDone(await answerTypedActivation(house.ports, { ...next, visit: VISIT }));
    expect(await answerTypedActivation(house.ports, { ...next, visit: VISIT })).toEqual(first);
    expect((await next.openReply(first)).ok).toBe(true);
  });

  test('the token signs in, confirmed by itself or by its owner', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const { typed, serial } = await offered(house, person);
    const token = await typedToken(house.ports, { ...typed, serial: serial.toLowerCase().replaceAll('-', ' ') }, VISIT);
    const confirmation = token.confirmation(house.clock.now());
    const confirm = () => confirmActivation(house.ports, { activationId: token.activationId, confirmation, visit: VISIT });
    expect(await inParallel(4, confirm)).toEqual(Array(4).fill({ serial }));
    expect((await auditTrail(house, 'soft-token.confirm-activation')).filter((line) => line.endsWith('done'))).toHaveLength(1);
    expect(await listSoftTokens(house.ports, person)).toMatchObject([
      { serial, state: { is: 'ACTIVE' }, deviceName: 'Typed telephone', provisioned: 'online' },
    ]);
    expectDone(await submitOtp(house.ports, { ...person, otp: token.otp(house.clock.now()), session: SESSION, visit: VISIT }));

    const ben = await personWithQuestions(house, 'ben.strand');
    const other = await typedToken(house.ports, (await offered(house, ben)).typed, VISIT);
    expectDone(await confirmActivationByOtp(house.ports, { ...ben, otp: other.otp(house.clock.now()), visit: VISIT }));
  });

  test('housekeeping removes what strangers left behind at once, and the rest when its activation is over', async () => {
    const house = await testHouse(open);
    const { typed } = await offered(house, await personWithQuestions(house));
    await begin(house, { ...typed, serial: 'ST-000-000-00' });
    await begin(house, typed);
    const token = await typedToken(house.ports, typed, VISIT);
    expect(await removeTypedRuns(house.ports)).toEqual({ removed: 0 });
    house.clock.advance(10 * MINUTE);
    expect(await removeTypedRuns(house.ports)).toEqual({ removed: 2 });
    expect((await runsOf(house)).map((run) => run.run_id)).toEqual([token.activationId]);
    house.clock.advance(DAY);
    expect(await removeTypedRuns(house.ports)).toEqual({ removed: 1 });
  });
});

eachEngine('one activation, three ways', (open) => {
  test('is taken up once, whichever way is first, also when all come at the same moment', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const offer = await offered(house, person);
    const link = offer.link.reveal();
    const { request } = await activationRequest(link);
    const { exchange, started } = await begin(house, offer.typed);
    const typed = await typedRequest(exchange, expectDone(started));
    if (!typed) throw new Error('not confirmed');
    const { registrationCode } = await offlineToken(offer.offlineText);
    const outcomes = await Promise.all([
      answerActivation(house.ports, { activationId: activationIdOf(link), request, visit: VISIT }),
      answerTypedActivation(house.ports, { ...typed, visit: VISIT }),
      registerOfflineActivation(house.ports, { ...person, code: new Secret(registrationCode), visit: VISIT }),
    ]);
    expect(tally(outcomes)['done']).toBe(1);
  });

  test('a new offer makes every way of the old one worthless', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const old = await offered(house, person);
    const { exchange, started } = await begin(house, old.typed);
    const next = await typedRequest(exchange, expectDone(started));
    await offered(house, person);
    if (!next) throw new Error('not confirmed');
    expect(await answerTypedActivation(house.ports, { ...next, visit: VISIT })).toMatchObject({ code: 'activation-mismatch' });
    const again = await begin(house, old.typed);
    expect(await typedRequest(again.exchange, expectDone(again.started))).toBeUndefined();
    const code = new Secret((await offlineToken(old.offlineText)).registrationCode);
    expect(await registerOfflineActivation(house.ports, { ...person, code, visit: VISIT })).toMatchObject({
      code: 'registration-code-wrong',
    });
  });

  test('two that draw the same serial do not share it', async () => {
    const house = await testHouse(open);
    const [ada, ben] = [await personWithQuestions(house), await personWithQuestions(house, 'ben.strand')];
    let draws = 0;
    const { randomness } = house.ports;
    // Four octets are drawn for a serial and for nothing else.
    const bytes = (length: number) => (length === 4 ? new Uint8Array([0, 0, 0, (draws += 1) < 3 ? 7 : 8]) : randomness.bytes(length));
    const ports = { ...house.ports, randomness: { bytes } };
    const first = expectDone(await startActivation(ports, { accountId: ada.accountId, actor: { kind: 'operator' } }));
    const second = expectDone(await startActivation(ports, { accountId: ben.accountId, actor: { kind: 'operator' } }));
    expect([first.serial, second.serial, draws]).toEqual(['ST-000-000-07', 'ST-000-000-08', 3]);
  });

  test('is not offered while too many keys are being derived', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const ports = { ...house.ports, keyHasher: () => Promise.resolve('busy' as const) };
    expect(await startActivation(ports, { accountId: person.accountId, actor: { kind: 'operator' } })).toMatchObject({ code: 'busy' });
    expect(await listSoftTokens(house.ports, person)).toEqual([]);
  });
});

function tallyOf(lines: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...new Set(lines)].map((line) => [line, lines.filter((other) => other === line).length]));
}
