import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { asTemporaryAccessCode, formatTemporaryAccessCode } from '@sallyport/protocol';
import { expect, test } from 'vitest';
import {
  type Factor,
  type TokenId,
  assuranceOf,
  confirmUnlock,
  findSecondFactorWays,
  freezeAccount,
  issueTemporaryAccess,
  listSoftTokens,
  reportMisplaced,
  revokeSoftToken,
  spendTemporaryAccessCode,
  submitOtp,
  thawByHelpDesk,
} from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  SESSION,
  type TestHouse,
  type TestPerson,
  type TestToken,
  VISIT,
  activatedToken,
  expectDone,
  inParallel,
  invitedPerson,
  mailedCode,
  otpProofOf,
  outcomeOf,
  personWithQuestions,
  personWithToken,
  proof,
  repairProofs,
  tally,
  testHouse,
} from '../testing/index.ts';
import { unlock } from '../testing/unlocking.ts';

const FIFTEEN_MINUTES = 15 * 60_000;
const DAY = 24 * 60 * 60_000;

type Owner = TestPerson & { readonly token: TestToken };

function report(house: TestHouse, { accountId, token }: Owner, factors: readonly Factor[] = ['password', 'recovery-code']) {
  const proofs = factors.map((factor) => proof(house, factor));
  return reportMisplaced(house.ports, { accountId, tokenId: token.tokenId, proofs, visit: VISIT });
}

async function misplacedToken(house: TestHouse, userName?: string) {
  const person = await personWithToken(house, userName);
  const { code, expiresAt, uses } = expectDone(await report(house, person));
  return { ...person, code: code.reveal(), expiresAt, uses };
}

function spend(house: TestHouse, { accountId }: TestPerson, code: string) {
  return spendTemporaryAccessCode(house.ports, { accountId, code: new Secret(code), visit: VISIT });
}

function submit(house: TestHouse, { accountId, token }: Owner) {
  return submitOtp(house.ports, { accountId, otp: token.otp(house.clock.now()), session: SESSION, visit: VISIT });
}

async function isMisplaced(house: TestHouse, { accountId }: TestPerson): Promise<boolean> {
  return (await listSoftTokens(house.ports, { accountId })).some((token) => token.misplacedAt !== undefined);
}

/** In good order, and nobody's. */
const NOBODYS = formatTemporaryAccessCode(asTemporaryAccessCode('0'.repeat(12)));

