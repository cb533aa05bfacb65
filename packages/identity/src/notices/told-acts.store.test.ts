import { Secret } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { RECEIPT_KIND } from '@sallyport/protocol';
import { expect, test } from 'vitest';
import {
  type QuestionEdit,
  acceptInvitation,
  addAddress,
  answerContact,
  answerNaming,
  answerRekey,
  answerVouching,
  cancelDelayByLink,
  changePassword,
  confirmAddress,
  confirmActivation,
  confirmUnlock,
  createInvitation,
  editQuestions,
  endEverySession,
  expireUnlocks,
  freezeAccount,
  makePrimary,
  makeRecoveryCodes,
  reactivateToken,
  receiveReceipt,
  receiveRemoval,
  registerPasskey,
  registerQuestions,
  offerPasskeyRegistration,
  removeAddress,
  removePasskey,
  renamePasskey,
  removeContact,
  requestPasswordReset,
  resetPassword,
  revokeSoftToken,
  signInWithPasskey,
  spendRecoveryCode,
  startActivation,
  startPasskeyRegistration,
  sweepDelays,
  thawByHelpDesk,
  viewRecoveryCodes,
  issueTemporaryAccess,
  reportMisplaced,
  submitOtp,
} from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  ANSWERS,
  PASSWORD,
  SESSION,
  type TestHouse,
  type TestPerson,
  VISIT,
  answeredToken,
  asked,
  expectDone,
  invitedPerson,
  mailedCode,
  personWithPassword,
  personWithQuestions,
  personWithToken,
  proof,
  repairProofs,
  strongProofs,
  testHouse,
  underPolicy,
} from '../testing/index.ts';
import { begun, tryRecoveryCode, wellPerson } from '../testing/rehearsing.ts';
import { addPasskey, askAnybody, deviceOf } from '../testing/test-passkeys.ts';
import { unlock, unlockAndConfirm } from '../testing/unlocking.ts';
import { agreedContact, askedContact, namedContact } from '../testing/vouching.ts';
import { CLAIM, askToWait } from '../testing/waiting.ts';
import { TOLD_ACTS, type ToldAction } from './told-acts.ts';

const DAY = 24 * 60 * 60_000;
const HOME = 'ada.quay@home.example';
const NEW_PASSWORD = new Secret('seventeen brass anchors');

/** Does the act as its owner would; everything before it is done when it says so with `begin`. */
type Scene = (house: TestHouse, begin: () => void) => Promise<void>;

async function delayed(house: TestHouse) {
  const person = await personWithToken(house);
  const strict = underPolicy(house, 'strict');
  return { person, house: strict, start: () => askToWait(strict, person, { kind: 'recovery-codes' }) };
}

async function frozen(house: TestHouse) {
  const person = await personWithPassword(house);
  expectDone(await freezeAccount(house.ports, { code: mailedCode(house, 'notice'), visit: VISIT }));
  return person;
}

const NEW_QUESTION: QuestionEdit = { kind: 'add', question: asked('parents-met'), answer: new Secret('Visby') };

async function editAs(house: TestHouse, person: TestPerson, edit: QuestionEdit): Promise<void> {
  expectDone(await editQuestions(house.ports, { ...person, proofs: strongProofs(house), edit, visit: VISIT }));
}

