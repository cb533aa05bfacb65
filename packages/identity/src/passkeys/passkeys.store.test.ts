import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import {
  type AccountId,
  type Factor,
  askForPasskey,
  assuranceOf,
  changePassword,
  findReadiness,
  findSecondFactorWays,
  foreseePasskeyRemoval,
  freezeAccount,
  listPasskeys,
  offerPasskeyRegistration,
  proveWithPasskey,
  registerPasskey,
  removePasskey,
  removePasskeyChallenges,
  renamePasskey,
  signInWithPasskey,
  startPasskeyRegistration,
  thawByHelpDesk,
} from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  OTHER_SESSION,
  PASSWORD,
  SESSION,
  type TestHouse,
  type TestPerson,
  VISIT,
  expectDone,
  inParallel,
  mailedCode,
  personWithPassword,
  personWithQuestions,
  personWithToken,
  proof,
  repairProofs,
  tally,
  testHouse,
} from '../testing/index.ts';
import { addPasskey, askAnybody, deviceOf, strongProofs } from '../testing/test-passkeys.ts';

const TEN_MINUTES = 10 * 60_000;
const QUARTER = 15 * 60_000;
const SIGN_IN = 'a sign-in';

type Fields = Parameters<typeof signInWithPasskey>[1]['fields'];

function signIn(house: TestHouse, fields: Fields, session = SIGN_IN) {
  return signInWithPasskey(house.ports, { fields, session, visit: VISIT });
}

function prove(house: TestHouse, { accountId }: TestPerson, fields: Fields) {
  return proveWithPasskey(house.ports, { accountId, fields, session: SESSION, visit: VISIT });
}

function askOwner(house: TestHouse, { accountId }: TestPerson) {
  return askForPasskey(house.ports, { purpose: 'prove', session: SESSION, accountId });
}

function start(house: TestHouse, { accountId }: TestPerson, given: { readonly factors?: readonly Factor[]; readonly name?: string } = {}) {
  const { factors = ['password', 'soft-token-otp'], name = 'Work laptop' } = given;
  const proofs = factors.map((factor) => proof(house, factor));
  return startPasskeyRegistration(house.ports, { accountId, session: SESSION, proofs, name, visit: VISIT });
}

async function personWithPasskey(house: TestHouse, userName?: string) {
  const person = await personWithPassword(house, userName);
  return { ...person, ...(await addPasskey(house, person)) };
}

async function stateOfPasskeys(house: TestHouse, { accountId }: TestPerson) {
  return (await listPasskeys(house.ports, { accountId })).map(({ name, state }) => `${name}: ${state}`);
}

