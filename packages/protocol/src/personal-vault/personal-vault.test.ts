import { describe, expect, test } from 'vitest';
import { toBase64url, toHex, utf8 } from '../bytes.ts';
import { isPersonal, parseHeader } from '../header.ts';
import { MasterKey } from '../master-key.ts';
import { hotp, softwareOtpMac } from '../otp.ts';
import { parseOtpauth } from '../otpauth.ts';
import { SLOT_TYPE, openSlot, parseSlot } from '../slot.ts';
import { OpenVault } from '../soft-token/open-vault.ts';
import { softToken } from '../soft-token/soft-token.ts';
import { FIRST_PIN, SECOND_PIN, WRONG_PIN, testActivation } from '../testing/demonstration-token.ts';
import {
  COUNTER_BASED,
  PERSONAL_POLICY,
  TIME_BASED,
  createForTest,
  keyOf,
  lockVault,
  openVaultWith,
  passwordIn,
  personalAccount,
  personalScene,
  recoverWith,
  withOneMore,
} from '../testing/personal-scene.ts';
import { LEAST_HASHING, seededRandomness, softwareDeviceFactor, testDevice } from '../testing/surroundings.ts';
import { openWith, tokenScene, valueOf } from '../testing/token-scene.ts';
import { openExport } from './export-file.ts';
import { OpenPersonalVault } from './open-personal-vault.ts';
import type { AccountId } from './personal-contents.ts';
import { personalVault } from './personal-vault.ts';
import { parseRecoveryKey } from './recovery-key.ts';

type CanBeMade<Class> = Class extends abstract new (...args: never) => unknown ? 'yes' : 'no';
type LookAlike = Pick<MasterKey, keyof MasterKey>;

const CLOSED = { kind: 'refused', error: { code: 'VAULT_CLOSED' } };
const NEW_PIN = { pin: SECOND_PIN, repeated: SECOND_PIN };
const UNKNOWN = { kind: 'refused', error: { code: 'HEADER_UNKNOWN' } };

describe('the lock of a personal vault is cryptographic too', () => {
  test('neither the open vault nor its key can be made by hand (invariant 1, by type)', () => {
    // The compiler is the judge: each line stops compiling when its door is opened.
    const vaultCanBeMade: CanBeMade<typeof OpenPersonalVault> = 'no';
    const opensWithLookAlike: LookAlike extends Parameters<typeof OpenPersonalVault.open>[1]['masterKey'] ? 'yes' : 'no' = 'no';
    expect([vaultCanBeMade, opensWithLookAlike]).toEqual(['no', 'no']);
  });

  test('after five wrong PINs the right PIN, the recovered PIN slot and the recovered D do not open it (invariant 2)', async () => {
    const { vault, storage, ports, deviceKey } = await personalScene();
    const slot = (await storage.readPinSlot(0)) ?? expect.unreachable();
    await lockVault(vault);
    expect((await vault.enterPin(FIRST_PIN)).kind).toBe('locked');
    const { header } = (await storage.readCore()) ?? expect.unreachable();
    const { tokenId } = valueOf(parseHeader(header));
    const binding = { headerHash: new Uint8Array(await crypto.subtle.digest('SHA-256', header)), tokenId };
    const opened = await openSlot({ slot, secret: utf8(FIRST_PIN), factors: { device: softwareDeviceFactor(deviceKey) }, binding }, ports);
    expect(opened).toEqual({ ok: false, error: { code: 'WRONG_SECRET' } });
    expect(await storage.epochsFound()).toEqual([]);
  });

  test('twenty guesses at once are five', async () => {
    const { vault } = await personalScene();
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => vault.enterPin(WRONG_PIN)));
    expect(outcomes.filter(({ kind }) => kind === 'wrong-pin')).toHaveLength(4);
    expect((await vault.status()).kind).toBe('locked');
  });

  test('the recovery key alone, without this device, opens nothing', async () => {
    const { storage, ports, recoveryKey } = await personalScene();
    const { header, recoverySlot } = (await storage.readCore()) ?? expect.unreachable();
    const binding = {
      headerHash: new Uint8Array(await crypto.subtle.digest('SHA-256', header)),
      tokenId: valueOf(parseHeader(header)).tokenId,
    };
    const secret = valueOf(parseRecoveryKey(recoveryKey));
    const factors = { device: softwareDeviceFactor(new Uint8Array(32)) };
    expect(await openSlot({ slot: recoverySlot, secret, factors, binding }, ports)).toMatchObject({ error: { code: 'WRONG_SECRET' } });
  });
});

