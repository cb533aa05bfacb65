import {
  type Bytes,
  decodeDevicePublicKey,
  type DevicePublicKey,
  momentOf,
  type OpenVault,
  revocationMessage,
  type TokenKeys,
  type TokenReceipt,
} from '@sallyport/protocol';
import {
  FIRST_PIN,
  lockByWrongPins,
  openWith,
  otpOf,
  SECOND_PIN,
  TEST_ISSUER_KEY,
  testActivation,
  TokenDesk,
  type TokenScene,
  tokenScene,
  unlockWith,
} from '@sallyport/protocol/testing';
import { describe, expect, test } from 'vitest';
import { keepForServer, type Outbox } from '../news/outbox.ts';
import type { PendingMessage } from '../news/pending-message.ts';
import { renewKeys } from '../rekey/renew-keys.ts';
import { type PostJson, readAnswer } from '../token-api/answers.ts';
import { agreedClock } from '../time/judge-clock.ts';
import { closedContact } from './closed-contact.ts';
import { contact, type ContactOutcome, type ContactPorts } from './contact.ts';

/** A token and the server's half in one process: what travels between them can be lost, kept, changed or delayed. */
interface Line {
  readonly scene: TokenScene;
  readonly desk: TokenDesk;
  readonly outbox: Outbox & { readonly left: () => readonly PendingMessage[] };
  readonly ports: ContactPorts;
  /** Milliseconds that the server's clock is before the device's. */
  skewMs: number;
  /** What becomes of a message; `pass` does nothing to it. */
  fate: (act: string, pass: () => Promise<{ status: number; text: string }>) => Promise<{ status: number; text: string } | 'lost'>;
  readonly sent: string[];
  readonly sign: (message: Uint8Array) => Promise<Bytes | undefined>;
}

function copyOf(keys: TokenKeys): TokenKeys {
  return { seed: keys.seed.slice(), recoveryKey: keys.recoveryKey.slice(), serverKey: keys.serverKey.slice() };
}

const kdev = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
const deviceKey = decodeDevicePublicKey(await jwkOf(kdev.publicKey)) ?? expect.unreachable('no public key');

async function jwkOf(key: CryptoKey): Promise<unknown> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', key);
  return { kty, crv, x, y };
}

async function sign(message: Uint8Array): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, kdev.privateKey, new Uint8Array(message)));
}

/** `known`: the K_dev that its server has; none after an activation without a network. */
async function line(known: { readonly deviceKey?: DevicePublicKey } = { deviceKey }): Promise<Line> {
  const activation = testActivation({ issuerKey: TEST_ISSUER_KEY.publicKey });
  const scene = await tokenScene('contact', {}, activation);
  const { serial, otp } = activation;
  const tokenId = new Uint8Array(activation.tokenId);
  const desk = new TokenDesk({ tokenId, serial, otp, ...known }, copyOf(activation.keys), () => scene.clock.now() + here.skewMs);
  const post: PostJson = async (path, body) => {
    const act = path.split('/').at(-1) ?? '';
    here.sent.push(act);
    const pass = async (): Promise<{ status: number; text: string }> => {
      const reply = await desk.answer(act, structuredClone(body));
      return { status: reply?.status ?? 404, text: reply?.body === undefined ? '' : JSON.stringify(reply.body) };
    };
    const outcome = await here.fate(act, pass);
    return outcome === 'lost' ? { kind: 'offline' } : readAnswer(outcome);
  };
  let held: readonly PendingMessage[] = [];
  const outbox = {
    tokenId,
    pending: {
      readPendingMessages: () => Promise.resolve(held),
      writePendingMessages: (written: readonly PendingMessage[]) => {
        held = written;
        return Promise.resolve();
      },
    },
    lock: scene.ports.mutex,
    left: () => held,
  };
  const { clock, randomness } = scene.ports;
  const here: Line = {
    scene,
    desk,
    outbox,
    ports: {
      post,
      clock,
      randomness,
      outbox,
      loadRenewal: () => Promise.resolve(renewKeys),
      devicePublicKey: () => Promise.resolve(deviceKey),
      inTurn: (work) => work(),
    },
    skewMs: 0,
    fate: (_, pass) => pass(),
    sent: [],
    sign,
  };
  return here;
}

/** One contact, and the vault that is open after it. */
async function contactBy(here: Line, vault: OpenVault): Promise<{ readonly outcome: ContactOutcome; readonly vault: OpenVault }> {
  let current = vault;
  const outcome = await contact(vault, here.ports, (renewed) => {
    current = renewed;
  });
  return { outcome, vault: current };
}

const receiptOfUnlock: TokenReceipt = { epoch: 1, what: 2, time: 5, mac: 'AAAA' };