eachEngine('making a passkey', (open) => {
  test('is allowed to nobody below level 2, to nobody whose proofs are old, and to nobody by mail or questions', async () => {
    const house = await testHouse(open);
    const person = await personWithQuestions(house);
    for (const factors of [
      [],
      ['password'],
      ['password', 'questions'],
      ['password', 'mailed-code'],
      ['soft-token-otp'],
      ['passkey'],
    ] as const)
      expect(await start(house, person, { factors })).toMatchObject({ code: 'step-up-needed' });
    const proofs = strongProofs(house);
    house.clock.advance(TEN_MINUTES);
    const wish = { ...person, proofs, session: SESSION, name: 'Late', visit: VISIT };
    expect(await startPasskeyRegistration(house.ports, wish)).toMatchObject({ code: 'step-up-needed' });
    expect(await offerPasskeyRegistration(house.ports, { ...person, session: SESSION })).toMatchObject({ code: 'passkey-not-expected' });
    for (const factors of [['password', 'recovery-code'], ['passkey-verified'], ['recovery-code', 'mailed-code']] as const)
      expectDone(await start(house, person, { factors }));
  });

  test('waits for nothing and so is not begun where the policy wants a wait', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    const strict = { ...house, ports: { ...house.ports, policy: { ...house.ports.policy, recovery: 'strict' as const } } };
    expect(await start(strict, person, { factors: ['password', 'recovery-code'] })).toMatchObject({ code: 'step-up-needed' });
    expectDone(await start(strict, person));
  });

  test('submitted twenty times at the same moment makes one', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    expectDone(await start(house, person));
    const { options } = expectDone(await offerPasskeyRegistration(house.ports, { ...person, session: SESSION }));
    const fields = deviceOf(house).create(options);
    const outcomes = await inParallel(20, () => registerPasskey(house.ports, { ...person, session: SESSION, fields, visit: VISIT }));
    expect(tally(outcomes)).toEqual({ done: 1, 'passkey-not-expected': 19 });
    expect(await stateOfPasskeys(house, person)).toEqual(['Work laptop: in-service']);
  });

  test('is refused in another session, of another account, after ten minutes, with the challenge of the page before, and one that somebody signs in with', async () => {
    const house = await testHouse(open);
    const ada = await personWithPassword(house);
    const ben = await personWithPassword(house, 'ben.strand');
    const device = deviceOf(house);
    expectDone(await start(house, ada));
    const before = expectDone(await offerPasskeyRegistration(house.ports, { ...ada, session: SESSION }));
    const { options } = expectDone(await offerPasskeyRegistration(house.ports, { ...ada, session: SESSION }));
    const register = (accountId: AccountId, session = SESSION, asked = options) =>
      registerPasskey(house.ports, { accountId, session, fields: device.create(asked), visit: VISIT });
    expect(await register(ada.accountId, OTHER_SESSION)).toMatchObject({ code: 'passkey-not-expected' });
    expect(await register(ben.accountId)).toMatchObject({ code: 'passkey-not-expected' });
    expect(await register(ada.accountId, SESSION, before.options)).toMatchObject({ code: 'passkey-not-expected' });
    const { challenge } = await askAnybody(house, SESSION);
    expect(await register(ada.accountId, SESSION, { ...options, challenge })).toMatchObject({ code: 'passkey-not-expected' });
    house.clock.advance(TEN_MINUTES);
    expect(await register(ada.accountId)).toMatchObject({ code: 'passkey-not-expected' });
    expect(await offerPasskeyRegistration(house.ports, { ...ada, session: SESSION })).toMatchObject({ code: 'passkey-not-expected' });
    expect(await stateOfPasskeys(house, ada)).toEqual([]);
  });

  test('signed for another origin, another host or another ceremony is refused, and its permission is spent', async () => {
    for (const forgery of [
      { origin: 'https://evil.example' },
      { rpId: 'evil.example' },
      { type: 'webauthn.get' },
      { isAbsent: true },
    ] as const) {
      const house = await testHouse(open);
      const person = await personWithPassword(house);
      expectDone(await start(house, person));
      const { options } = expectDone(await offerPasskeyRegistration(house.ports, { ...person, session: SESSION }));
      const device = deviceOf(house);
      const submit = (fields: ReturnType<typeof device.create>) =>
        registerPasskey(house.ports, { ...person, session: SESSION, fields, visit: VISIT });
      expect(await submit(device.create(options, forgery))).toMatchObject({ code: 'passkey-refused' });
      expect(await submit(device.create(options))).toMatchObject({ code: 'passkey-not-expected' });
      expect(await stateOfPasskeys(house, person)).toEqual([]);
    }
  });

  test('without an answer of a device spends nothing', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    expectDone(await start(house, person));
    const { options } = expectDone(await offerPasskeyRegistration(house.ports, { ...person, session: SESSION }));
    const nothing = { id: '', clientData: '', attestation: '', transports: '' };
    expect(await registerPasskey(house.ports, { ...person, session: SESSION, fields: nothing, visit: VISIT })).toMatchObject({
      code: 'passkey-malformed',
    });
    expectDone(await registerPasskey(house.ports, { ...person, session: SESSION, fields: deviceOf(house).create(options), visit: VISIT }));
  });

  test('tells the device which it has already, and a passkey that is somebody’s is made nobody else’s', async () => {
    const house = await testHouse(open);
    const ada = await personWithPasskey(house);
    const ben = await personWithPassword(house, 'ben.strand');
    expectDone(await start(house, ada));
    const { options } = expectDone(await offerPasskeyRegistration(house.ports, { ...ada, session: SESSION }));
    expect(options).toMatchObject({ user: { id: ada.accountId, name: 'ada.quay' }, attestation: 'none', rp: { id: 'federation.example' } });
    expect(() => ada.device.create(options)).toThrow('InvalidStateError');
    // A device that answers with the id of a passkey that is known: a replay of its first registration under a fresh challenge.
    expectDone(await start(house, ben));
    const forBen = expectDone(await offerPasskeyRegistration(house.ports, { ...ben, session: SESSION }));
    const fresh = deviceOf(house);
    const fields = fresh.create(forBen.options);
    await house.database.transact((tx) =>
      tx.query.updateTable('passkey').set({ credential_id: fields.id }).where('account_id', '=', ada.accountId).execute(),
    );
    expect(await registerPasskey(house.ports, { ...ben, session: SESSION, fields, visit: VISIT })).toMatchObject({ code: 'passkey-known' });
    expect(await stateOfPasskeys(house, ben)).toEqual([]);
  });

  test('stops at ten, also when two are made at the same moment', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    for (let count = 0; count < 9; count += 1) await addPasskey(house, person, { name: `Key ${String(count)}` });
    const sessions = [SESSION, OTHER_SESSION];
    const made = [];
    for (const session of sessions) {
      const wish = { ...person, session, proofs: strongProofs(house), name: 'One more', visit: VISIT };
      expectDone(await startPasskeyRegistration(house.ports, wish));
      const { options } = expectDone(await offerPasskeyRegistration(house.ports, { ...person, session }));
      made.push({ ...person, session, fields: deviceOf(house).create(options), visit: VISIT });
    }
    const outcomes = await Promise.all(made.map((submission) => registerPasskey(house.ports, submission)));
    expect(tally(outcomes)).toEqual({ done: 1, 'passkey-limit': 1 });
    expect(await start(house, person)).toMatchObject({ code: 'passkey-limit', details: { limit: 10 } });
  });

  test('under a name that is empty, too long or cannot be shown is not begun', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    for (const name of ['', '   ', 'a'.repeat(41), 'x'.repeat(100_000), 'two\nlines', 'turned \u202Eround', 'null\u0000'])
      expect(await start(house, person, { name })).toMatchObject({ code: 'passkey-name-malformed', details: { limit: 40 } });
    expectDone(await start(house, person, { name: '  Ada’s   Schlüssel ' }));
    expect(expectDone(await offerPasskeyRegistration(house.ports, { ...person, session: SESSION })).name).toBe('Ada’s Schlüssel');
  });

  test('begun and then frozen comes to nothing', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    expectDone(await start(house, person));
    const { options } = expectDone(await offerPasskeyRegistration(house.ports, { ...person, session: SESSION }));
    expectDone(await freezeAccount(house.ports, { code: mailedCode(house, 'notice'), visit: VISIT }));
    const fields = deviceOf(house).create(options);
    expect(await registerPasskey(house.ports, { ...person, session: SESSION, fields, visit: VISIT })).toMatchObject({
      code: 'step-up-needed',
    });
  });

  test('remembers whether it verified its user and whether its maker may copy it, and which there are', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    await addPasskey(house, person, { name: 'Plain key', device: deviceOf(house, { verifies: false }) });
    house.clock.advance(1000);
    await addPasskey(house, person, { name: 'Telephone', device: deviceOf(house, { isSynced: true, counts: false }) });
    expect(await listPasskeys(house.ports, person)).toMatchObject([
      { name: 'Plain key', deviceType: 'single-device', signsInAlone: false, lastUsedAt: undefined, state: 'in-service' },
      { name: 'Telephone', deviceType: 'multi-device', signsInAlone: true, createdAt: house.clock.now() },
    ]);
  });
});