const SCENES: Readonly<Record<ToldAction, Scene>> = {
  'invitation.accept': async (house, begin) => {
    const { code } = expectDone(await createInvitation(house.ports, await invitedPerson(house)));
    begin();
    expectDone(await acceptInvitation(house.ports, { code, password: PASSWORD, visit: VISIT }));
  },
  'password.change': async (house, begin) => {
    const person = await personWithPassword(house);
    begin();
    expectDone(await changePassword(house.ports, { ...person, currentPassword: PASSWORD, newPassword: NEW_PASSWORD, visit: VISIT }));
  },
  'password.reset': async (house, begin) => {
    expectDone(await requestPasswordReset(house.ports, { ...(await personWithPassword(house)), visit: VISIT }));
    const code = mailedCode(house, 'reset');
    begin();
    expectDone(await resetPassword(house.ports, { code, newPassword: NEW_PASSWORD, visit: VISIT }));
  },
  'questions.register': async (house, begin) => {
    const person = await personWithPassword(house);
    begin();
    expectDone(await registerQuestions(house.ports, { ...person, proofs: strongProofs(house), answers: ANSWERS, visit: VISIT }));
  },
  'questions.add': async (house, begin) => {
    const person = await personWithQuestions(house);
    begin();
    await editAs(house, person, NEW_QUESTION);
  },
  'questions.change': async (house, begin) => {
    const person = await personWithQuestions(house);
    begin();
    await editAs(house, person, { ...NEW_QUESTION, kind: 'change', ref: 'childhood-pet', presentAnswer: undefined });
  },
  'questions.remove': async (house, begin) => {
    const person = await personWithQuestions(house);
    await editAs(house, person, NEW_QUESTION);
    begin();
    await editAs(house, person, { kind: 'remove', ref: 'childhood-pet', presentAnswer: undefined });
  },
  'session.end-all': async (house, begin) => {
    const person = await personWithPassword(house);
    begin();
    await endEverySession(house.ports, { ...person, visit: VISIT });
  },
  'recovery-codes.make': async (house, begin) => {
    const person = await personWithToken(house);
    begin();
    expectDone(await makeRecoveryCodes(house.ports, { ...person, proofs: strongProofs(house), session: SESSION, visit: VISIT }));
  },
  'temporary-access.issue': async (house, begin) => {
    const person = await personWithToken(house);
    begin();
    expectDone(await issueTemporaryAccess(house.ports, person));
  },
  'soft-token.report-misplaced': async (house, begin) => {
    const person = await personWithToken(house);
    begin();
    expectDone(await reportMisplaced(house.ports, { ...person, tokenId: person.token.tokenId, proofs: strongProofs(house), visit: VISIT }));
  },
  'soft-token.return-to-service': async (house, begin) => {
    const person = await personWithToken(house);
    expectDone(await reportMisplaced(house.ports, { ...person, tokenId: person.token.tokenId, proofs: strongProofs(house), visit: VISIT }));
    begin();
    expectDone(await submitOtp(house.ports, { ...person, otp: person.token.otp(house.clock.now()), session: SESSION, visit: VISIT }));
  },
  'recovery-codes.spend': async (house, begin) => {
    const person = await personWithToken(house);
    expectDone(await makeRecoveryCodes(house.ports, { ...person, proofs: strongProofs(house), session: SESSION, visit: VISIT }));
    const { codes } = expectDone(await viewRecoveryCodes(house.ports, { ...person, session: SESSION }));
    begin();
    expectDone(await spendRecoveryCode(house.ports, { ...person, code: new Secret(codes[0]?.reveal() ?? ''), visit: VISIT }));
  },
  'rehearsal.recovery-code': async (house, begin) => {
    const person = await begun(house, await wellPerson(house));
    begin();
    expectDone(await tryRecoveryCode(house, person, person.recoveryCodes[0] ?? ''));
  },
  'soft-token.confirm-activation': async (house, begin) => {
    const { accountId } = await personWithPassword(house);
    const { link } = expectDone(await startActivation(house.ports, { accountId, actor: { kind: 'operator' } }));
    const token = await answeredToken(house.ports, { link, visit: VISIT });
    begin();
    const confirmation = token.confirmation(house.clock.now());
    expectDone(await confirmActivation(house.ports, { activationId: token.activationId, confirmation, visit: VISIT }));
  },
  'soft-token.unlock': async (house, begin) => {
    const person = await personWithToken(house);
    begin();
    expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
  },
  'soft-token.confirm-unlock': async (house, begin) => {
    const person = await personWithToken(house);
    expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    person.token.commit();
    begin();
    const otp = person.token.otp(house.clock.now());
    expectDone(await confirmUnlock(house.ports, { ...person, otp, session: SESSION, visit: VISIT }));
  },
  'soft-token.receipt': async (house, begin) => {
    const person = await personWithToken(house);
    expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    person.token.commit();
    begin();
    const receipt = person.token.receipt(RECEIPT_KIND.unlock, house.clock.now());
    expectDone(await receiveReceipt(house.ports, { tokenId: person.token.tokenId, receipt, visit: VISIT }));
  },
  'soft-token.expire-unlock': async (house, begin) => {
    const person = await personWithToken(house);
    expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    begin();
    house.clock.advance(DAY);
    expect(await expireUnlocks(house.ports)).toEqual({ expired: 1 });
  },
  'soft-token.reactivate': async (house, begin) => {
    const person = await personWithToken(house);
    expectDone(await unlock(house, person, { code: person.token.pinResetCode() }));
    person.token.commit();
    house.clock.advance(DAY);
    await expireUnlocks(house.ports);
    begin();
    const otp = person.token.otp(house.clock.now());
    expectDone(await reactivateToken(house.ports, { ...person, otp, proofs: repairProofs(house), visit: VISIT }));
  },
  'soft-token.renew-keys': async (house, begin) => {
    const person = await personWithToken(house);
    const { token } = person;
    await unlockAndConfirm(house, person);
    house.clock.advance(30_000);
    const asked = token.contact(house.clock.now(), { wish: 1 });
    const reply = expectDone(await answerContact(house.ports, { tokenId: token.tokenId, contact: asked.contact, visit: VISIT }));
    const offer = token.hear(asked, reply)?.rekeyOffer ?? expect.unreachable('no re-key was offered');
    const { request, commit } = await token.rekey(offer, house.clock.now());
    await commit(expectDone(await answerRekey(house.ports, { tokenId: token.tokenId, request, visit: VISIT })));
    begin();
    const again = token.contact(house.clock.now() + 1);
    expectDone(await answerContact(house.ports, { tokenId: token.tokenId, contact: again.contact, visit: VISIT }));
  },
  'soft-token.revoke': async (house, begin) => {
    const person = await personWithToken(house);
    begin();
    const given = { ...person, tokenId: person.token.tokenId, proofs: repairProofs(house), visit: VISIT };
    expectDone(await revokeSoftToken(house.ports, given));
  },
  'soft-token.remove': async (house, begin) => {
    const { token } = await personWithToken(house);
    begin();
    expectDone(await receiveRemoval(house.ports, { tokenId: token.tokenId, signature: await token.removal(), visit: VISIT }));
  },
  'passkey.register': async (house, begin) => {
    const person = await personWithPassword(house);
    const wish = { ...person, session: SESSION, proofs: strongProofs(house), name: 'Work laptop', visit: VISIT };
    expectDone(await startPasskeyRegistration(house.ports, wish));
    const { options } = expectDone(await offerPasskeyRegistration(house.ports, { ...person, session: SESSION }));
    begin();
    const fields = deviceOf(house).create(options);
    expectDone(await registerPasskey(house.ports, { ...person, session: SESSION, fields, visit: VISIT }));
  },
  'passkey.rename': async (house, begin) => {
    const person = await personWithPassword(house);
    const { ref } = (await addPasskey(house, person)).passkey;
    begin();
    expectDone(await renamePasskey(house.ports, { ...person, ref, name: 'Desk', proofs: repairProofs(house), visit: VISIT }));
  },
  'passkey.remove': async (house, begin) => {
    const person = await personWithPassword(house);
    const { ref } = (await addPasskey(house, person)).passkey;
    begin();
    expectDone(await removePasskey(house.ports, { ...person, ref, proofs: repairProofs(house), visit: VISIT }));
  },
  'passkey.suspend': async (house, begin) => {
    const person = await personWithPassword(house);
    const { device } = await addPasskey(house, person);
    begin();
    const fields = device.get(await askAnybody(house), { signCount: 1 });
    expect(await signInWithPasskey(house.ports, { fields, session: 'a sign-in', visit: VISIT })).toMatchObject({ code: 'passkey-refused' });
  },
  'address.confirm': async (house, begin) => {
    const person = await personWithPassword(house);
    expectDone(await addAddress(house.ports, { ...person, address: 'ada@new.example', proofs: strongProofs(house), visit: VISIT }));
    const code = mailedCode(house, 'address');
    begin();
    expectDone(await confirmAddress(house.ports, { code, visit: VISIT }));
  },
  'address.remove': async (house, begin) => {
    const person = await personWithPassword(house);
    begin();
    expectDone(await removeAddress(house.ports, { ...person, address: HOME, proofs: strongProofs(house), visit: VISIT }));
  },
  'address.make-primary': async (house, begin) => {
    const person = await personWithPassword(house);
    begin();
    expectDone(await makePrimary(house.ports, { ...person, address: HOME, proofs: strongProofs(house), visit: VISIT }));
  },
  'account.freeze': async (house, begin) => {
    await personWithPassword(house);
    const code = mailedCode(house, 'notice');
    begin();
    expectDone(await freezeAccount(house.ports, { code, visit: VISIT }));
  },
  'account.thaw': async (house, begin) => {
    const person = await frozen(house);
    begin();
    expectDone(await thawByHelpDesk(house.ports, { ...person, agent: 'mo', reason: 'called back' }));
  },
  'delay.start': async (house, begin) => {
    const { start } = await delayed(house);
    begin();
    await start();
  },
  'delay.cancel': async (house, begin) => {
    await (await delayed(house)).start();
    const code = mailedCode(house, 'delay');
    begin();
    expectDone(await cancelDelayByLink(house.ports, { code, visit: VISIT }));
  },
  'delay.execute': async (house, begin) => {
    const { person, house: strict, start } = await delayed(house);
    await start();
    house.clock.advance(DAY);
    begin();
    const given = { ...person, claim: CLAIM, proofs: [proof(house, 'password')], session: SESSION, visit: VISIT };
    expectDone(await makeRecoveryCodes(strict.ports, given));
  },
  'delay.ripen': async (house, begin) => {
    await (await delayed(house)).start();
    house.clock.advance(DAY);
    begin();
    expect(await sweepDelays(house.ports)).toMatchObject({ told: 1 });
  },
  'recovery-contact.name': async (house, begin) => {
    const person = await personWithToken(house);
    begin();
    await namedContact(house, person);
  },
  'recovery-contact.confirm': async (house, begin) => {
    const { contact, contactId } = await namedContact(house, await personWithToken(house));
    begin();
    const answer = { contactId, answer: 'agree', proofs: strongProofs(house), visit: VISIT } as const;
    expectDone(await answerNaming(house.ports, { ...contact, ...answer }));
  },
  'recovery-contact.decline': async (house, begin) => {
    const { contact, contactId } = await namedContact(house, await personWithToken(house));
    begin();
    const answer = { contactId, answer: 'decline', proofs: strongProofs(house), visit: VISIT } as const;
    expectDone(await answerNaming(house.ports, { ...contact, ...answer }));
  },
  'recovery-contact.remove': async (house, begin) => {
    const { contact, contactId } = await agreedContact(house, await personWithToken(house));
    begin();
    expectDone(await removeContact(house.ports, { ...contact, contactId, proofs: strongProofs(house), visit: VISIT }));
  },
  'recovery-contact.ask': async (house, begin) => {
    const person = await personWithToken(house);
    const bond = await agreedContact(house, person);
    begin();
    await askedContact(house, person, bond);
  },
  'recovery-contact.vouch': async (house, begin) => {
    const person = await personWithToken(house);
    const bond = await agreedContact(house, person);
    const { voucherId, code } = await askedContact(house, person, bond);
    begin();
    expectDone(await answerVouching(house.ports, { ...bond.contact, voucherId, code, proofs: strongProofs(house), visit: VISIT }));
  },
  'recovery-contact.refuse': async (house, begin) => {
    const person = await personWithToken(house);
    const bond = await agreedContact(house, person);
    const { voucherId } = await askedContact(house, person, bond);
    begin();
    const refusal = { voucherId, code: undefined, proofs: strongProofs(house), visit: VISIT };
    expectDone(await answerVouching(house.ports, { ...bond.contact, ...refusal }));
  },
};

