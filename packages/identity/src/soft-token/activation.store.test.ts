import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { softwareOtpMac } from '@sallyport/protocol';
import { expect, test } from 'vitest';
import {
  answerActivation,
  confirmActivation,
  confirmActivationByOtp,
  type IdentityPorts,
  listSoftTokens,
  startActivation,
  submitOtp,
  viewActivation,
} from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  SESSION,
  type TestHouse,
  type TestPerson,
  VISIT,
  activatedToken,
  activationIdOf,
  activationRequest,
  answeredToken,
  expectDone,
  inParallel,
  personWithQuestions,
  proof,
  tally,
  testHouse,
} from '../testing/index.ts';

const MINUTE = 60 * 1000;
const DAY = 24 * 60 * MINUTE;

async function offeredLink(house: TestHouse, person: TestPerson): Promise<Secret<string>> {
  return expectDone(await startActivation(house.ports, { accountId: person.accountId, actor: { kind: 'operator' } })).link;
}

eachEngine('activating a soft token', (open) => {
  test('a link answers one device, even when twenty devices use it at the same moment', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const link = (await offeredLink(house, person)).reveal();
    const devices = await Promise.all(Array.from({ length: 20 }, () => activationRequest(link)));
    const outcomes = await Promise.all(
      devices.map(({ request }) => answerActivation(house.ports, { activationId: activationIdOf(link), request, visit: VISIT })),
    );
    const answered = outcomes.filter((outcome) => 'ct2' in outcome);
    expect(answered).toHaveLength(1);
    expect(tally(outcomes)).toEqual({ done: 1, 'activation-used': 19 });
  });

  test('the very same message, sent again because the answer was lost, gets the very same answer', async () => {
    const house = await testHouse(open);
    const link = (await offeredLink(house, await personWithQuestions(house))).reveal();
    const { request, openReply } = await activationRequest(link);
    const send = () => answerActivation(house.ports, { activationId: activationIdOf(link), request, visit: VISIT });
    const replies = [...(await inParallel(4, send)), await send()].map(expectDone);
    expect(new Set(replies.map((reply) => reply.ct2)).size).toBe(1);
    const [reply] = replies;
    if (!reply) throw new Error('no reply');
    expect((await openReply(reply)).ok).toBe(true);
  });

  test('a link that is guessed at is dead after five tries, also for its owner', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const link = (await offeredLink(house, person)).reveal();
    const foreign = await activationRequest((await offeredLink(house, await personWithQuestions(house, 'ben.strand'))).reveal());
    const outcomes = await inParallel(12, () =>
      answerActivation(house.ports, { activationId: activationIdOf(link), request: foreign.request, visit: VISIT }),
    );
    expect(tally(outcomes)).toEqual({ 'activation-mismatch': 5, 'activation-used': 7 });
    const { request } = await activationRequest(link);
    expect(await answerActivation(house.ports, { activationId: activationIdOf(link), request, visit: VISIT })).toMatchObject({
      code: 'activation-used',
    });
    expect(await viewActivation(house.ports, person)).toEqual({ at: 'none' });
  });

  test('a link ends after 24 hours, and a new one replaces it at once', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const first = (await offeredLink(house, person)).reveal();
    const second = (await offeredLink(house, person)).reveal();
    const answer = async (link: string) => {
      const { request } = await activationRequest(link);
      return answerActivation(house.ports, { activationId: activationIdOf(link), request, visit: VISIT });
    };
    expect(await answer(first)).toMatchObject({ code: 'activation-used' });
    house.clock.advance(DAY);
    expect(await answer(second)).toMatchObject({ code: 'activation-expired' });
    expect((await listSoftTokens(house.ports, person)).map((token) => token.state.is)).toEqual(['PENDING', 'REVOKED']);
  });

  test('the device is told whether it may open the token without its PIN; unless the operator says so, it may not', async () => {
    const house = await testHouse(open);
    const { policy } = house.ports;
    const allowing = { ...house.ports, policy: { ...policy, token: { ...policy.token, prfOnlyAllowed: true } } };
    const told: boolean[] = [];
    for (const [name, ports] of [['ada.quay', house.ports] as const, ['ben.strand', allowing] as const]) {
      const link = (await offeredLink(house, await personWithQuestions(house, name))).reveal();
      const { request, openReply } = await activationRequest(link);
      const opened = await openReply(
        expectDone(await answerActivation(ports, { activationId: activationIdOf(link), request, visit: VISIT })),
      );
      if (!opened.ok) throw new Error('the device refused the answer');
      told.push(opened.value.policy.prfOnlyAllowed);
    }
    expect(told).toEqual([false, true]);
  });

  test('an address that names no activation is refused like any other, and paid for by the network', async () => {
    const house = await testHouse(open);
    const { request } = await activationRequest((await offeredLink(house, await personWithQuestions(house))).reveal());
    for (const activationId of ['', 'x', 'A'.repeat(22), '../../etc/passwd', 'A'.repeat(5000)]) {
      expect(await answerActivation(house.ports, { activationId, request, visit: VISIT })).toMatchObject({ code: 'activation-not-found' });
    }
  });

  test('both sides hold the same keys afterwards, and the seed crossed in no form: the token signs in', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const token = await activatedToken(house, person);
    expect(await listSoftTokens(house.ports, person)).toMatchObject([
      { serial: token.serial, state: { is: 'ACTIVE' }, deviceName: 'Test telephone' },
    ]);
    const otp = token.otp(house.clock.now());
    expectDone(await submitOtp(house.ports, { ...person, otp, session: SESSION, visit: VISIT }));
    expect(house.mailer.sent.at(-1)).toMatchObject({ subject: 'A soft token was activated' });
    expect(house.mailer.sent.at(-1)?.text).toContain(token.serial);
  });

  test('no seed, recovery key, server key or link key can be read in the database', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const seeds: Uint8Array[] = [];
    const ports = {
      ...house.ports,
      otpMac: (algorithm: Parameters<typeof softwareOtpMac>[0], seed: Uint8Array) => {
        seeds.push(seed.slice());
        return softwareOtpMac(algorithm, seed.slice());
      },
    };
    await activatedToken({ ...house, ports }, person);
    const [row] = await house.database.query.selectFrom('soft_token').selectAll().execute();
    expect(seeds).not.toHaveLength(0);
    for (const seed of seeds) expect(Buffer.from(row?.sealed_seed ?? []).includes(Buffer.from(seed))).toBe(false);
    const [activation] = await house.database.query.selectFrom('activation').selectAll().execute();
    expect([activation?.state, activation?.sealed_psk, activation?.sealed_receiver_key]).toEqual(['CONFIRMED', null, null]);
  });

  test('a token that was answered but not confirmed signs nobody in', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const token = await answeredToken(house.ports, { link: await offeredLink(house, person), visit: VISIT });
    const otp = token.otp(house.clock.now());
    expect(await submitOtp(house.ports, { ...person, otp, session: SESSION, visit: VISIT })).toMatchObject({ code: 'otp-refused' });
  });
});

