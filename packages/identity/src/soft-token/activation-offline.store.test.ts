import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { formatRegistrationCode, fromBase64url, type RegistrationCode, removalMessage } from '@sallyport/protocol';
import { expect, test } from 'vitest';
import {
  type ActivationOffer,
  answerContact,
  answerRekey,
  confirmActivation,
  confirmActivationByOtp,
  listSoftTokens,
  receiveReceipt,
  receiveRemoval,
  registerOfflineActivation,
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
  expectDone,
  inParallel,
  personWithQuestions,
  proof,
  tally,
  testHouse,
} from '../testing/index.ts';
import { type TestDevice, type TestToken, testDevice } from '../testing/test-token.ts';
import { offlineToken } from '../testing/test-token-ways.ts';

const DAY = 24 * 60 * 60 * 1000;

async function offered(house: TestHouse, person: TestPerson): Promise<ActivationOffer> {
  return expectDone(await startActivation(house.ports, { accountId: person.accountId, actor: { kind: 'operator' } }));
}

function register(house: TestHouse, person: TestPerson, code: string) {
  return registerOfflineActivation(house.ports, { accountId: person.accountId, code: new Secret(code), visit: VISIT });
}

async function confirmedOffline(open: Parameters<typeof testHouse>[0]) {
  const house = await testHouse(open);
  const person = await personWithQuestions(house);
  const { token, registrationCode } = await offlineToken((await offered(house, person)).offlineText);
  expectDone(await register(house, person, registrationCode));
  const { activationId } = token;
  expectDone(await confirmActivation(house.ports, { activationId, confirmation: token.confirmation(house.clock.now()), visit: VISIT }));
  return { house, person, token };
}

/** The one-time key that a contact brings. */
async function offerTo(house: TestHouse, token: TestToken): Promise<Uint8Array> {
  house.clock.advance(30_000);
  const asked = token.contact(house.clock.now(), { wish: 1 });
  const reply = expectDone(await answerContact(house.ports, { tokenId: token.tokenId, contact: asked.contact, visit: VISIT }));
  return token.hear(asked, reply)?.rekeyOffer ?? expect.unreachable('no re-key was offered');
}

/** A code in good order with another MAC. */
function forged(code: string, turn: number): string {
  const data = code
    .split(' ')
    .map((group) => group.slice(0, 4))
    .join('');
  const mac = (Number(data.slice(-5)) + 1 + turn) % 100_000;
  return formatRegistrationCode((data.slice(0, 7) + String(mac).padStart(5, '0')) as RegistrationCode);
}