eachEngine('signing in with a passkey', (open) => {
  test('is level 2 alone, and makes the browser a known one', async () => {
    const house = await testHouse(open);
    const person = await personWithPasskey(house);
    const asked = await askAnybody(house);
    expect(asked).toMatchObject({ allowCredentials: [], userVerification: 'required', rpId: 'federation.example' });
    const accepted = expectDone(await signIn(house, person.device.get(asked)));
    expect(accepted).toMatchObject({ accountId: person.accountId, proof: proof(house, 'passkey-verified') });
    expect(assuranceOf([accepted.proof])).toMatchObject({ level: 2, amr: ['pop', 'user', 'mfa'] });
    expect(accepted.device).toMatch(/^[\w-]{22}$/);
    expect((await listPasskeys(house.ports, person))[0]?.lastUsedAt).toBe(house.clock.now());
  });

  test('submitted twenty times at the same moment signs in once', async () => {
    const house = await testHouse(open);
    const person = await personWithPasskey(house);
    const fields = person.device.get(await askAnybody(house));
    expect(tally(await inParallel(20, () => signIn(house, fields)))).toEqual({ done: 1, 'passkey-not-expected': 19 });
    expect(await stateOfPasskeys(house, person)).toEqual(['Work laptop: in-service']);
  });

  test('is refused with the challenge of another sign-in, of another purpose, after ten minutes, or of our own making', async () => {
    const house = await testHouse(open);
    const person = await personWithPasskey(house);
    const refused = { code: 'passkey-not-expected' };
    expect(await signIn(house, person.device.get(await askAnybody(house)), 'another sign-in')).toMatchObject(refused);
    expect(await signIn(house, person.device.get(await askOwner(house, person)), SESSION)).toMatchObject(refused);
    const asked = await askAnybody(house);
    expect(await signIn(house, person.device.get({ ...asked, challenge: 'A'.repeat(43) }))).toMatchObject(refused);
    house.clock.advance(TEN_MINUTES);
    expect(await signIn(house, person.device.get(asked))).toMatchObject(refused);
  });

  test('takes any of the last four pages of a sign-in, each once, and none before them', async () => {
    const house = await testHouse(open);
    const person = await personWithPasskey(house);
    const pages = [];
    for (let page = 0; page < 6; page += 1) {
      pages.push(await askAnybody(house));
      house.clock.advance(1);
    }
    const answers = pages.map((asked) => person.device.get(asked));
    const outcomes = [];
    for (const fields of [...answers, ...answers]) outcomes.push(await signIn(house, fields));
    const refused = 'passkey-not-expected';
    const codes = outcomes.map((outcome) => ('code' in outcome ? outcome.code : 'done'));
    expect(codes).toEqual([refused, refused, 'done', 'done', 'done', 'done', ...Array.from({ length: 6 }, () => refused)]);
  });

  test('signed for another origin, another host, another ceremony or without a touch is refused, and tells nobody which', async () => {
    const house = await testHouse(open);
    const person = await personWithPasskey(house);
    for (const forgery of [
      { origin: 'https://evil.example' },
      { origin: 'https://federation.example.evil.example' },
      { rpId: 'evil.example' },
      { type: 'webauthn.create' },
      { isAbsent: true },
    ] as const) {
      const outcome = await signIn(house, person.device.get(await askAnybody(house), forgery));
      expect(outcome, JSON.stringify(forgery)).toMatchObject({ code: 'passkey-refused', details: {} });
    }
    expectDone(await signIn(house, person.device.get(await askAnybody(house))));
  });

  test('from a frame of another site is no answer', async () => {
    const house = await testHouse(open);
    const person = await personWithPasskey(house);
    const fields = person.device.get(await askAnybody(house), { crossOrigin: true });
    expect(await signIn(house, fields)).toMatchObject({ code: 'passkey-malformed' });
  });

  test('that nobody registered gets the same answer and the same work as one with a wrong signature, and as one of an account that cannot sign in', async () => {
    const house = await testHouse(open);
    const person = await personWithPasskey(house);
    let verified = 0;
    const verifier = house.ports.passkeyVerifier;
    const passkeyVerifier: typeof verifier = {
      ...verifier,
      verifyAssertion: (...given) => ((verified += 1), verifier.verifyAssertion(...given)),
    };
    const watched = { ...house, ports: { ...house.ports, passkeyVerifier } };
    const stranger = deviceOf(house);
    stranger.create({ challenge: 'AA', rp: { id: 'federation.example' }, user: { id: person.accountId }, excludeCredentials: [] });
    const unknown = await signIn(watched, stranger.get(await askAnybody(house)));
    const own = person.device.get(await askAnybody(house));
    const signed = stranger.get({ challenge: 'AA', rpId: 'federation.example', allowCredentials: [] }).signature;
    const wrong = await signIn(watched, { ...own, signature: signed });
    expectDone(await freezeAccount(house.ports, { code: mailedCode(house, 'notice'), visit: VISIT }));
    const frozen = await signIn(watched, person.device.get(await askAnybody(house)));
    const seen = [unknown, wrong, frozen].map((outcome) => ({ ...outcome, reason: undefined }));
    expect(seen).toEqual(Array(3).fill(seen[0]));
    expect(seen[0]).toMatchObject({ code: 'passkey-refused', details: {} });
    expect(verified).toBe(3);
  });

  test('that says it is another account’s is refused, and so is one that says nothing', async () => {
    const house = await testHouse(open);
    const ada = await personWithPasskey(house);
    const ben = await personWithPassword(house, 'ben.strand');
    for (const userHandle of [ben.accountId, 'AAAA', ''])
      expect(await signIn(house, ada.device.get(await askAnybody(house), { userHandle }))).toMatchObject({ code: 'passkey-refused' });
  });

  test('without user verification opens nothing, and beside a password is one factor', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    const { device } = await addPasskey(house, person, { device: deviceOf(house, { verifies: false }) });
    expect(await signIn(house, device.get(await askAnybody(house)))).toMatchObject({ code: 'passkey-not-verified' });
    const given = expectDone(await prove(house, person, device.get(await askOwner(house, person)))).proof;
    expect(given.factor).toBe('passkey');
    expect(assuranceOf([given]).level).toBe(1);
    expect(assuranceOf([given, proof(house, 'password')]).level).toBe(2);
  });

  test('whose counter went back is refused, put out of use, told to every address and written down, once', async () => {
    const house = await testHouse(open);
    const person = await personWithPasskey(house);
    expectDone(await signIn(house, person.device.get(await askAnybody(house), { signCount: 41 })));
    house.mailer.reset();
    for (const signCount of [41, 40, 0, 42])
      expect(await signIn(house, person.device.get(await askAnybody(house), { signCount }))).toMatchObject({ code: 'passkey-refused' });
    expect(await stateOfPasskeys(house, person)).toEqual(['Work laptop: suspended']);
    expect(house.mailer.sent.map((mail) => mail.subject)).toEqual(Array(2).fill('A passkey of your account was put out of use'));
    expect(await auditTrail(house, 'passkey.suspend')).toEqual(['passkey.suspend done']);
    expect(await findSecondFactorWays(house.ports, person)).toEqual([]);
    expect((await askOwner(house, person)).allowCredentials).toEqual([]);
  });

  test('whose counter goes back is put out of use as a second factor just the same', async () => {
    const house = await testHouse(open);
    const person = await personWithPasskey(house);
    expect(await prove(house, person, person.device.get(await askOwner(house, person), { signCount: 1 }))).toMatchObject({
      code: 'passkey-refused',
    });
    expect(await stateOfPasskeys(house, person)).toEqual(['Work laptop: suspended']);
  });

  test('of an authenticator without a counter is good again and again', async () => {
    const house = await testHouse(open);
    const person = await personWithPassword(house);
    const { device } = await addPasskey(house, person, { device: deviceOf(house, { counts: false }) });
    for (let turn = 0; turn < 3; turn += 1) expectDone(await signIn(house, device.get(await askAnybody(house))));
  });

  test('added by somebody of whom its owner says that this was not them is out of use, also once the account is open again; an older one stays', async () => {
    const house = await testHouse(open);
    const person = await personWithPasskey(house);
    house.clock.advance(60_000);
    house.mailer.reset();
    const { device: strangers } = await addPasskey(house, person, { name: 'Not mine' });
    const code = mailedCode(house, 'notice');
    house.clock.advance(60_000);
    const { device: later } = await addPasskey(house, person, { name: 'Not mine either' });
    expectDone(await freezeAccount(house.ports, { code, visit: VISIT }));
    expectDone(await thawByHelpDesk(house.ports, { ...person, agent: 'bea.locke', reason: 'spoken to in person' }));
    for (const device of [strangers, later])
      expect(await signIn(house, device.get(await askAnybody(house)))).toMatchObject({ code: 'passkey-refused' });
    expectDone(await signIn(house, person.device.get(await askAnybody(house))));
    expect(await stateOfPasskeys(house, person)).toEqual(['Work laptop: in-service', 'Not mine: suspended', 'Not mine either: suspended']);
  });

  test('of two answers with one count, at the same moment, takes one', async () => {
    const house = await testHouse(open);
    const person = await personWithPasskey(house);
    const answers = [];
    for (const session of ['one sign-in', 'other sign-in'])
      answers.push({ session, fields: person.device.get(await askAnybody(house, session), { signCount: 7 }) });
    const outcomes = await Promise.all(answers.map(({ session, fields }) => signIn(house, fields, session)));
    expect(tally(outcomes)).toEqual({ done: 1, 'passkey-refused': 1 });
  });

  test('leaves the network its tries when it is right, and takes them when it is not', async () => {
    const house = await testHouse(open);
    const person = await personWithPasskey(house);
    const narrow = { ...house.ports.policy.budgets, 'sign-in-network': [{ allowed: 2, windowSeconds: 900 }] };
    const watched = { ...house, ports: { ...house.ports, policy: { ...house.ports.policy, budgets: narrow } } };
    for (let turn = 0; turn < 4; turn += 1) expectDone(await signIn(watched, person.device.get(await askAnybody(house))));
    for (let turn = 0; turn < 2; turn += 1)
      expect(await signIn(watched, person.device.get(await askAnybody(house), { rpId: 'evil.example' }))).toMatchObject({
        code: 'passkey-refused',
      });
    expect(await signIn(watched, person.device.get(await askAnybody(house)))).toMatchObject({ code: 'too-many-attempts' });
  });

  test('saves what the caller keeps in the same transaction, or nothing', async () => {
    const house = await testHouse(open);
    const person = await personWithPasskey(house);
    const fields = person.device.get(await askAnybody(house));
    const broken = signInWithPasskey(house.ports, {
      fields,
      session: SIGN_IN,
      visit: VISIT,
      save: () => Promise.reject(new Error('no room')),
    });
    await expect(broken).rejects.toThrow('no room');
    expect((await listPasskeys(house.ports, person))[0]?.lastUsedAt).toBeUndefined();
  });
});

