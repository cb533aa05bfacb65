import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import type { RevocationWishId } from '../identifiers.ts';
import {
  type CertificateId,
  type Person,
  type RevocationDecision,
  decideOnRevocation,
  deactivateCertificate,
  isRefusal,
  listUndecided,
  revokeCertificate,
  tellOccasions,
  viewCertificate,
  viewOverview,
} from '../index.ts';
import { revokeAsMachine } from '../revocation/revoke-as-machine.ts';
import { type TestOffice, approvedRequest, certificateRow, issuedCertificate, testOffice } from '../testing/index.ts';
import { tallyOf } from '../testing/tally.ts';

/** One that somebody has asked to revoke. */
interface Asked {
  readonly certificateId: CertificateId;
  readonly wishId: RevocationWishId;
}

async function wishOf(office: TestOffice, certificateId: CertificateId): Promise<RevocationWishId> {
  const { wish_id } = await office.database.query
    .selectFrom('certificate_revocation_wish')
    .select('wish_id')
    .where('certificate_id', '=', certificateId)
    .where('state', '=', 'OPEN')
    .executeTakeFirstOrThrow();
  return wish_id;
}

function ask(office: TestOffice, certificateId: CertificateId, person: Person = office.staff.requester) {
  return revokeCertificate(office.ports, { person, certificateId, reason: 'superseded' });
}

async function askedFor(office: TestOffice, person?: Person): Promise<Asked> {
  const { certificateId } = await issuedCertificate(office);
  expect(await ask(office, certificateId, person)).toMatchObject({ kind: 'asked' });
  return { certificateId, wishId: await wishOf(office, certificateId) };
}

type Said = Pick<RevocationDecision, 'certificateId' | 'wishId'> & Partial<Pick<RevocationDecision, 'decision' | 'reason'>>;

function say(office: TestOffice, person: Person, said: Said) {
  return decideOnRevocation(office.ports, { person, decision: 'approve', reason: '', ...said });
}

function tally(outcomes: readonly Awaited<ReturnType<typeof say | typeof ask>>[]): Readonly<Record<string, number>> {
  return tallyOf(outcomes.map((outcome) => (isRefusal(outcome) ? outcome.code : outcome.kind)));
}

const statusOf = async (office: TestOffice, certificateId: CertificateId) => (await certificateRow(office, certificateId)).status;

async function revocationsOf({ database }: TestOffice) {
  const rows = await database.query.selectFrom('audit_event').select('action').where('action', '=', 'certificate.revoke').execute();
  const events = await database.query.selectFrom('certificate_event').select('what').where('what', '=', 'revoked').execute();
  return { audited: rows.length, told: events.length };
}