describe('one kind of vault is not opened as the other', () => {
  test('a soft token refuses a personal vault unread, and a personal vault a token’s', async () => {
    const personal = await personalScene();
    const token = await tokenScene();
    const attempts = [
      await softToken(personal.ports).start(),
      await softToken(personal.ports).enterPin(FIRST_PIN),
      await softToken(personal.ports).enterUnlockCode('23993 52760 82889 93071'),
      await personalVault(token.ports).start(),
      await personalVault(token.ports).enterPin(FIRST_PIN),
      await personalVault(token.ports).enterRecoveryKey(personal.recoveryKey),
      await personalVault(token.ports).destroy(),
    ];
    for (const attempt of attempts) expect(attempt).toEqual(UNKNOWN);
    expect((await token.token.enterPin(FIRST_PIN)).kind).toBe('open');
    expect(await personal.vault.status()).toMatchObject({ kind: 'closed', attemptsLeft: 5 });
  });

  test('neither is put where the other is', async () => {
    const personal = await personalScene();
    const token = await tokenScene();
    expect(await softToken(personal.ports).activate(testActivation())).toMatchObject({ error: { code: 'ACT_USED' } });
    expect(await personalVault(token.ports).create(PERSONAL_POLICY)).toMatchObject({ error: { code: 'ACT_USED' } });
  });

  test('an issuer’s token has no way out: no export and nothing that hands out what it is made of', async () => {
    const { token, activation } = await tokenScene();
    const open = await openWith(token);
    const ofToken = [...Object.getOwnPropertyNames(OpenVault.prototype), ...Object.keys(open)];
    expect(ofToken.filter((name) => /export|seed|secret|key|account|contents/i.test(name))).toEqual([]);
    expect(JSON.stringify(open)).not.toContain(toBase64url(activation.keys.seed));
    const ofPersonal = Object.getOwnPropertyNames(OpenPersonalVault.prototype);
    expect(ofPersonal.filter((name) => name.startsWith('export'))).toEqual(['exportSealed', 'exportPlain']);
  });
});

describe('making a vault', () => {
  test('is refused outside the bounds of section 3, and writes nothing before the PIN is set', async () => {
    const { ports, storage } = testDevice();
    for (const policy of [
      { ...PERSONAL_POLICY, minPinLength: 3 },
      { ...PERSONAL_POLICY, maxPinLength: 17 },
      { ...PERSONAL_POLICY, maxAttempts: 2 },
      { ...PERSONAL_POLICY, maxAttempts: 11 },
    ]) {
      expect(await personalVault(ports).create(policy)).toEqual({ kind: 'refused', error: { code: 'PARAM_RANGE' } });
    }
    const created = await personalVault(ports).create(PERSONAL_POLICY);
    if (created.kind !== 'set-pin') expect.unreachable();
    expect(await created.awaiting.setPin({ pin: '12345', repeated: '12345' })).toMatchObject({ error: { reason: 'too-short' } });
    expect(storage.stepsTaken).toEqual([]);
    expect(await personalVault(ports).status()).toEqual({ kind: 'empty' });
  });

  test('gives a header without an issuer, a recovery slot that takes the key itself, and a serial of its own', async () => {
    const { storage, vault } = await personalScene();
    const { header, recoverySlot } = (await storage.readCore()) ?? expect.unreachable();
    const parsed = valueOf(parseHeader(header));
    expect(isPersonal(parsed)).toBe(true);
    expect(parsed).toMatchObject({ resetRandom: 0, resetMac: 0, extensions: [] });
    expect(valueOf(parseSlot(recoverySlot))).toMatchObject({ type: SLOT_TYPE.recoveryByQr, memoryKiB: 0, passes: 0 });
    expect(await vault.status()).toMatchObject({ kind: 'closed', identity: { serial: parsed.serial, issuer: '', portal: '' } });
    expect(parsed.serial).toMatch(/^PV-\d{3}-\d{3}-\d{2}$/);
  });

  test('takes four digits where its owner wants no more', async () => {
    const created = await personalVault(testDevice().ports).create({ ...PERSONAL_POLICY, minPinLength: 4 });
    if (created.kind !== 'set-pin') expect.unreachable();
    expect((await created.awaiting.setPin({ pin: '4829', repeated: '4829' })).kind).toBe('open');
  });
});