eachEngine('a passkey beside a password', (open) => {
  test('is looked at ten times in a quarter of an hour, of 40 parallel tries', async () => {
    const house = await testHouse(open);
    const person = await personWithPasskey(house);
    const fields = person.device.get(await askOwner(house, person), { origin: 'https://evil.example' });
    const outcomes = tally(await inParallel(40, () => prove(house, person, fields)));
    expect(outcomes).toEqual({ 'passkey-refused': 1, 'passkey-not-expected': 9, 'too-many-attempts': 30 });
    house.clock.advance(QUARTER);
    expectDone(await prove(house, person, person.device.get(await askOwner(house, person))));
  });

  test('of another account is refused, also where that one’s password was right', async () => {
    const house = await testHouse(open);
    const ada = await personWithPasskey(house);
    const ben = await personWithPasskey(house, 'ben.strand');
    const asked = await askOwner(house, ada);
    expect(asked.allowCredentials).toHaveLength(1);
    expect(() => ben.device.get(asked)).toThrow('NotAllowedError');
    for (const userHandle of [ben.accountId, ada.accountId, ''])
      expect(await prove(house, ada, ben.device.force(await askOwner(house, ada), { userHandle }))).toMatchObject({
        code: 'passkey-refused',
      });
    expect(await prove(house, ben, ben.device.force(await askOwner(house, ada)))).toMatchObject({ code: 'passkey-not-expected' });
  });

  test('asked for in one session is not taken in another', async () => {
    const house = await testHouse(open);
    const person = await personWithPasskey(house);
    const fields = person.device.get(await askOwner(house, person));
    const elsewhere = { ...person, fields, session: OTHER_SESSION, visit: VISIT };
    expect(await proveWithPasskey(house.ports, elsewhere)).toMatchObject({ code: 'passkey-not-expected' });
    expectDone(await prove(house, person, fields));
  });

  test('that tells no user handle, as a security key may, is taken where the account is known', async () => {
    const house = await testHouse(open);
    const person = await personWithPasskey(house);
    expectDone(await prove(house, person, person.device.get(await askOwner(house, person), { userHandle: '' })));
  });
});

