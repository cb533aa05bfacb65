import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Proof,
  answerMailedCode,
  answerQuestions,
  askForPasskey,
  askQuestions,
  assuranceOf,
  beginRehearsal,
  findReadiness,
  findRecoveryVerdict,
  freezeAccount,
  listSoftTokens,
  offerPasskeyRehearsal,
  proveWithPasskey,
  rehearsePasskey,
  reportMisplaced,
  sendMailedCode,
  spendRecoveryCode,
  submitOtp,
  viewRehearsal,
} from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  OTHER_SESSION,
  SESSION,
  type TestHouse,
  type TestPerson,
  VISIT,
  answerTo,
  expectDone,
  inParallel,
  mailedCode,
  outcomeOf,
  proof,
  tally,
  underPolicy,
} from '../testing/index.ts';
import {
  NOBODYS_RECOVERY_CODE,
  REHEARSAL_ACTS,
  type RehearsalAct,
  type WellPerson,
  begun,
  lastRehearsalCode,
  rehearsalHouse,
  tryMailedCode,
  tryRecoveryCode,
  wellPerson,
} from '../testing/rehearsing.ts';

const DAY = 24 * 60 * 60_000;
const ACTS = Object.keys(REHEARSAL_ACTS) as RehearsalAct[];
const RIGHT = ACTS.filter((act) => !/wrong|forged/.test(act));

function view(house: TestHouse, { accountId }: TestPerson) {
  return viewRehearsal(house.ports, { accountId, session: SESSION });
}

/** Every row of this room, but for what a rehearsal is written down in and what counts up by itself: budgets, the log and the mail are of another room. */
async function everything(house: TestHouse) {
  const { query } = house.database;
  const tokens = await query.selectFrom('soft_token').selectAll().orderBy('token_id').execute();
  const passkeys = await query.selectFrom('passkey').selectAll().execute();
  return {
    account: await query.selectFrom('account').selectAll().orderBy('account_id').execute(),
    addresses: await query.selectFrom('account_address').selectAll().orderBy('address').execute(),
    devices: await query.selectFrom('known_device').selectAll().orderBy('device_hash').execute(),
    resets: await query.selectFrom('password_reset').selectAll().execute(),
    delays: await query.selectFrom('delayed_act').selectAll().execute(),
    answers: await query.selectFrom('answer').selectAll().orderBy('position').execute(),
    challenge: await query.selectFrom('question_challenge').selectAll().execute(),
    tokens: tokens.map(({ otp_last_step: _step, otp_used: _used, otp_ends_at: _ends, otp_previous_ends_at: _before, ...token }) => token),
    issues: await query.selectFrom('unlock_issue').selectAll().execute(),
    activations: await query.selectFrom('activation').selectAll().orderBy('activation_id').execute(),
    codeSet: await query.selectFrom('recovery_code_set').selectAll().execute(),
    codes: await query.selectFrom('recovery_code').selectAll().orderBy('position').execute(),
    mailed: await query
      .selectFrom('mailed_code')
      .selectAll()
      .where('session', '=', SESSION)
      .where('expires_at', '>', house.clock.now())
      .execute(),
    passkeys: passkeys.map(({ sign_count: _count, last_used_at: _used, verified_at: _verified, ...passkey }) => passkey),
    proving: await query.selectFrom('passkey_challenge').selectAll().where('purpose', '<>', 'rehearse').execute(),
    access: await query.selectFrom('temporary_access').selectAll().execute(),
    contacts: await query.selectFrom('recovery_contact').selectAll().execute(),
    vouchers: await query.selectFrom('recovery_voucher').selectAll().execute(),
  };
}

/** Everything given for real, each at the first try. */
async function giveEverything(house: TestHouse, person: WellPerson): Promise<readonly Proof[]> {
  const { accountId, device } = person;
  const { questions } = expectDone(await askQuestions(house.ports, person));
  const answers = questions.map(answerTo);
  const answered = expectDone(await answerQuestions(house.ports, { accountId, answers, visit: VISIT }));
  const otp = person.tokens[1].otp(house.clock.now());
  const typed = expectDone(await submitOtp(house.ports, { accountId, otp, session: SESSION, visit: VISIT }));
  const options = await askForPasskey(house.ports, { purpose: 'prove', session: SESSION, accountId });
  const used = expectDone(await proveWithPasskey(house.ports, { accountId, fields: device.get(options), session: SESSION, visit: VISIT }));
  expectDone(await sendMailedCode(house.ports, { accountId, session: SESSION, visit: VISIT }));
  const mailed = /Code: ([\d ]+)/.exec(house.mailer.sent.at(-1)?.text ?? '')?.[1]?.trim() ?? '';
  const read = expectDone(await answerMailedCode(house.ports, { accountId, code: new Secret(mailed), session: SESSION, visit: VISIT }));
  return [answered.proof, typed.proof, used.proof, read.proof];
}

