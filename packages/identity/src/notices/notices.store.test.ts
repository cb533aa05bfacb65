import { Secret, createMailer } from '@sallyport/platform';
import { eachEngine } from '@sallyport/platform/testing';
import { expect, test } from 'vitest';
import { changePassword, findAccount, listSoftTokens, requestUnlock, submitOtp } from '../index.ts';
import { auditTrail } from '../testing/audit-trail.ts';
import {
  PASSWORD,
  SESSION,
  type TestHouse,
  VISIT,
  expectDone,
  personWithPassword,
  personWithToken,
  repairProofs,
  testHouse,
} from '../testing/index.ts';

const NEW_PASSWORD = new Secret('seventeen brass anchors');

function withMailer(house: TestHouse, mailer: TestHouse['ports']['mailer']): TestHouse {
  return { ...house, ports: { ...house.ports, mailer } };
}

eachEngine('a notice', (open) => {
  test('that cannot be queued undoes the act it would tell about: no unlock code without a warning to the owner', async () => {
    const house = await testHouse(open);
    const { accountId, token } = await personWithToken(house);
    const broken = withMailer(house, { queue: () => Promise.reject(new Error('the outbox is full')) });
    const request = { accountId, code: token.pinResetCode(), session: SESSION, proofs: repairProofs(house), visit: VISIT };
    await expect(requestUnlock(broken.ports, request)).rejects.toThrow('the outbox is full');
    expect(await listSoftTokens(house.ports, { accountId })).toMatchObject([{ state: { is: 'ACTIVE' } }]);
    expect(await house.database.query.selectFrom('unlock_issue').select('token_id').execute()).toEqual([]);
    expect(await auditTrail(house, 'soft-token.unlock')).toEqual([]);
    const otp = token.otp(house.clock.now());
    expectDone(await submitOtp(house.ports, { accountId, otp, session: SESSION, visit: VISIT }));
  });

  test('that cannot be queued leaves the old password and every session as they were', async () => {
    const house = await testHouse(open);
    const { accountId } = await personWithPassword(house);
    const before = await findAccount(house.ports, { accountId });
    const broken = withMailer(house, { queue: () => Promise.reject(new Error('the outbox is full')) });
    const change = { accountId, currentPassword: PASSWORD, newPassword: NEW_PASSWORD, visit: VISIT };
    await expect(changePassword(broken.ports, change)).rejects.toThrow('the outbox is full');
    expect(await findAccount(house.ports, { accountId })).toEqual(before);
    expectDone(await changePassword(house.ports, change));
  });

  test('lies sealed in the outbox, one for each address, from the moment the act is committed', async () => {
    const house = await testHouse(open);
    const { accountId } = await personWithPassword(house);
    const { sealer, clock, randomness } = house.ports;
    const real = withMailer(house, createMailer({ sealer, clock, randomness }));
    expectDone(await changePassword(real.ports, { accountId, currentPassword: PASSWORD, newPassword: NEW_PASSWORD, visit: VISIT }));
    const rows = await house.database.query.selectFrom('outbox_mail').selectAll().execute();
    expect(rows).toHaveLength(2);
    const octets = rows
      .flatMap((row) => Object.values(row))
      .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value));
    expect(rows.map((row) => row.recipient).sort()).toEqual(['ada.quay@home.example', 'ada.quay@northwind.example']);
    expect(octets.join(' ')).not.toContain('password');
  });
});
