import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { asRecoveryCode, formatRecoveryCode } from '@sallyport/protocol';
import { expect, test } from 'vitest';
import {
  type Factor,
  assuranceOf,
  countRecoveryCodes,
  forgetShownRecoveryCodes,
  keepRecoveryCodes,
  makeRecoveryCodes,
  spendRecoveryCode,
  viewRecoveryCodes,
} from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  type TestHouse,
  type TestPerson,
  VISIT,
  expectDone,
  inParallel,
  personWithPassword,
  personWithToken,
  proof,
  tally,
  testHouse,
} from '../testing/index.ts';

const SESSION = 'a browser session';
const FIFTEEN_MINUTES = 15 * 60_000;

function make(house: TestHouse, { accountId }: TestPerson, factors: readonly Factor[] = ['password', 'soft-token-otp']) {
  return makeRecoveryCodes(house.ports, {
    accountId,
    proofs: factors.map((factor) => proof(house, factor)),
    session: SESSION,
    visit: VISIT,
  });
}

function spend(house: TestHouse, { accountId }: TestPerson, code: string) {
  return spendRecoveryCode(house.ports, { accountId, code: new Secret(code), visit: VISIT });
}

async function codesOf(house: TestHouse, { accountId }: TestPerson): Promise<readonly string[]> {
  const { codes } = expectDone(await viewRecoveryCodes(house.ports, { accountId, session: SESSION }));
  return codes.map((code) => code.reveal());
}

async function personWithCodes(house: TestHouse, userName?: string) {
  const person = await personWithToken(house, userName);
  expectDone(await make(house, person));
  const codes = await codesOf(house, person);
  return { ...person, codes, first: codes[0] ?? '' };
}

/** In good order, and nobody's. */
const NOBODYS = formatRecoveryCode(asRecoveryCode('0'.repeat(20)));