eachEngine('confirming an activation', (open) => {
  test('of 30 parallel guesses at the one-time password five are looked at', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const token = await answeredToken(house.ports, { link: await offeredLink(house, person), visit: VISIT });
    const otp = token.wrongOtp(house.clock.now());
    const outcomes = await inParallel(30, () => confirmActivationByOtp(house.ports, { ...person, otp, visit: VISIT }));
    expect(tally(outcomes)).toEqual({ 'activation-not-confirmed': 5, 'activation-used': 25 });
    const right = { ...person, otp: token.otp(house.clock.now()), visit: VISIT };
    expect(await confirmActivationByOtp(house.ports, right)).toMatchObject({ code: 'activation-used' });
  });

  test('app and portal draw on the same five tries', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const token = await answeredToken(house.ports, { link: await offeredLink(house, person), visit: VISIT });
    const forged = { ...token.confirmation(house.clock.now()), mac: new Uint8Array(32) };
    const byApp = await inParallel(3, () =>
      confirmActivation(house.ports, { activationId: token.activationId, confirmation: forged, visit: VISIT }),
    );
    const otp = token.wrongOtp(house.clock.now());
    const byOtp = await inParallel(4, () => confirmActivationByOtp(house.ports, { ...person, otp, visit: VISIT }));
    expect(tally([...byApp, ...byOtp])).toEqual({ 'activation-not-confirmed': 5, 'activation-used': 2 });
  });

  test('the right MAC with a wrong one-time password, or the other way round, confirms nothing', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const token = await answeredToken(house.ports, { link: await offeredLink(house, person), visit: VISIT });
    const right = token.confirmation(house.clock.now());
    for (const confirmation of [
      { ...right, otp: token.wrongOtp(house.clock.now()) },
      { ...right, headerHash: new Uint8Array(32) },
      { ...right, otp: 'x' },
    ]) {
      const refused = await confirmActivation(house.ports, { activationId: token.activationId, confirmation, visit: VISIT });
      expect(refused).toMatchObject({ code: 'activation-not-confirmed' });
    }
    expect(await listSoftTokens(house.ports, person)).toMatchObject([{ state: { is: 'PENDING' } }]);
  });

  test('the app may send its confirmation again, and is answered the same', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const token = await answeredToken(house.ports, { link: await offeredLink(house, person), visit: VISIT });
    const confirmation = token.confirmation(house.clock.now());
    const confirm = () => confirmActivation(house.ports, { activationId: token.activationId, confirmation, visit: VISIT });
    const outcomes = await inParallel(6, confirm);
    house.clock.advance(10 * 60_000);
    expect([...outcomes, await confirm()]).toEqual(Array(7).fill({ serial: token.serial }));
    expect((await auditTrail(house, 'soft-token.confirm-activation')).filter((line) => line.endsWith('done'))).toHaveLength(1);
  });

  test('one token’s confirmation confirms no other', async () => {
    const house = await testHouse(open);
    const ada = await answeredToken(house.ports, { link: await offeredLink(house, await personWithQuestions(house)), visit: VISIT });
    const ben = await answeredToken(house.ports, {
      link: await offeredLink(house, await personWithQuestions(house, 'ben.strand')),
      visit: VISIT,
    });
    const confirmation = ben.confirmation(house.clock.now());
    const crossed = await confirmActivation(house.ports, { activationId: ada.activationId, confirmation, visit: VISIT });
    expect(crossed).toMatchObject({ code: 'activation-not-confirmed' });
  });

  test('the one-time password typed into the portal is a proof, and is burnt', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const token = await answeredToken(house.ports, { link: await offeredLink(house, person), visit: VISIT });
    expect(await viewActivation(house.ports, person)).toEqual({ at: 'waiting-for-otp', serial: token.serial, provisioned: 'online' });
    const otp = token.otp(house.clock.now());
    const outcomes = await inParallel(5, () => confirmActivationByOtp(house.ports, { ...person, otp, visit: VISIT }));
    expect(outcomes.filter((outcome) => 'proof' in outcome)).toEqual([{ serial: token.serial, proof: proof(house, 'soft-token-otp') }]);
    expect(await submitOtp(house.ports, { ...person, otp, session: SESSION, visit: VISIT })).toMatchObject({ code: 'otp-refused' });
  });
});