describe('the recovery key', () => {
  test('is shown until two of its groups were typed back, and never after', async () => {
    const open = await createForTest(testDevice().ports);
    const groups = (await keyOf(open)).split(' ');
    expect(groups).toHaveLength(13);
    const typed = (first: string, second: string) => [
      { group: 4, typed: first },
      { group: 11, typed: second },
    ];
    expect(await open.checkRecoveryKey(typed('0000', groups[10] ?? ''))).toEqual({ kind: 'wrong-groups', groups: [4] });
    expect(await open.checkRecoveryKey([])).toEqual({ kind: 'wrong-groups', groups: [] });
    expect(open.facts.isRecoveryKeyChecked).toBe(false);
    expect(await open.checkRecoveryKey(typed(groups[3] ?? '', (groups[10] ?? '').toLowerCase()))).toEqual({ kind: 'checked' });
    expect(open.facts.isRecoveryKeyChecked).toBe(true);
    expect(await open.recoveryKey()).toEqual({ kind: 'checked' });
  });

  test('opens a locked vault to a new PIN, again and again, and keeps the accounts', async () => {
    const { vault, recoveryKey } = await personalScene();
    for (const pin of [SECOND_PIN, FIRST_PIN]) {
      await lockVault(vault);
      const open = await recoverWith(vault, { key: recoveryKey.toLowerCase().replaceAll(' ', '-'), pin });
      expect(open.facts.accounts.map(({ issuer }) => issuer)).toEqual(['Harbour Library', 'Tide Office']);
      open.close();
      expect((await vault.enterPin(pin)).kind).toBe('open');
    }
  });

  test('of another vault does not, and wrong ones have to wait longer and longer', async () => {
    const { vault, recoveryKey } = await personalScene();
    const other = await personalScene('another');
    await lockVault(vault);
    for (let failure = 1; failure <= 5; failure += 1) {
      expect(await vault.enterRecoveryKey(other.recoveryKey)).toEqual({ kind: 'wrong-code', waitSeconds: failure === 5 ? 30 : 0 });
    }
    expect(await vault.enterRecoveryKey(recoveryKey)).toEqual({ kind: 'refused', error: { code: 'BACKOFF', seconds: 30 } });
    // A typing error is told all the same: it costs nothing.
    expect(await vault.enterRecoveryKey(recoveryKey.slice(1))).toMatchObject({ error: { code: 'CODE_LENGTH' } });
  });

  test('replaced, opens nothing any more; the new one does, once more to be checked', async () => {
    const { vault, recoveryKey } = await personalScene();
    const open = await openVaultWith(vault);
    const replaced = await open.replaceRecoveryKey({ pin: FIRST_PIN, repeated: FIRST_PIN });
    if (replaced.kind !== 'open') expect.unreachable(replaced.error.code);
    expect(open.isOpen).toBe(false);
    const next = await keyOf(replaced.vault);
    replaced.vault.close();
    await lockVault(vault);
    expect((await vault.enterRecoveryKey(recoveryKey)).kind).toBe('wrong-code');
    expect((await recoverWith(vault, { key: next, pin: SECOND_PIN })).facts.accounts).toHaveLength(2);
  });
});