eachEngine('recovery codes', (open) => {
  test('of 40 parallel guesses five are looked at, and then none for a quarter of an hour', async () => {
    const house = await testHouse(open);
    const person = await personWithCodes(house);
    let looks = 0;
    const ports = {
      ...house.ports,
      keyHasher: (...given: Parameters<typeof house.ports.keyHasher>) => ((looks += 1), house.ports.keyHasher(...given)),
    };
    const outcomes = await inParallel(40, () => spend({ ...house, ports }, person, NOBODYS));
    expect(tally(outcomes)).toEqual({ 'recovery-code-refused': 5, 'too-many-attempts': 35 });
    expect(looks).toBe(5);
    house.clock.advance(FIFTEEN_MINUTES - 1);
    expect(await spend(house, person, person.first)).toMatchObject({
      code: 'too-many-attempts',
      details: { until: house.clock.now() + 1 },
    });
    house.clock.advance(1);
    expectDone(await spend(house, person, person.first));
  });

  test('a guesser who never stops gets twenty looks a day', async () => {
    const house = await testHouse(open);
    const person = await personWithCodes(house);
    let looks = 0;
    for (let quarter = 0; quarter < 40; quarter += 1) {
      const outcomes = await inParallel(6, () => spend(house, person, NOBODYS));
      looks += tally(outcomes)['recovery-code-refused'] ?? 0;
      house.clock.advance(FIFTEEN_MINUTES);
    }
    expect(looks).toBe(20);
  });

  test('one submitted twenty times at the same moment is one proof', async () => {
    const house = await testHouse(open);
    const person = await personWithCodes(house);
    const outcomes = await inParallel(5, () => spend(house, person, person.first));
    expect(outcomes.filter((outcome) => 'proof' in outcome)).toEqual([{ proof: proof(house, 'recovery-code'), left: 9 }]);
    house.clock.advance(FIFTEEN_MINUTES);
    expect(await spend(house, person, person.first)).toMatchObject({ code: 'recovery-code-refused', details: { left: 4 } });
    expect(await countRecoveryCodes(house.ports, person)).toMatchObject({ left: 9, of: 10 });
  });

  test('all ten are good once each, in any order and spelling, and all ten together are one factor', async () => {
    const house = await testHouse(open);
    const person = await personWithCodes(house);
    expect(new Set(person.codes).size).toBe(10);
    const given = [];
    for (const code of person.codes.toReversed()) given.push(expectDone(await spend(house, person, code.replaceAll(' ', '-'))).proof);
    expect(assuranceOf(given, house.clock.now()).level).toBe(1);
    expect(await countRecoveryCodes(house.ports, person)).toMatchObject({ left: 0, of: 10 });
  });

  test('another account’s code is refused, and stays good for its owner', async () => {
    const house = await testHouse(open);
    const ada = await personWithCodes(house);
    const ben = await personWithCodes(house, 'ben.strand');
    expect(await spend(house, ada, ben.first)).toMatchObject({ code: 'recovery-code-refused' });
    expectDone(await spend(house, ben, ben.first));
  });

  test('an account without codes costs the same work and gets the same answer', async () => {
    const house = await testHouse(open);
    const person = await personWithCodes(house);
    const nobody = await personWithPassword(house, 'ben.strand');
    const seen = [];
    for (const who of [person, nobody]) {
      let looks = 0;
      const ports = {
        ...house.ports,
        keyHasher: (...given: Parameters<typeof house.ports.keyHasher>) => ((looks += 1), house.ports.keyHasher(...given)),
      };
      const refused = await spend({ ...house, ports }, who, NOBODYS);
      seen.push({ looks, code: 'code' in refused && refused.code, details: 'details' in refused && refused.details });
    }
    expect(seen).toEqual(Array(2).fill({ looks: 1, code: 'recovery-code-refused', details: { left: 4 } }));
  });

  test('a typing error names its group and costs nothing; so does a code of another kind, and one far too long', async () => {
    const house = await testHouse(open);
    const person = await personWithCodes(house);
    const wrong = person.first.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
    for (let turn = 0; turn < 30; turn += 1)
      expect(await spend(house, person, wrong)).toMatchObject({ code: 'recovery-code-typo', details: { groups: [1] } });
    const pinResetCode = person.token.pinResetCode().reveal();
    expect(await spend(house, person, pinResetCode)).toMatchObject({ code: 'recovery-code-typo', details: { wrongKind: 'pin-reset' } });
    for (const text of ['', '12', 'not a code', '9'.repeat(100_000)])
      expect(await spend(house, person, text)).toMatchObject({ code: 'recovery-code-typo' });
    expectDone(await spend(house, person, person.first));
  });

  test('are made by nobody below level 2, and by nobody whose proofs are old', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    for (const factors of [['password'], ['password', 'questions'], ['password', 'mailed-code'], ['soft-token-otp']] as const)
      expect(await make(house, person, factors)).toMatchObject({ code: 'step-up-needed' });
    const proofs = [proof(house, 'password'), proof(house, 'soft-token-otp')];
    house.clock.advance(10 * 60_000);
    expect(await makeRecoveryCodes(house.ports, { ...person, proofs, session: SESSION, visit: VISIT })).toMatchObject({
      code: 'step-up-needed',
    });
    expect(await countRecoveryCodes(house.ports, person)).toBeUndefined();
  });

  test('made anew void all earlier ones, also those made at the same moment', async () => {
    const house = await testHouse(open);
    const person = await personWithCodes(house);
    await inParallel(4, () => make(house, person));
    const codes = await codesOf(house, person);
    expect(codes).toHaveLength(10);
    expect(await spend(house, person, person.first)).toMatchObject({ code: 'recovery-code-refused' });
    expectDone(await spend(house, person, codes[9] ?? ''));
    expect(await countRecoveryCodes(house.ports, person)).toMatchObject({ left: 9, of: 10 });
  });

  test('are seen by the session that made them, until it has saved them or a quarter of an hour has passed, and by no other', async () => {
    const house = await testHouse(open);
    const person = await personWithCodes(house);
    const view = (session: string) => viewRecoveryCodes(house.ports, { ...person, session });
    expect(await view('another session')).toMatchObject({ code: 'recovery-codes-not-shown' });
    await keepRecoveryCodes(house.ports, person);
    expect(await view(SESSION)).toMatchObject({ code: 'recovery-codes-not-shown' });
    expectDone(await make(house, person));
    house.clock.advance(FIFTEEN_MINUTES - 1);
    expectDone(await view(SESSION));
    house.clock.advance(1);
    expect(await view(SESSION)).toMatchObject({ code: 'recovery-codes-not-shown' });
    await forgetShownRecoveryCodes(house.ports);
    expect(await house.database.query.selectFrom('recovery_code_set').select('sealed_codes').execute()).toEqual([{ sealed_codes: null }]);
  });

  test('cannot be read in the database, not even while they are shown', async () => {
    const house = await testHouse(open);
    const person = await personWithCodes(house);
    const rows = [
      ...(await house.database.query.selectFrom('recovery_code').selectAll().execute()),
      ...(await house.database.query.selectFrom('recovery_code_set').selectAll().execute()),
    ].flatMap((row) =>
      Object.values(row).map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value))),
    );
    for (const code of person.codes)
      for (const written of [code, code.replaceAll(' ', ''), code.replaceAll(/(\d{4})\d ?/g, '$1')])
        expect(rows.join('\n')).not.toContain(written);
  });

  test('are told of to every address: when made, replaced and used', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    house.mailer.reset();
    expectDone(await make(house, person));
    const [first = ''] = await codesOf(house, person);
    expectDone(await spend(house, person, first));
    expectDone(await make(house, person));
    const told = ['Recovery codes were made for your account', 'One of your recovery codes was used', 'Your recovery codes were replaced'];
    expect(house.mailer.sent.map((mail) => mail.subject)).toEqual(told.flatMap((subject) => [subject, subject]));
    for (const mail of house.mailer.sent) expect(mail.text).not.toContain(first);
    expect(await auditTrail(house, 'recovery-codes.spend')).toEqual(['recovery-codes.spend done']);
  });

  test('a full hashing queue spends nothing', async () => {
    const house = await testHouse(open);
    const person = await personWithCodes(house);
    const busy = { ...house, ports: { ...house.ports, keyHasher: () => Promise.resolve('busy' as const) } };
    for (let turn = 0; turn < 8; turn += 1) expect(await spend(busy, person, person.first)).toMatchObject({ code: 'busy' });
    expectDone(await spend(house, person, person.first));
  });
});