eachEngine('activating without a network', (open) => {
  test('of 30 parallel guesses at the registration code five are looked at, and the right one comes too late', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const { registrationCode } = await offlineToken((await offered(house, person)).offlineText);
    const outcomes = await inParallel(30, (turn) => register(house, person, forged(registrationCode, turn)));
    expect(tally(outcomes)).toEqual({ 'registration-code-wrong': 5, 'activation-used': 25 });
    expect(await register(house, person, registrationCode)).toMatchObject({ code: 'activation-used' });
    expect(await viewActivation(house.ports, person)).toEqual({ at: 'none' });
  });

  test('another person’s registration code is refused, and their activation is untouched', async () => {
    const house = await testHouse(open);
    const [ada, ben] = [await personWithQuestions(house), await personWithQuestions(house, 'ben.strand')];
    await offered(house, ada);
    const { registrationCode } = await offlineToken((await offered(house, ben)).offlineText);
    expect(await register(house, ada, registrationCode)).toMatchObject({ code: 'registration-code-wrong', details: { left: 4 } });
    expect(await viewActivation(house.ports, ben)).toMatchObject({ at: 'waiting-for-app' });
  });

  test('a typing error, or a code of another kind, costs nothing and says what is wrong', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const { registrationCode } = await offlineToken((await offered(house, person)).offlineText);
    const last = String((Number(registrationCode.at(-1)) + 1) % 10);
    for (let turn = 0; turn < 7; turn += 1) {
      expect(await register(house, person, registrationCode.slice(0, -1) + last)).toMatchObject({
        code: 'registration-code-typo',
        details: { groups: [3] },
      });
    }
    expect(await register(house, person, '10751 83150 83728')).toMatchObject({ details: { wrongKind: 'pin-reset' } });
    expect(await register(house, person, '2')).toMatchObject({ details: { digits: { expected: 15, found: 1 } } });
    expect(await register(house, person, 'x'.repeat(100_000))).toMatchObject({ code: 'registration-code-typo' });
    expectDone(await register(house, person, registrationCode));
  });

  test('the right code ends after 24 hours, and without an activation there is nothing to register', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const { registrationCode } = await offlineToken((await offered(house, person)).offlineText);
    house.clock.advance(DAY);
    expect(await register(house, person, registrationCode)).toMatchObject({ code: 'activation-expired' });
    const ben = await personWithQuestions(house, 'ben.strand');
    expect(await register(house, ben, registrationCode)).toMatchObject({ code: 'activation-not-found' });
  });

  test('registered, but without a one-time password, a token signs nobody in', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const { token, registrationCode } = await offlineToken((await offered(house, person)).offlineText);
    expectDone(await register(house, person, registrationCode));
    expect(await listSoftTokens(house.ports, person)).toMatchObject([{ state: { is: 'PENDING' } }]);
    const otp = token.otp(house.clock.now());
    expect(await submitOtp(house.ports, { ...person, otp, session: SESSION, visit: VISIT })).toMatchObject({ code: 'otp-refused' });
  });

  test('the same code typed twenty times at the same moment registers once, and each is told that it is done', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const { serial, offlineText } = await offered(house, person);
    const { token, registrationCode } = await offlineToken(offlineText);
    expect(await inParallel(20, () => register(house, person, registrationCode))).toEqual(Array(20).fill({ serial }));
    expect(await auditTrail(house, 'soft-token.register-offline')).toEqual(['soft-token.register-offline done']);
    const second = (await offlineToken(offlineText)).registrationCode;
    expect(await register(house, person, second)).toMatchObject({ code: 'activation-used' });
    const otp = token.otp(house.clock.now());
    expectDone(await confirmActivationByOtp(house.ports, { ...person, otp, visit: VISIT }));
  });

  test('of two one-time passwords typed at the same moment one confirms, and the time step is burnt', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const { token, registrationCode } = await offlineToken((await offered(house, person)).offlineText);
    expectDone(await register(house, person, registrationCode));
    const otp = token.otp(house.clock.now());
    const outcomes = await inParallel(5, () => confirmActivationByOtp(house.ports, { ...person, otp, visit: VISIT }));
    expect(outcomes.filter((outcome) => 'proof' in outcome)).toEqual([{ serial: token.serial, proof: proof(house, 'soft-token-otp') }]);
    expect(await submitOtp(house.ports, { ...person, otp, session: SESSION, visit: VISIT })).toMatchObject({ code: 'otp-refused' });
  });

  test('the token is marked, signs in with its next password, and may confirm by itself at its first contact', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const { serial, offlineText } = await offered(house, person);
    const { token, registrationCode } = await offlineToken(offlineText);
    const confirm = () =>
      confirmActivation(house.ports, {
        activationId: token.activationId,
        confirmation: token.confirmation(house.clock.now()),
        visit: VISIT,
      });
    // A device that comes online before its owner has typed the code is told to wait.
    expect(await confirm()).toMatchObject({ code: 'activation-not-found' });
    expectDone(await register(house, person, registrationCode));
    expect(await viewActivation(house.ports, person)).toEqual({ at: 'waiting-for-otp', serial, provisioned: 'offline' });
    expect(await confirm()).toEqual({ serial });
    expect(await listSoftTokens(house.ports, person)).toMatchObject([
      { serial, state: { is: 'ACTIVE' }, provisioned: 'offline', deviceName: '' },
    ]);
    expectDone(await submitOtp(house.ports, { ...person, otp: token.otp(house.clock.now()), session: SESSION, visit: VISIT }));
  });

  test('its first contact renews its keys; from the first word under them on it is a token like any other', async () => {
    const { house, person, token } = await confirmedOffline(open);
    const { tokenId } = token;
    const offer = await offerTo(house, token);
    const now = house.clock.now();
    const started = await token.rekey(offer, now);
    const promise = expectDone(await answerRekey(house.ports, { tokenId, request: started.request, visit: VISIT }));
    // The device may never commit: until it says something under the new keys it is what it was.
    expect(await listSoftTokens(house.ports, person)).toMatchObject([{ provisioned: 'offline' }]);
    await started.commit(promise);
    expectDone(await receiveReceipt(house.ports, { tokenId, receipt: token.receipt(1, now), visit: VISIT }));
    expect(await listSoftTokens(house.ports, person)).toMatchObject([{ provisioned: 'online', state: { is: 'ACTIVE' } }]);
    house.clock.advance(30_000);
    const otp = token.otp(house.clock.now());
    expectDone(await submitOtp(house.ports, { ...person, otp, session: SESSION, visit: VISIT }));
  });

  test('of the device’s key that comes with a re-key the server believes nothing until the token has spoken under the new keys', async () => {
    const { house, person, token } = await confirmedOffline(open);
    const { tokenId } = token;
    const thief = await testDevice();
    const copied = token.copy();
    const planted = await copied.rekey(await offerTo(house, copied), house.clock.now(), { device: thief });
    expectDone(await answerRekey(house.ports, { tokenId, request: planted.request, visit: VISIT }));
    const removal = (device: TestDevice) => device.sign(removalMessage(fromBase64url(tokenId)));
    const remove = async (device: TestDevice) => receiveRemoval(house.ports, { tokenId, signature: await removal(device), visit: VISIT });
    expect(await remove(thief)).toMatchObject({ code: 'removal-refused' });

    house.clock.advance(10 * 60_000);
    const own = await token.rekey(await offerTo(house, token), house.clock.now());
    await own.commit(expectDone(await answerRekey(house.ports, { tokenId, request: own.request, visit: VISIT })));
    expect(await receiveRemoval(house.ports, { tokenId, signature: await token.removal(), visit: VISIT })).toMatchObject({
      code: 'removal-refused',
    });
    expectDone(await receiveReceipt(house.ports, { tokenId, receipt: token.receipt(1, house.clock.now()), visit: VISIT }));
    expect(await remove(thief)).toMatchObject({ code: 'removal-refused' });
    expect(await receiveRemoval(house.ports, { tokenId, signature: await token.removal(), visit: VISIT })).toEqual({ kind: 'taken' });
    expect(await listSoftTokens(house.ports, person)).toMatchObject([{ state: { is: 'REVOKED' } }]);
  });

  test('closed, its first contact is refused, and the first after its keys were renewed is answered', async () => {
    const { house, token } = await confirmedOffline(open);
    const { tokenId } = token;
    const closed = async () => answerContact(house.ports, { tokenId, contact: await token.closedContact(house.clock.now()), visit: VISIT });
    expect(await closed()).toMatchObject({ code: 'contact-refused' });
    const started = await token.rekey(await offerTo(house, token), house.clock.now());
    await started.commit(expectDone(await answerRekey(house.ports, { tokenId, request: started.request, visit: VISIT })));
    expectDone(await receiveReceipt(house.ports, { tokenId, receipt: token.receipt(1, house.clock.now()), visit: VISIT }));
    house.clock.advance(1);
    expect(await closed()).toMatchObject({ revocation: null, mac: null });
  });

  test('the registration code can be read nowhere in the database', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    const { registrationCode } = await offlineToken((await offered(house, person)).offlineText);
    expectDone(await register(house, person, registrationCode));
    const rows = [
      ...(await house.database.query.selectFrom('activation').selectAll().execute()),
      ...(await house.database.query.selectFrom('soft_token').selectAll().execute()),
      ...(await house.database.query.selectFrom('audit_event').selectAll().execute()),
    ];
    const text = rows
      .flatMap((row) => Object.values(row))
      .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)))
      .join('\n');
    const groups = registrationCode.split(' ');
    for (const secret of [registrationCode, groups.join(''), groups.map((group) => group.slice(0, 4)).join('')])
      expect(text).not.toContain(secret);
    const [activation] = await house.database.query.selectFrom('activation').selectAll().execute();
    expect([activation?.state, activation?.sealed_psk, activation?.sealed_code, activation?.reply]).toEqual(['ANSWERED', null, null, null]);
  });
});