describe('one-time passwords', () => {
  test('time-based ones are those of RFC 6238 appendix B, now and next', async () => {
    const { vault, clock } = await personalScene();
    const open = await openVaultWith(vault);
    clock.setWallClock(1_111_111_109_000);
    expect(await open.passwords()).toEqual({
      kind: 'passwords',
      passwords: [
        { id: TIME_BASED, digits: '07081804', nextDigits: '14050471', validFrom: 1_111_111_080_000, validUntil: 1_111_111_110_000 },
      ],
    });
  });

  test('counter-based ones are those of RFC 4226 appendix D, each spent before it is shown, in every window', async () => {
    const { vault, storage, restart } = await personalScene();
    const [here, there] = [await openVaultWith(vault), await openVaultWith(vault)];
    const digits = async (open: OpenPersonalVault): Promise<string> => {
      const shown = await open.nextPassword(COUNTER_BASED);
      return shown.kind === 'next-password' ? shown.digits : shown.error.code;
    };
    expect([await digits(here), await digits(there), await digits(here)]).toEqual(['755224', '287082', '359152']);
    storage.killBefore(0);
    await expect(here.nextPassword(COUNTER_BASED)).rejects.toThrow('killed');
    expect(await digits(await openVaultWith(await restart()))).toBe('969429');
    expect(await here.nextPassword(TIME_BASED)).toEqual({ kind: 'refused', error: { code: 'PARAM_RANGE' } });
    expect(await here.nextPassword('AAAAAAAAAAM' as AccountId)).toEqual({ kind: 'refused', error: { code: 'PARAM_RANGE' } });
  });
});

describe('the list', () => {
  const third = 'AAAAAAAAAAM' as AccountId;

  test('is changed from what is stored, so that two windows lose nothing of each other', async () => {
    const { vault } = await personalScene();
    const [here, there] = [await openVaultWith(vault), await openVaultWith(vault)];
    expect(await here.change(withOneMore(personalAccount(third, { issuer: 'Pilots' })))).toEqual({ kind: 'changed' });
    expect(await there.change((contents) => ({ ...contents, view: { ...contents.view, size: 'compact' } }))).toEqual({ kind: 'changed' });
    expect(await here.refresh()).toEqual({ kind: 'changed' });
    for (const open of [here, there]) {
      expect(open.facts.accounts.map(({ issuer }) => issuer)).toEqual(['Harbour Library', 'Tide Office', 'Pilots']);
      expect(open.facts.view.size).toBe('compact');
      const shown = await open.passwords();
      expect(shown.kind === 'passwords' && shown.passwords.map(({ id }) => id)).toEqual([TIME_BASED, third]);
    }
  });

  test('that is not lawful is refused whole', async () => {
    const { vault } = await personalScene();
    const open = await openVaultWith(vault);
    expect(await open.change(withOneMore(personalAccount(TIME_BASED)))).toEqual({ kind: 'refused', error: { code: 'PARAM_RANGE' } });
    expect(open.facts.accounts).toHaveLength(2);
    expect(await passwordIn(open)).not.toBe('');
  });

  test('keeps a deleted account until it is taken out, and makes no passwords with it meanwhile', async () => {
    const { vault, recoveryKey, ports } = await personalScene();
    const open = await openVaultWith(vault);
    const mark = (isDeleted: boolean) =>
      open.change((contents) => ({
        ...contents,
        accounts: contents.accounts.map((account) => (account.id === TIME_BASED ? { ...account, isDeleted } : account)),
      }));
    await mark(true);
    expect(await passwordIn(open)).toBe('');
    const exported = await open.exportSealed();
    if (exported.kind !== 'exported') expect.unreachable(exported.error.code);
    expect(valueOf((await openExport({ text: exported.text, recoveryKey }, ports.aead)) as never)).toHaveLength(1);
    await mark(false);
    expect(await passwordIn(open)).not.toBe('');
  });

  test('seen from outside has no secret in it', async () => {
    const { vault } = await personalScene();
    const open = await openVaultWith(vault);
    expect(JSON.stringify(open.facts)).not.toMatch(/secret|MTIz|12345678901234567890/);
    expect(Object.keys(open)).toEqual(['identity']);
  });
});