eachEngine('a rehearsal', (open) => {
  test('changes nothing: after any sequence of up to eight acts everything is as it was, and opens at the first try', async () => {
    const house = await rehearsalHouse(open);
    const person = await wellPerson(house);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...ACTS), { minLength: 1, maxLength: 8 }), async (acts) => {
        // The budgets of the run before are whole again.
        house.clock.advance(3 * DAY);
        await begun(house, person);
        // As whoever opens the page of the questions is asked them.
        expectDone(await askQuestions(house.ports, person));
        const before = await everything(house);
        for (const act of acts) {
          house.clock.advance(30_000);
          const outcome = await REHEARSAL_ACTS[act](house, person);
          // No proof comes out of it.
          expect(Object.keys(outcome)).not.toContain('proof');
        }
        expect(await everything(house)).toEqual(before);
        house.clock.advance(30_000);
        await giveEverything(house, person);
      }),
      { numRuns: 12 },
    );
  });

  test('raises nobody: who rehearsed everything rightly stands where they stood, at every door', async () => {
    const house = await rehearsalHouse(open);
    const person = await wellPerson(house);
    const given = [proof(house, 'password')];
    await begun(house, person);
    const acts = ['unlock-token', 'temporary-access', 'replace-credential', 'reset-password'] as const;
    const verdicts = () => Promise.all(acts.map((act) => findRecoveryVerdict(house.ports, { ...person, act, proofs: given })));
    const before = await verdicts();
    for (const act of RIGHT) expectDone(await REHEARSAL_ACTS[act](house, person));
    expect(await view(house, person)).toMatchObject({ end: 'worked' });
    expect(await verdicts()).toEqual(before);
    expect(assuranceOf(given, house.clock.now()).level).toBe(1);
  });

  test('and the real thing together have exactly the real budget, and the rehearsal never its last try', async () => {
    const house = await rehearsalHouse(open);
    const person = await begun(house, await wellPerson(house));
    const { accountId } = person;
    const wrong = [new Secret('no idea'), new Secret('none at all')];
    const outcomes = await inParallel(
      40,
      (index): Promise<object> =>
        index % 2 === 0
          ? REHEARSAL_ACTS['wrong answers'](house, person)
          : answerQuestions(house.ports, { accountId, answers: wrong, visit: VISIT }),
    );
    expect(tally(outcomes)['answers-wrong']).toBe(3);
    expect((await auditTrail(house, 'rehearsal.questions')).filter((event) => event.includes('answers-wrong')).length).toBeLessThan(2);
  });

  test('that goes badly day and night leaves its owner a try of everything', async () => {
    const house = await rehearsalHouse(open);
    const person = await begun(house, await wellPerson(house));
    for (let turn = 0; turn < 6; turn += 1)
      for (const act of ACTS.filter((one) => /wrong|forged/.test(one))) await REHEARSAL_ACTS[act](house, person);
    house.clock.advance(30_000);
    await giveEverything(house, person);
    const code = new Secret(person.recoveryCodes[0] ?? '');
    expectDone(await spendRecoveryCode(house.ports, { ...person, code, visit: VISIT }));
  });

  test('never takes the last real try: whoever missed twice today is not asked a third time in play', async () => {
    const house = await rehearsalHouse(open);
    const person = await begun(house, await wellPerson(house));
    const wrong = { ...person, answers: [new Secret('no idea'), new Secret('none')], visit: VISIT };
    for (let turn = 0; turn < 2; turn += 1) expect(await answerQuestions(house.ports, wrong)).toMatchObject({ code: 'answers-wrong' });
    house.hasher.reset();
    expect(await REHEARSAL_ACTS['right answers'](house, person)).toMatchObject({ code: 'rehearsed-enough' });
    expect(house.hasher.calls).toEqual([]);
    const { questions } = expectDone(await askQuestions(house.ports, person));
    expectDone(await answerQuestions(house.ports, { ...person, answers: questions.map(answerTo), visit: VISIT }));
  });

  test('of a recovery code leaves it good for exactly one use, however often it was rehearsed', async () => {
    const house = await rehearsalHouse(open);
    const person = await begun(house, await wellPerson(house));
    const [code = ''] = person.recoveryCodes;
    expect(tally(await inParallel(8, () => tryRecoveryCode(house, person, code)))['recovery-code-refused']).toBeUndefined();
    const spent = await inParallel(5, () => spendRecoveryCode(house.ports, { ...person, code: new Secret(code), visit: VISIT }));
    expect(tally(spent)['done']).toBe(1);
    house.clock.advance(DAY);
    await begun(house, person);
    expect(await tryRecoveryCode(house, person, code)).toMatchObject({ code: 'recovery-code-refused' });
  });

  test('of a recovery code is no quieter than its use: every address is told of one that is right, and that it still works', async () => {
    const house = await rehearsalHouse(open);
    const person = await begun(house, await wellPerson(house));
    house.mailer.reset();
    expectDone(await tryRecoveryCode(house, person, person.recoveryCodes[0] ?? ''));
    await tryRecoveryCode(house, person, NOBODYS_RECOVERY_CODE);
    expect(house.mailer.sent.map(({ subject }) => subject)).toEqual(Array(2).fill('Rehearsal: one of your recovery codes was tried'));
    expect(house.mailer.sent[0]?.text).toContain('it still works');
  });

  test('asks the same questions for real afterwards, whatever was answered: there is no shopping', async () => {
    const house = await rehearsalHouse(open);
    const person = await begun(house, await wellPerson(house));
    const asked = async () => expectDone(await askQuestions(house.ports, person)).questions.map(({ ref }) => ref);
    const before = await asked();
    for (const act of ['right answers', 'right answers', 'wrong answers', 'right answers'] as const) {
      await REHEARSAL_ACTS[act](house, person);
      expect(await asked()).toEqual(before);
    }
  });

  test('burns a one-time password that was right: nobody who saw it typed signs in with it', async () => {
    const house = await rehearsalHouse(open);
    const person = await begun(house, await wellPerson(house));
    house.clock.advance(30_000);
    const otp = person.tokens[1].otp(house.clock.now());
    expectDone(await REHEARSAL_ACTS['right one-time password'](house, person));
    const submission = { ...person, session: SESSION, visit: VISIT };
    expect(await submitOtp(house.ports, { ...submission, otp })).toMatchObject({ code: 'otp-refused' });
    expect(await REHEARSAL_ACTS['right one-time password'](house, person)).toMatchObject({ code: 'otp-refused' });
    house.clock.advance(30_000);
    expectDone(await submitOtp(house.ports, { ...submission, otp: person.tokens[1].otp(house.clock.now()) }));
  });

  test('finds no misplaced token', async () => {
    const house = await rehearsalHouse(open);
    const person = await begun(house, await wellPerson(house));
    const { tokenId } = person.tokens[1];
    const proofs = [proof(house, 'password'), proof(house, 'recovery-code')];
    expectDone(await reportMisplaced(house.ports, { ...person, tokenId, proofs, visit: VISIT }));
    house.clock.advance(30_000);
    expectDone(await REHEARSAL_ACTS['right one-time password'](house, person));
    expect(await auditTrail(house, 'soft-token.return-to-service')).toEqual([]);
    expect((await listSoftTokens(house.ports, person)).map(({ tokenId: id }) => id)).toContain(tokenId);
  });

  test('sends a mail that says what it is; its code opens nothing for real, and a real code nothing in the rehearsal', async () => {
    const house = await rehearsalHouse(open);
    const person = await begun(house, await wellPerson(house));
    expectDone(await sendMailedCode(house.ports, { ...person, session: SESSION, visit: VISIT }));
    const real = /Code: ([\d ]+)/.exec(house.mailer.sent.at(-1)?.text ?? '')?.[1]?.trim() ?? '';
    expectDone(await REHEARSAL_ACTS['a mail'](house, person));
    expect(house.mailer.sent.at(-1)?.text).toContain('You are rehearsing');
    const played = lastRehearsalCode(house);
    const submission = { ...person, session: SESSION, visit: VISIT };
    expect(await answerMailedCode(house.ports, { ...submission, code: new Secret(played) })).toMatchObject({ code: 'mailed-code-refused' });
    expect(await tryMailedCode(house, person, real)).toMatchObject({ code: 'mailed-code-refused' });
    // What was mailed for real is still good, and so is what was mailed for the rehearsal.
    expectDone(await answerMailedCode(house.ports, { ...submission, code: new Secret(real) }));
    expect(tally(await inParallel(4, () => tryMailedCode(house, person, played)))).toEqual({ done: 1, 'mailed-code-refused': 3 });
  });

  test('of a passkey proves nothing: what was signed for one is refused at the door, and the other way round', async () => {
    const house = await rehearsalHouse(open);
    const person = await begun(house, await wellPerson(house));
    const { accountId, device } = person;
    const place = { accountId, session: SESSION, visit: VISIT };
    const { options } = expectDone(await offerPasskeyRehearsal(house.ports, place));
    const played = device.get(options);
    expect(await proveWithPasskey(house.ports, { ...place, fields: played })).toMatchObject({ code: 'passkey-not-expected' });
    const asked = await askForPasskey(house.ports, { purpose: 'prove', session: SESSION, accountId });
    const real = device.get(asked);
    expect(await rehearsePasskey(house.ports, { ...place, fields: real })).toMatchObject({ code: 'passkey-not-expected' });
    expect(tally(await inParallel(4, () => rehearsePasskey(house.ports, { ...place, fields: played })))['done']).toBe(1);
  });

  test('that shows a copied passkey is an alarm like any other', async () => {
    const house = await rehearsalHouse(open);
    const person = await begun(house, await wellPerson(house));
    const place = { accountId: person.accountId, session: SESSION, visit: VISIT };
    expectDone(await REHEARSAL_ACTS['right passkey'](house, person));
    house.mailer.reset();
    const { options } = expectDone(await offerPasskeyRehearsal(house.ports, place));
    const copied = person.device.get(options, { signCount: 1 });
    expect(await rehearsePasskey(house.ports, { ...place, fields: copied })).toMatchObject({ code: 'passkey-refused' });
    expect(house.mailer.sent.map(({ subject }) => subject)).toContain('A passkey of your account was put out of use');
  });

  test('belongs to its session: a thief in another sees none, and looks at nothing without one', async () => {
    const house = await rehearsalHouse(open);
    const person = await begun(house, await wellPerson(house));
    house.hasher.reset();
    expect(await viewRehearsal(house.ports, { accountId: person.accountId, session: OTHER_SESSION })).toBeUndefined();
    house.clock.advance(60 * 60_000);
    for (const act of ACTS) expect(outcomeOf(await REHEARSAL_ACTS[act](house, person))).toMatch(/rehearsal-over|mailed-code-refused/);
    expect(await auditTrail(house, 'rehearsal.questions')).toEqual([]);
  });

  test('is over for a frozen account', async () => {
    const house = await rehearsalHouse(open);
    const person = await begun(house, await wellPerson(house));
    expectDone(await freezeAccount(house.ports, { code: mailedCode(house, 'notice'), visit: VISIT }));
    expect(await REHEARSAL_ACTS['right answers'](house, person)).toMatchObject({ code: 'rehearsal-over' });
    expect(
      outcomeOf(await beginRehearsal(house.ports, { ...person, session: SESSION, visit: VISIT, situation: 'token-lost', proofs: [] })),
    ).toBe('rehearsal-over');
  });

  test('walks the way that is offered, and says at the end what was rehearsed when', async () => {
    const house = await rehearsalHouse(open);
    const person = await begun(house, await wellPerson(house));
    expect(await view(house, person)).toMatchObject({
      steps: [
        { remedy: 'revoke-token', standing: { kind: 'closed' } },
        { remedy: 'replace-token', standing: { kind: 'closed' } },
      ],
      next: ['soft-token-otp', 'passkey-verified', 'questions', 'recovery-code', 'mailed-code', 'recovery-contact'],
      end: undefined,
    });
    expectDone(await REHEARSAL_ACTS['right answers'](house, person));
    // Revoked at once; a new one takes more than knowledge.
    expect(await view(house, person)).toMatchObject({
      steps: [{ standing: { kind: 'open', waitMs: 0 } }, { standing: { kind: 'closed' } }],
      next: ['soft-token-otp', 'passkey-verified', 'recovery-code', 'recovery-contact'],
    });
    await REHEARSAL_ACTS['wrong recovery code'](house, person);
    expectDone(await REHEARSAL_ACTS['right recovery code'](house, person));
    const endedAt = house.clock.now();
    expect(await view(house, person)).toMatchObject({ end: 'worked', next: [] });
    house.clock.advance(DAY);
    expect((await findReadiness(house.ports, person)).rehearsals).toEqual([{ situation: 'token-lost', end: 'worked', endedAt }]);
    await begun(house, person, 'token-lost');
    // Broken off: what was rehearsed before stays.
    expect((await findReadiness(house.ports, person)).rehearsals).toEqual([{ situation: 'token-lost', end: 'worked', endedAt }]);
  });

  test('that strands says so; under strict what is saved waits a day', async () => {
    const house = underPolicy(await rehearsalHouse(open), 'strict');
    const person = await begun(house, await wellPerson(underPolicy(house, 'classic')), 'token-locked');
    expectDone(await REHEARSAL_ACTS['right recovery code'](house, person));
    expect(await view(house, person)).toMatchObject({ steps: [{ standing: { kind: 'open', waitMs: DAY } }], end: 'worked' });
  });

  test('begun twice at the same moment is one rehearsal, and few rows are kept', async () => {
    const house = await rehearsalHouse(open);
    const person = await wellPerson(house);
    for (let turn = 0; turn < 4; turn += 1) {
      await inParallel(4, () => begun(house, person, 'token-misplaced'));
      expectDone(await REHEARSAL_ACTS['right recovery code'](house, person));
    }
    const rows = await house.database.query.selectFrom('rehearsal').select('outcome').execute();
    expect(rows.length).toBeLessThanOrEqual(2);
  });
});