eachEngine('revocations that wait for others to agree', (open) => {
  const twoMustAgree = () => testOffice(open, { revocationApprovals: 2 });
  const oneMustAgree = () => testOffice(open, { revocationApprovals: 1 });

  test('nobody agrees to the revocation they asked for themselves, though the certificate is somebody else’s', async () => {
    const office = await oneMustAgree();
    const { approver, secondApprover } = office.staff;
    const asked = await askedFor(office, approver);
    expect(await say(office, approver, asked)).toMatchObject({ code: 'own-request', status: 403 });
    expect(await statusOf(office, asked.certificateId)).toBe('ACTIVE');
    expect(await say(office, secondApprover, asked)).toMatchObject({ kind: 'decided', status: 'REVOKED', approvals: 1, needed: 1 });
  });

  test('with two needed, the same approver forty times at once is one word, and nothing is revoked', async () => {
    const office = await twoMustAgree();
    const { approver, secondApprover } = office.staff;
    const asked = await askedFor(office);
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => say(office, approver, asked)));
    expect(tally(outcomes)).toEqual({ decided: 1, 'decided-already': 39 });
    expect(await statusOf(office, asked.certificateId)).toBe('ACTIVE');
    expect(await say(office, secondApprover, asked)).toMatchObject({ status: 'REVOKED', approvals: 2 });
  });

  test('many words of two people at the same moment revoke once', async () => {
    const office = await twoMustAgree();
    const { approver, secondApprover } = office.staff;
    const asked = await askedFor(office);
    const people = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? approver : secondApprover));
    const outcomes = await Promise.all(people.map((person) => say(office, person, asked)));
    expect(outcomes.filter((outcome) => !isRefusal(outcome))).toHaveLength(2);
    expect(outcomes.flatMap((outcome) => (isRefusal(outcome) ? [] : [outcome.approvals])).sort()).toEqual([1, 2]);
    expect(await statusOf(office, asked.certificateId)).toBe('REVOKED');
    expect(await revocationsOf(office)).toEqual({ audited: 1, told: 1 });
  });

  test('asked for many times at the same moment it is asked for once', async () => {
    const office = await oneMustAgree();
    const { certificateId } = await issuedCertificate(office);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => ask(office, certificateId)));
    expect(tally(outcomes)).toEqual({ asked: 1, 'revocation-asked-already': 9 });
  });

  test('a form from before a decline agrees to nothing that was asked for since', async () => {
    const office = await oneMustAgree();
    const { approver, secondApprover, requester } = office.staff;
    const stale = await askedFor(office);
    expect(await say(office, approver, { ...stale, decision: 'decline', reason: ' ' })).toMatchObject({ code: 'reason-missing' });
    const declined = await say(office, approver, { ...stale, decision: 'decline', reason: 'It is in use.' });
    expect(declined).toMatchObject({ kind: 'decided', status: 'ACTIVE' });
    expect(await ask(office, stale.certificateId, requester)).toEqual({ kind: 'asked', needed: 1 });
    expect(await say(office, secondApprover, stale)).toMatchObject({ code: 'revocation-settled', status: 409 });
    expect(await statusOf(office, stale.certificateId)).toBe('ACTIVE');
    // Who declined the one before has a word on this one.
    const anew = { ...stale, wishId: await wishOf(office, stale.certificateId) };
    expect(await say(office, approver, anew)).toMatchObject({ status: 'REVOKED' });
  });

  test('a wish of another certificate, or none, is none of this one; nor is there anything to agree to where nothing was asked for', async () => {
    const office = await oneMustAgree();
    const [first, second] = [await askedFor(office), await askedFor(office)];
    expect(await say(office, office.staff.approver, { ...first, wishId: second.wishId })).toMatchObject({ code: 'revocation-settled' });
    expect(await say(office, office.staff.approver, { ...first, wishId: undefined })).toMatchObject({ code: 'revocation-settled' });
    expect(await statusOf(office, first.certificateId)).toBe('ACTIVE');
    expect(await statusOf(office, second.certificateId)).toBe('ACTIVE');
    const { certificateId } = await issuedCertificate(office);
    expect(await say(office, office.staff.approver, { certificateId, wishId: undefined })).toMatchObject({ code: 'revocation-settled' });
  });

  test('another organisation finds no such certificate, and nothing in its inbox; without the role, or the second factor, nobody has a word', async () => {
    const office = await oneMustAgree();
    const { stranger, requester, auditor, approver } = office.staff;
    const asked = await askedFor(office);
    expect(await say(office, stranger, asked)).toMatchObject({ code: 'certificate-not-found', status: 404 });
    expect(await listUndecided(office.ports, { person: stranger })).toMatchObject({ requests: [], revocations: [] });
    for (const person of [requester, auditor]) expect(await say(office, person, asked)).toMatchObject({ code: 'role-missing' });
    expect(await say(office, { ...approver, level: 1 }, asked)).toMatchObject({ code: 'step-up-needed' });
    expect(await statusOf(office, asked.certificateId)).toBe('ACTIVE');
  });

  test('a key that others have waits for nobody, though a revocation was asked for; the word that comes after it is too late', async () => {
    const office = await twoMustAgree();
    const { approver, requester } = office.staff;
    const asked = await askedFor(office);
    const { certificateId } = asked;
    expect(await revokeCertificate(office.ports, { person: requester, certificateId, reason: 'key-compromise' })).toEqual({
      kind: 'revoked',
    });
    expect(await say(office, approver, asked)).toMatchObject({ code: 'status-changed', details: { status: 'REVOKED' } });
    expect(await listUndecided(office.ports, { person: approver })).toMatchObject({ revocations: [] });
    expect(await viewCertificate(office.ports, { person: approver, certificateId })).toMatchObject({
      revocationWish: undefined,
      revoked: { reason: 'key-compromise' },
    });
    expect(await revocationsOf(office)).toEqual({ audited: 1, told: 1 });
  });

  test('what the operator or the end of an overlap revokes waits for nobody either', async () => {
    const office = await oneMustAgree();
    const asked = await askedFor(office);
    const certificate = await certificateRow(office, asked.certificateId);
    const order = { certificate, eventId: 'an event', now: office.clock.now(), reason: 4, details: {} };
    expect(await office.database.transact((tx) => revokeAsMachine(tx, order))).toBe(true);
    expect(await say(office, office.staff.approver, asked)).toMatchObject({ code: 'status-changed' });
    expect(await revocationsOf(office)).toEqual({ audited: 1, told: 1 });
  });

  test('what nobody else need agree to is revoked at once; what was not issued yet is not revoked at all', async () => {
    const office = await testOffice(open);
    const { certificateId } = await issuedCertificate(office);
    expect(await ask(office, certificateId)).toEqual({ kind: 'revoked' });
    expect(await ask(office, await approvedRequest(office))).toMatchObject({ code: 'status-changed' });
  });

  test('a certificate that has left management is revoked by the word it waited for', async () => {
    const office = await oneMustAgree();
    const asked = await askedFor(office);
    await deactivateCertificate(office.ports, { person: office.staff.requester, certificateId: asked.certificateId });
    expect(await say(office, office.staff.approver, asked)).toMatchObject({ status: 'REVOKED' });
  });

  test('the inbox, the dashboard and the page show it to those who have a word, and to nobody twice', async () => {
    const office = await twoMustAgree();
    const { approver, requester, secondApprover } = office.staff;
    const asked = await askedFor(office);
    const { certificateId, wishId } = asked;
    expect(await listUndecided(office.ports, { person: approver })).toMatchObject({
      requests: [],
      revocations: [{ certificateId, asker: 'ada', revocationReason: 'superseded' }],
    });
    expect(await viewOverview(office.ports, { person: approver })).toMatchObject({ undecided: 1 });
    const acts = async (person: Person) => {
      const view = await viewCertificate(office.ports, { person, certificateId });
      return isRefusal(view) ? [] : view.acts.filter((act) => act === 'decide-revocation' || act === 'revoke');
    };
    expect(await acts(approver)).toEqual(['decide-revocation', 'revoke']);
    expect(await acts(requester)).toEqual(['revoke']);
    await say(office, approver, { ...asked, reason: 'The host is gone.' });
    expect(await acts(approver)).toEqual(['revoke']);
    expect(await listUndecided(office.ports, { person: approver })).toMatchObject({ revocations: [] });
    await say(office, secondApprover, asked);
    const view = await viewCertificate(office.ports, { person: requester, certificateId });
    expect(view).toMatchObject({
      status: 'REVOKED',
      revoked: { reason: 'superseded' },
      revocationWish: {
        wishId,
        state: 'AGREED',
        approvals: [
          { person: 'bo', reason: 'The host is gone.' },
          { person: 'cy', reason: '' },
        ],
      },
    });
    const history = isRefusal(view) ? [] : view.events.map(({ what }) => what);
    expect(history.slice(-4)).toEqual(['revocation-asked', 'revocation-approved', 'revocation-approved', 'revoked']);
    const audit = await office.database.query
      .selectFrom('audit_event')
      .select('action')
      .where('action', 'like', '%revo%')
      .orderBy('sequence')
      .execute();
    expect(audit.map(({ action }) => action)).toEqual([
      'certificate.ask-revocation',
      'certificate.approve-revocation',
      'certificate.approve-revocation',
      'certificate.revoke',
    ]);
  });

  test('approvers are told of the wish, whoever has the certificate too, and whoever asked reads why it was declined', async () => {
    const office = await oneMustAgree();
    const { approver, secondApprover } = office.staff;
    const { certificateId } = await issuedCertificate(office);
    await tellOccasions(office.ports);
    const before = (await office.mails()).length;
    await ask(office, certificateId, approver);
    await tellOccasions(office.ports);
    const asked = (await office.mails()).slice(before);
    expect(asked.map(({ to, subject }) => `${to} ${subject}`).sort()).toEqual([
      'ada@example.test To be revoked: www.harbour.example',
      'cy@example.test To be revoked: www.harbour.example',
    ]);
    const wishId = await wishOf(office, certificateId);
    await say(office, secondApprover, { certificateId, wishId, decision: 'decline', reason: 'It is in use.' });
    await tellOccasions(office.ports);
    const declined = (await office.mails()).slice(before + asked.length);
    expect(declined.map(({ to }) => to).sort()).toEqual(['ada@example.test', 'bo@example.test']);
    for (const { text } of declined) expect(text).toContain('It is in use.');
  });
});