describe('closed is closed', () => {
  test('every method answers VAULT_CLOSED, and every key was dropped', async () => {
    let held = 0;
    const mac = softwareOtpMac('SHA1', utf8('12345678901234567890'));
    const otpKeys = {
      hold: async () => {
        held += 1;
        return { mac: async (message: Uint8Array) => new Uint8Array(mac(message)), drop: () => (held -= 1) };
      },
    };
    const { vault } = await personalScene('closing', { otpKeys });
    const open = await openVaultWith(vault);
    expect(held).toBe(2);
    open.close();
    expect(held).toBe(0);
    const answers = [
      await open.passwords(),
      await open.nextPassword(COUNTER_BASED),
      await open.change((contents) => contents),
      await open.consult(() => 'seen'),
      await open.refresh(),
      await open.recoveryKey(),
      await open.checkRecoveryKey([]),
      await open.changePin(NEW_PIN),
      await open.replaceRecoveryKey(NEW_PIN),
      await open.exportSealed(),
      await open.exportPlain(),
    ];
    for (const answer of answers) expect(answer).toEqual(CLOSED);
    expect(held).toBe(0);
  });

  test('a vault that was locked in another window is over, and drops its keys', async () => {
    const { vault } = await personalScene();
    const open = await openVaultWith(vault);
    await lockVault(vault);
    expect(await open.exportPlain()).toEqual(CLOSED);
    expect(open.isOpen).toBe(false);
    expect(await open.passwords()).toEqual(CLOSED);
  });
});

describe('an export', () => {
  test('opens on another device with the recovery key alone', async () => {
    const { vault, recoveryKey, ports } = await personalScene();
    const exported = await (await openVaultWith(vault)).exportSealed();
    if (exported.kind !== 'exported') expect.unreachable(exported.error.code);
    const opened = await openExport({ text: exported.text, recoveryKey }, ports.aead);
    if (!opened.ok) expect.unreachable(opened.error.code);
    const elsewhere = await createForTest(testDevice('elsewhere').ports);
    expect(await elsewhere.change((contents) => ({ ...contents, accounts: opened.value }))).toEqual({ kind: 'changed' });
    const mac = softwareOtpMac('SHA1', utf8('12345678901234567890'));
    const counter = Math.floor(Date.UTC(2026, 0, 1) / 30_000);
    expect(await passwordIn(elsewhere)).toBe(hotp({ mac, counter, digits: 8 }));
  });

  test('in the clear is one address a line, which every authenticator reads', async () => {
    const { vault } = await personalScene();
    const exported = await (await openVaultWith(vault)).exportPlain();
    if (exported.kind !== 'exported') expect.unreachable(exported.error.code);
    const accounts = exported.text.trimEnd().split('\n').map(parseOtpauth);
    expect(accounts.map((read) => read.ok && read.value.account.issuer)).toEqual(['Harbour Library', 'Tide Office']);
    expect(accounts.map((read) => read.ok && toHex(read.value.account.secret))).toEqual(
      Array.from({ length: 2 }, () => toHex(utf8('12345678901234567890'))),
    );
  });
});

test('destroyed, nothing is left, and there is room for another', async () => {
  const { vault, storage, ports, recoveryKey } = await personalScene();
  expect(await vault.destroy()).toEqual({ kind: 'destroyed' });
  expect(await vault.status()).toEqual({ kind: 'empty' });
  expect(await storage.readCore()).toBeUndefined();
  expect(await storage.epochsFound()).toEqual([]);
  expect((await vault.enterRecoveryKey(recoveryKey)).kind).not.toBe('must-set-pin');
  expect((await vault.enterPin(FIRST_PIN)).kind).not.toBe('open');
  expect((await createForTest({ ...ports, randomness: seededRandomness('second'), hashing: LEAST_HASHING })).facts.accounts).toEqual([]);
  expect((await vault.status()).kind).toBe('closed');
});