eachEngine('temporary access', (open) => {
  test('of 40 parallel guesses five are looked at, and then none for a quarter of an hour', async () => {
    const house = await testHouse(open);
    const person = await misplacedToken(house);
    const outcomes = await inParallel(40, () => spend(house, person, NOBODYS));
    expect(tally(outcomes)).toEqual({ 'temporary-access-code-refused': 5, 'too-many-attempts': 35 });
    house.clock.advance(FIFTEEN_MINUTES - 1);
    expect(await spend(house, person, person.code)).toMatchObject({ code: 'too-many-attempts', details: { until: house.clock.now() + 1 } });
    house.clock.advance(1);
    expectDone(await spend(house, person, person.code));
  });

  test('is used as often as it allows and no more, however many come at the same moment', async () => {
    const house = await testHouse(open);
    const person = await misplacedToken(house);
    expect(person.uses).toBe(10);
    let used = 0;
    for (let turn = 0; turn < 4; turn += 1) {
      const outcomes = await inParallel(5, () => spend(house, person, person.code));
      used += outcomes.filter((outcome) => outcomeOf(outcome) === 'done').length;
      house.clock.advance(FIFTEEN_MINUTES);
    }
    expect(used).toBe(10);
    expect(await findSecondFactorWays(house.ports, person)).toEqual(['soft-token-otp']);
  });

  test('ends by itself after a day, and at once when another code is issued', async () => {
    const house = await testHouse(open);
    const person = await misplacedToken(house);
    const next = expectDone(await report(house, person)).code.reveal();
    expect(await spend(house, person, person.code)).toMatchObject({ code: 'temporary-access-code-refused' });
    house.clock.advance(DAY - 1);
    expectDone(await spend(house, person, next));
    house.clock.advance(1);
    expect(await spend(house, person, next)).toMatchObject({ code: 'temporary-access-code-refused' });
  });

  test('another account’s code is refused, and no code costs the same and gets the same answer', async () => {
    const house = await testHouse(open);
    const ada = await misplacedToken(house);
    const ben = await misplacedToken(house, 'ben.strand');
    const nobody = await personWithQuestions(house, 'eve.pier');
    for (const person of [ada, nobody])
      expect(await spend(house, person, ben.code)).toMatchObject({ code: 'temporary-access-code-refused', details: { left: 4 } });
    expectDone(await spend(house, ben, ben.code));
  });

  test('a typing error names its group and costs nothing; so does what is far too long', async () => {
    const house = await testHouse(open);
    const person = await misplacedToken(house);
    const wrong = person.code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));
    for (let turn = 0; turn < 10; turn += 1)
      expect(await spend(house, person, wrong)).toMatchObject({ code: 'temporary-access-code-typo', details: { groups: [1] } });
    for (const text of ['', 'not a code', '9'.repeat(100_000)])
      expect(await spend(house, person, text)).toMatchObject({ code: 'temporary-access-code-typo' });
    expectDone(await spend(house, person, person.code));
  });

  test('is given to nobody below level 2, nor by the token that is said to be misplaced, nor by temporary access itself', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    for (const factors of [['password'], ['password', 'questions'], ['password', 'mailed-code'], ['recovery-code']] as const)
      expect(await report(house, person, factors)).toMatchObject({ code: 'step-up-needed' });
    const proofs = [proof(house, 'password'), otpProofOf(house, person.token)];
    const tokenId = person.token.tokenId;
    expect(await reportMisplaced(house.ports, { ...person, tokenId, proofs, visit: VISIT })).toMatchObject({ code: 'step-up-needed' });
    expect(await report(house, person, ['password', 'temporary-access-code'])).toMatchObject({ code: 'temporary-access-not-prolonged' });
    expect(await isMisplaced(house, person)).toBe(false);
  });

  test('is not given for another person’s token, nor for one that is not in service', async () => {
    const house = await testHouse(open);
    const ada = await personWithToken(house);
    const ben = await personWithToken(house, 'ben.strand');
    expect(await report(house, { ...ada, token: ben.token })).toMatchObject({ code: 'token-not-found' });
    const tokenId = ada.token.tokenId as TokenId;
    expectDone(await revokeSoftToken(house.ports, { ...ada, tokenId, proofs: repairProofs(house), visit: VISIT }));
    expect(await report(house, ada)).toMatchObject({ code: 'token-not-found' });
    expect(await house.database.query.selectFrom('temporary_access').select('access_id').execute()).toEqual([]);
  });

  test('is one factor, and with the password level 2', async () => {
    const house = await testHouse(open);
    const person = await misplacedToken(house);
    const given = expectDone(await spend(house, person, person.code)).proof;
    expect(assuranceOf([given]).level).toBe(1);
    expect(assuranceOf([given, proof(house, 'password')])).toMatchObject({
      level: 2,
      amr: ['pwd', 'urn:sallyport:amr:temporary-access-code', 'mfa'],
    });
  });

  test('ends with the first one-time password of the misplaced token, which is back in service, once', async () => {
    const house = await testHouse(open);
    const person = await misplacedToken(house);
    const outcomes = await inParallel(8, () => submit(house, person));
    expect(outcomes.filter((outcome) => outcomeOf(outcome) === 'done')).toHaveLength(1);
    expect(await isMisplaced(house, person)).toBe(false);
    expect(await spend(house, person, person.code)).toMatchObject({ code: 'temporary-access-code-refused' });
    expect(await auditTrail(house, 'soft-token.return-to-service')).toHaveLength(1);
  });

  test('ends with the unlock of the misplaced token, once that is confirmed', async () => {
    const house = await testHouse(open);
    const person = await misplacedToken(house);
    expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    expect(await isMisplaced(house, person)).toBe(true);
    person.token.commit();
    const otp = person.token.otp(house.clock.now());
    expectDone(await confirmUnlock(house.ports, { ...person, otp, session: SESSION, visit: VISIT }));
    expect(await isMisplaced(house, person)).toBe(false);
    expect(await spend(house, person, person.code)).toMatchObject({ code: 'temporary-access-code-refused' });
  });

  test('goes on when a wrong one-time password is typed, or one of another token', async () => {
    const house = await testHouse(open);
    const person = await misplacedToken(house);
    const other = await activatedToken(house, person);
    const wrong = person.token.wrongOtp(house.clock.now());
    expect(await submitOtp(house.ports, { ...person, otp: wrong, session: SESSION, visit: VISIT })).toMatchObject({ code: 'otp-refused' });
    house.clock.advance(60_000);
    expectDone(await submit(house, { ...person, token: other }));
    expect(await isMisplaced(house, person)).toBe(true);
    expectDone(await spend(house, person, person.code));
  });

  test('ends when the misplaced token is revoked', async () => {
    const house = await testHouse(open);
    const person = await misplacedToken(house);
    const { tokenId } = person.token;
    expectDone(await revokeSoftToken(house.ports, { ...person, tokenId, proofs: repairProofs(house), visit: VISIT }));
    expect(await spend(house, person, person.code)).toMatchObject({ code: 'temporary-access-code-refused' });
    expect(await isMisplaced(house, person)).toBe(false);
  });

  test('ends when its owner says by a notice that it was not them, and does not come back when the account is thawed', async () => {
    const house = await testHouse(open);
    const person = await misplacedToken(house);
    expectDone(await freezeAccount(house.ports, { code: mailedCode(house, 'notice'), visit: VISIT }));
    expect(await spend(house, person, person.code)).toMatchObject({ code: 'temporary-access-code-refused' });
    expectDone(await thawByHelpDesk(house.ports, { ...person, agent: 'bea.locke', reason: 'spoken to in person' }));
    expect(await spend(house, person, person.code)).toMatchObject({ code: 'temporary-access-code-refused' });
    expect(await findSecondFactorWays(house.ports, person)).toEqual(['soft-token-otp']);
  });

  test('issued by an administrator opens the same door, and not that of an account that cannot sign in', async () => {
    const house = await testHouse(open);
    const person = await personWithToken(house);
    const { code } = expectDone(await issueTemporaryAccess(house.ports, person));
    expectDone(await spend(house, person, code.reveal()));
    expect(await isMisplaced(house, person)).toBe(false);
    expect(await findSecondFactorWays(house.ports, person)).toEqual(['soft-token-otp', 'temporary-access-code']);
    const invited = await invitedPerson(house, 'ben.strand');
    expect(await issueTemporaryAccess(house.ports, invited)).toMatchObject({ code: 'step-up-needed' });
  });

  test('is not spent by a full hashing queue', async () => {
    const house = await testHouse(open);
    const person = await misplacedToken(house);
    const passwordHasher = { ...house.ports.passwordHasher, verify: () => Promise.resolve('busy' as const) };
    const busy = { ...house, ports: { ...house.ports, passwordHasher } };
    for (let turn = 0; turn < 8; turn += 1) expect(await spend(busy, person, person.code)).toMatchObject({ code: 'busy' });
    expect(expectDone(await spend(house, person, person.code)).left).toBe(9);
  });

  test('cannot be read in the database', async () => {
    const house = await testHouse(open);
    const person = await misplacedToken(house);
    const rows = JSON.stringify(await house.database.query.selectFrom('temporary_access').selectAll().execute());
    for (const written of [person.code, person.code.replaceAll(' ', ''), person.code.replaceAll(/(\d{4})\d ?/g, '$1')])
      expect(rows).not.toContain(written);
  });

  test('is told of to every address: when the token is misplaced, found, and when an administrator issues a code', async () => {
    const house = await testHouse(open);
    const person = await misplacedToken(house);
    house.clock.advance(60_000);
    expectDone(await submit(house, person));
    expectDone(await issueTemporaryAccess(house.ports, person));
    for (const subject of [
      'Your soft token was reported as misplaced',
      'Your misplaced soft token is back in service',
      'A temporary access code was issued for your account',
    ])
      expect(house.mailer.sent.filter((mail) => mail.subject === subject)).toHaveLength(2);
  });
});