describe('an answer is believed only when it is the server’s, to this question', () => {
  const forgeries: readonly (readonly [string, (text: string) => string])[] = [
    ['with another time', (text) => text.replace(/"time":\d+/, '"time":1893456000000')],
    ['with a re-key offered that was none', (text) => text.replace('"rekey":null', `"rekey":"${'A'.repeat(43)}"`)],
    ['with a revocation in it', (text) => text.replace('"revocation":null', `"revocation":"${'A'.repeat(43)}"`)],
    ['without its MAC', (text) => text.replace(/"mac":"[^"]*"/, '"mac":null')],
    ['of another form', () => '{"time":1893456000000}'],
  ];

  test.each(forgeries)('%s', async (_, forge) => {
    const here = await line();
    const vault = await openWith(here.scene.token);
    here.fate = async (_act, pass) => ({ ...(await pass()), text: forge((await pass()).text) });
    const { outcome } = await contactBy(here, vault);
    expect(outcome).toMatchObject({ server: 'fault', clock: undefined, keys: 'kept', isRevoked: false });
    expect(vault.clock.skewMs).toBe(0);
    expect(await otpOf(vault)).toBe(await here.scene.expectedOtp());
  });

  test('an answer of yesterday, kept and given again today', async () => {
    const here = await line();
    const vault = await openWith(here.scene.token);
    let kept = '';
    here.fate = async (_, pass) => {
      const passed = await pass();
      kept = passed.text;
      return passed;
    };
    await contactBy(here, vault);
    here.fate = () => Promise.resolve({ status: 200, text: kept });
    expect((await contactBy(here, vault)).outcome.server).toBe('fault');
  });
});

describe('a hostile or mistaken time', () => {
  test('of the server’s own, two days off, is not followed before the person agrees', async () => {
    const here = await line();
    const vault = await openWith(here.scene.token);
    here.skewMs = 2 * 86_400_000;
    here.desk.isDue = true;
    const { outcome } = await contactBy(here, vault);
    expect(outcome).toMatchObject({ server: 'heard', clock: { kind: 'ask', offsetMs: here.skewMs }, keys: 'kept' });
    expect(await otpOf(vault)).toBe(await here.scene.expectedOtp());
    expect(here.sent).toEqual(['contact', 'contact']);
    await vault.recordClock(agreedClock(vault.clock, here.skewMs));
    expect(here.desk.takesPassword(await otpOf(vault))).toBe(true);
  });

  test('a device whose clock is a year behind is answered, opens, and loses nothing', async () => {
    const here = await line();
    here.skewMs = 365 * 86_400_000;
    const vault = await openWith(here.scene.token);
    expect((await contactBy(here, vault)).outcome.clock).toMatchObject({ kind: 'ask' });
    vault.close();
    expect((await here.scene.token.enterPin(FIRST_PIN)).kind).toBe('open');
  });

  test('three minutes off is followed and stored', async () => {
    const here = await line();
    here.skewMs = -180_000;
    const vault = await openWith(here.scene.token);
    const { outcome } = await contactBy(here, vault);
    expect(outcome.clock).toMatchObject({ kind: 'settled', next: { skewMs: -180_000 } });
    expect(here.desk.takesPassword(await otpOf(vault))).toBe(true);
    vault.close();
    expect((await openWith(here.scene.token)).clock.skewMs).toBe(-180_000);
  });
});

test('a request caught on the way does nothing a second time, and the token that comes after it still gets through', async () => {
  const here = await line();
  const vault = await openWith(here.scene.token);
  await contactBy(here, vault);
  here.scene.clock.setWallClock(here.scene.clock.now() - 60_000);
  const { outcome } = await contactBy(here, vault);
  expect(outcome.server).toBe('heard');
  expect(here.desk.contacts).toHaveLength(2);
  expect(here.desk.contacts[1]).toBeGreaterThan(here.desk.contacts[0] ?? 0);
});

describe('the PIN is forgotten once the contact is over', () => {
  test.each([
    ['offline', () => Promise.resolve('lost' as const)],
    ['refused', () => Promise.resolve({ status: 422, text: '{"error":"CONTACT_REFUSED"}' })],
    ['heard', (_: string, pass: () => Promise<{ status: number; text: string }>) => pass()],
  ])('%s', async (_, fate) => {
    const here = await line();
    here.fate = fate;
    const vault = await openWith(here.scene.token);
    expect(vault.holdsPin).toBe(true);
    await contactBy(here, vault);
    expect(vault.holdsPin).toBe(false);
  });

  test('even when a port fails', async () => {
    const here = await line();
    const vault = await openWith(here.scene.token);
    here.fate = () => Promise.reject(new Error('the disk is gone'));
    await expect(contactBy(here, vault)).rejects.toThrow('the disk is gone');
    expect(vault.holdsPin).toBe(false);
  });
});

describe('re-key', () => {
  async function due(): Promise<{ here: Line; vault: OpenVault }> {
    const here = await line();
    here.desk.isDue = true;
    return { here, vault: await openWith(here.scene.token) };
  }

  test('is not asked for by a token whose PIN is no longer at hand', async () => {
    const { here, vault } = await due();
    vault.forgetPin();
    expect((await contactBy(here, vault)).outcome.keys).toBe('kept');
    expect(here.sent).toEqual(['contact']);
  });

  test('after which the old keys serve nobody: the receipt goes at once, the old one-time passwords are refused, the new ones taken', async () => {
    const { here, vault } = await due();
    const before = await otpOf(vault);
    const after = await contactBy(here, vault);
    expect(after.outcome).toMatchObject({ keys: 'renewed', told: true });
    expect(here.sent).toEqual(['contact', 'rekey', 'receipts']);
    expect(here.desk).toMatchObject({ pending: undefined, receipts: [{ epoch: 1, what: 1 }] });
    expect(vault.isOpen).toBe(false);
    expect(here.desk.takesPassword(before)).toBe(false);
    expect(here.desk.takesPassword(await otpOf(after.vault))).toBe(true);
    expect((await contactBy(here, after.vault)).outcome.server).toBe('heard');
  });

  test('whose answer is lost once is asked for again with the same request', async () => {
    const { here, vault } = await due();
    let answers = 0;
    here.fate = async (act, pass) => {
      if (act !== 'rekey' || answers > 0) return pass();
      answers += 1;
      return 'lost';
    };
    expect((await contactBy(here, vault)).outcome.keys).toBe('renewed');
    expect(here.sent.filter((act) => act === 'rekey')).toHaveLength(2);
  });

  test('whose answer never comes leaves both sides with keys that work', async () => {
    const { here, vault } = await due();
    here.fate = async (act, pass) => {
      if (act !== 'rekey') return pass();
      await pass();
      return 'lost';
    };
    const after = await contactBy(here, vault);
    expect(after.outcome.keys).toBe('not-renewed');
    expect(here.desk.pending).toBeDefined();
    expect(here.desk.takesPassword(await otpOf(after.vault))).toBe(true);
    here.fate = (_, pass) => pass();
    after.vault.close();
    const again = await contactBy(here, await openWith(here.scene.token));
    expect(again.outcome.keys).toBe('renewed');
    expect(here.desk.takesPassword(await otpOf(again.vault))).toBe(true);
  });

  test('a token without K_dev renews no keys: its server could be told nothing signed', async () => {
    const { here, vault } = await due();
    const ports: ContactPorts = { ...here.ports, devicePublicKey: () => Promise.resolve(undefined) };
    const outcome = await contact(vault, ports, () => expect.unreachable());
    expect([outcome.keys, await otpOf(vault)]).toEqual(['not-renewed', await here.scene.expectedOtp()]);
  });

  test('whose answer was changed on the way changes nothing', async () => {
    const { here, vault } = await due();
    here.fate = async (act, pass) => (act === 'rekey' ? { status: 200, text: `{"ct2":"${'A'.repeat(120)}"}` } : pass());
    const after = await contactBy(here, vault);
    expect(after.outcome.keys).toBe('not-renewed');
    expect(after.vault).toBe(vault);
    expect(await otpOf(vault)).toBe(await here.scene.expectedOtp());
  });

  test('that was committed and never reported is learnt from the next contact, or from the next one-time password', async () => {
    for (const learn of ['contact', 'password'] as const) {
      const { here, vault } = await due();
      here.fate = async (act, pass) => (act === 'receipts' ? 'lost' : pass());
      const after = await contactBy(here, vault);
      expect(after.outcome).toMatchObject({ keys: 'renewed', told: false });
      expect(here.desk.pending).toBeDefined();
      expect(here.outbox.left()).toMatchObject([{ kind: 'receipt', receipt: { epoch: 1, what: 1 } }]);
      if (learn === 'contact') expect((await contactBy(here, after.vault)).outcome.server).toBe('heard');
      else expect(here.desk.takesPassword(await otpOf(after.vault))).toBe(true);
      expect(here.desk.pending).toBeUndefined();
    }
  });

  test('after a restored copy is met: the copy is not known any more, and is told so', async () => {
    const { here, vault } = await due();
    const copy = here.scene.storage.snapshot();
    const after = await contactBy(here, vault);
    expect(after.outcome.keys).toBe('renewed');
    here.scene.storage.restore(copy);
    const copied = await openWith(here.scene.token);
    expect((await contactBy(here, copied)).outcome.server).toBe('unknown');
    expect(here.desk.takesPassword(await otpOf(copied))).toBe(false);
  });

  test('prepared but not committed in time leaves the old keys', async () => {
    const { here, vault } = await due();
    const sentAt = momentOf(here.scene.clock);
    here.fate = async (act, pass) => {
      const passed = await pass();
      if (act === 'rekey') here.scene.clock.advance(10 * 60_000);
      return passed;
    };
    expect((await contactBy(here, vault)).outcome.keys).toBe('not-renewed');
    expect(momentOf(here.scene.clock).wallMs - sentAt.wallMs).toBe(600_000);
    expect(await otpOf(vault)).toBe(await here.scene.expectedOtp());
  });

  test('follows an unlock by itself, under the new PIN', async () => {
    const { here, vault } = await due();
    vault.close();
    await lockByWrongPins(here.scene.token);
    const unlocked = await unlockWith(here.scene.token, await here.scene.unlockCode(), SECOND_PIN);
    const after = await contactBy(here, unlocked);
    expect(after.outcome.keys).toBe('renewed');
    after.vault.close();
    expect((await here.scene.token.enterPin(FIRST_PIN)).kind).toBe('wrong-pin');
    expect(here.desk.takesPassword(await otpOf(await openWith(here.scene.token, SECOND_PIN)))).toBe(true);
  });
});

describe('what waits is delivered first, and kept while the server is away', () => {
  test.each(['lost', 'passed'] as const)('%s', async (fate) => {
    const here = await line();
    await keepForServer(here.outbox, { kind: 'receipt', receipt: receiptOfUnlock });
    here.fate = async (_, pass) => (fate === 'lost' ? 'lost' : pass());
    const { outcome } = await contactBy(here, await openWith(here.scene.token));
    expect(outcome).toMatchObject({ told: fate === 'passed', server: fate === 'passed' ? 'heard' : 'offline' });
    expect(here.sent).toEqual(['receipts', 'contact']);
    expect(here.outbox.left()).toHaveLength(fate === 'passed' ? 0 : 1);
  });
});

describe('a revocation', () => {
  test('reaches an open token under its K_srv and destroys it', async () => {
    const here = await line();
    here.desk.isRevoked = true;
    const vault = await openWith(here.scene.token);
    expect((await contactBy(here, vault)).outcome).toMatchObject({ server: 'heard', isRevoked: true });
    expect(vault.isOpen).toBe(false);
    expect(await here.scene.token.status()).toMatchObject({ kind: 'revoked' });
  });

  test('reaches a closed or locked one by the issuer’s signature, and by nothing less', async () => {
    const here = await line();
    const { token } = here.scene;
    const identity = { tokenId: new Uint8Array(here.scene.activation.tokenId), epoch: 0 };
    const ask = () => closedContact(token, identity, { ...here.ports, sign: here.sign });
    expect(await ask()).toBe('nothing-new');
    here.desk.isRevoked = true;
    here.desk.revocationSignature = new Uint8Array(64);
    expect(await ask()).toBe('nothing-new');
    expect((await token.status()).kind).toBe('closed');
    await lockByWrongPins(token);
    here.desk.revocationSignature = TEST_ISSUER_KEY.sign(revocationMessage(identity.tokenId));
    here.fate = () => Promise.resolve('lost');
    expect(await ask()).toBe('unheard');
    here.fate = (_, pass) => pass();
    expect(await ask()).toBe('revoked');
    expect((await token.status()).kind).toBe('revoked');
  });

  test('reaches a closed token that was activated without a network once its keys were renewed, and not before', async () => {
    const here = await line({});
    const { token, activation } = here.scene;
    const ask = (epoch: number) =>
      closedContact(token, { tokenId: new Uint8Array(activation.tokenId), epoch }, { ...here.ports, sign: here.sign });
    expect(await ask(0)).toBe('unheard');
    here.desk.isDue = true;
    const { outcome, vault } = await contactBy(here, await openWith(token));
    expect(outcome.keys).toBe('renewed');
    vault.close();
    here.desk.isRevoked = true;
    here.desk.revocationSignature = TEST_ISSUER_KEY.sign(revocationMessage(activation.tokenId));
    expect(await ask(1)).toBe('revoked');
  });

  test('a token without K_dev asks nobody', async () => {
    const here = await line();
    const identity = { tokenId: new Uint8Array(16), epoch: 0 };
    const sign = () => Promise.resolve(undefined);
    expect(await closedContact(here.scene.token, identity, { ...here.ports, sign })).toBe('unheard');
    expect(here.sent).toEqual([]);
  });
});