eachEngine('starting an activation', (open) => {
  test('pressed many times at the same moment, by whoever has the session, so many are started as the budget allows, and no more is computed', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    let hashed = 0;
    const ports: IdentityPorts = { ...house.ports, keyHasher: (hashing, asker) => ((hashed += 1), house.ports.keyHasher(hashing, asker)) };
    const start = () => startActivation(ports, { ...person, actor: { kind: 'owner', proofs: [proof(house, 'password')], visit: VISIT } });
    const outcomes = await inParallel(12, start);
    expect(tally(outcomes)).toEqual({ done: 5, 'too-many-attempts': 7 });
    expect(hashed).toBe(5);
    expect(await listSoftTokens(house.ports, person)).toHaveLength(5);
    expect(await start()).toMatchObject({ details: { until: house.clock.now() + 15 * MINUTE } });
    house.clock.advance(15 * MINUTE);
    expectDone(await start());
    // An operator is at the machine.
    expectDone(await startActivation(ports, { ...person, actor: { kind: 'operator' } }));
  });

  test('refused for want of a proof, it is paid for like any other', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const start = () => startActivation(house.ports, { ...person, actor: { kind: 'owner', proofs: [], visit: VISIT } });
    expect(tally(await inParallel(8, start))).toEqual({ 'step-up-needed': 5, 'too-many-attempts': 3 });
  });

  test('the first token takes the password; a second one takes the second factor', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const start = (...factors: readonly Parameters<typeof proof>[1][]) =>
      startActivation(house.ports, {
        accountId: person.accountId,
        actor: { kind: 'owner', proofs: factors.map((factor) => proof(house, factor)), visit: VISIT },
      });
    expect(await start()).toMatchObject({ code: 'step-up-needed' });
    expectDone(await start('password'));
    await activatedToken(house, person);
    expect(await start('password', 'questions', 'pin-reset-code')).toMatchObject({ code: 'step-up-needed' });
    expectDone(await start('password', 'soft-token-otp'));
    expect((await listSoftTokens(house.ports, person)).map((token) => token.state.is)).toEqual(['PENDING', 'ACTIVE', 'REVOKED']);
  });

  test('of many started at the same moment one is left, and the page shows its link again and again', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const offers = (
      await inParallel(6, () => startActivation(house.ports, { accountId: person.accountId, actor: { kind: 'operator' } }))
    ).map(expectDone);
    const states = (await listSoftTokens(house.ports, person)).map((token) => token.state.is);
    expect(states.sort()).toEqual(['PENDING', 'REVOKED', 'REVOKED', 'REVOKED', 'REVOKED', 'REVOKED']);
    const shown = await viewActivation(house.ports, person);
    if (shown.at !== 'waiting-for-app') throw new Error('no link is shown');
    expect(offers.map((offer) => offer.link.reveal())).toContain(shown.offer.link.reveal());
    expect(await viewActivation(house.ports, person)).toEqual(shown);
    expect(shown.offer.serial).toMatch(/^ST-\d{3}-\d{3}-\d{2}$/);
  });
});