eachEngine('every change of a credential', (open) => {
  test.each(Object.entries(SCENES))('%s is told to every address, with a way to say that it was not them', async (action, scene) => {
    const house = await testHouse(open);
    let before = 0;
    await scene(house, () => {
      before = house.mailer.sent.length;
    });
    expect((await auditTrail(house, action)).at(-1)).toBe(`${action} done`);
    const sent = house.mailer.sent.slice(before).filter((mail) => mail.to.startsWith('ada'));
    const told = new Set(sent.map((mail) => mail.to));
    expect([...told]).toEqual(expect.arrayContaining(['ada.quay@northwind.example', HOME]));
    const wayOut = action === 'account.freeze' ? 'https://federation.example/frozen' : 'https://self.example/not-me#n=';
    for (const { text, html } of sent) {
      expect(text).toContain(wayOut);
      expect(html).toContain(`href="${wayOut}`);
    }
    const codes = sent.map(({ text }) => text.split('#n=')[1]);
    if (action !== 'account.freeze') expect(new Set(codes).size).toBe(sent.length);
  });
});

test('no scene is about an act that changes nothing', () => {
  expect(Object.keys(SCENES).map((action) => TOLD_ACTS[action as ToldAction])).toEqual(Object.keys(SCENES).map(() => 'told'));
});