eachEngine('a passkey that its owner has', (open) => {
  test('is renamed and removed by whoever could unlock a token, by nobody else, and only by its owner', async () => {
    const house = await testHouse(open);
    const ada = await personWithPasskey(house);
    const ben = await personWithPassword(house, 'ben.strand');
    const { ref } = ada.passkey;
    const weak = { ...ada, ref, proofs: [proof(house, 'password')], visit: VISIT };
    expect(await renamePasskey(house.ports, { ...weak, name: 'Mine' })).toMatchObject({ code: 'step-up-needed' });
    expect(await removePasskey(house.ports, weak)).toMatchObject({ code: 'step-up-needed' });
    const others = { ...ben, ref, proofs: repairProofs(house), visit: VISIT };
    expect(await renamePasskey(house.ports, { ...others, name: 'Mine' })).toMatchObject({ code: 'passkey-not-found' });
    expect(await removePasskey(house.ports, others)).toMatchObject({ code: 'passkey-not-found' });
    const own = { ...ada, ref, proofs: repairProofs(house), visit: VISIT };
    expect(await renamePasskey(house.ports, { ...own, name: 'two\nlines' })).toMatchObject({ code: 'passkey-name-malformed' });
    expect(expectDone(await renamePasskey(house.ports, { ...own, name: 'Desk' }))).toEqual({ name: 'Desk' });
    expect(await stateOfPasskeys(house, ada)).toEqual(['Desk: in-service']);
    expect(tally(await inParallel(4, () => removePasskey(house.ports, own)))).toEqual({ done: 1, 'passkey-not-found': 3 });
    expect(await signIn(house, ada.device.get(await askAnybody(house)))).toMatchObject({ code: 'passkey-refused' });
  });

  test('survives a changed password, which only ends sessions', async () => {
    const house = await testHouse(open);
    const person = await personWithPasskey(house);
    const newPassword = new Secret('seventeen brass anchors');
    expectDone(await changePassword(house.ports, { ...person, currentPassword: PASSWORD, newPassword, visit: VISIT }));
    const { epoch } = expectDone(await signIn(house, person.device.get(await askAnybody(house))));
    expect(epoch).toBe(2);
  });

  test('makes an account ready where nothing else did, and what its removal costs is said before', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const before = await findReadiness(house.ports, person);
    expect(before.isReady).toBe(false);
    const { passkey } = await addPasskey(house, person);
    const { isReady, holds } = await findReadiness(house.ports, person);
    expect({ isReady, holds }).toMatchObject({ isReady: true, holds: expect.arrayContaining(['passkey-verified']) as unknown });
    const removal = await foreseePasskeyRemoval(house.ports, { ...person, ref: passkey.ref });
    expect(removal).toMatchObject({ readiness: 'lost', secondFactorsLeft: ['soft-token-otp'] });
    expect(removal?.newlyStranded).toContain('token-lost');
    await addPasskey(house, person, { name: 'Spare' });
    expect(await foreseePasskeyRemoval(house.ports, { ...person, ref: passkey.ref })).toMatchObject({
      readiness: 'kept',
      newlyStranded: [],
    });
    expect(await foreseePasskeyRemoval(house.ports, { ...person, ref: 'nothing' })).toBeUndefined();
  });

  test('that never verified anybody does not make an account ready', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    await addPasskey(house, person, { device: deviceOf(house, { verifies: false }) });
    expect((await findReadiness(house.ports, person)).holds).not.toContain('passkey-verified');
  });

  test('is no secret in the database: no challenge stands there in a form that could be signed, and what ran out is removed', async () => {
    const house = await testHouse(open);
    const person = await personWithPasskey(house);
    const { challenge } = await askAnybody(house);
    await askOwner(house, person);
    const rows = await house.database.query.selectFrom('passkey_challenge').selectAll().execute();
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain(challenge);
    house.clock.advance(TEN_MINUTES);
    await removePasskeyChallenges(house.ports);
    expect(await house.database.query.selectFrom('passkey_challenge').selectAll().execute()).toEqual([]);
  });
});
