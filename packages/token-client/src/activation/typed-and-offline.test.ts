import {
  type ActivationReply,
  asActivationCode,
  formatActivationCode,
  foldSerial,
  hmacSha256,
  parseRegistrationCode,
  softToken,
  TOKEN_API_ROUTES,
  type TokenKeys,
  toBase64url,
  toHex,
} from '@sallyport/protocol';
import type { TokenGrant } from '@sallyport/protocol/activation';
import { formatOfflineActivation, openRegistrationCode } from '@sallyport/protocol/activation-offline';
import {
  activationCodeHashing,
  activationCodeScalar,
  answerTypedStart,
  drawScalar,
  openTypedActivation,
  parseTypedActivationRequest,
  parseTypedActivationStart,
  type Scalar,
} from '@sallyport/protocol/activation-typed';
import { fastArgon2id, FIRST_PIN, seededRandomness, type TestDevice, testDevice } from '@sallyport/protocol/testing';
import { describe, expect, test } from 'vitest';
import { registrationCodeIn } from '../news/registration-code-in.ts';
import type { ApiAnswer } from '../token-api/answers.ts';
import { activateByTypedCode } from './activate-by-typed-code.ts';
import { activateOffline } from './activate-offline.ts';
import type { ActivationOutcome } from './activation-outcome.ts';

const ORIGIN = 'https://token.example';
const random = seededRandomness('token client');
const code = asActivationCode('505182736495');
const typedCode = formatActivationCode(code);
const grant: TokenGrant = {
  tokenId: random.bytes(16),
  serial: 'ST-482-719-36',
  otp: { type: 'totp', algorithm: 'SHA256', digits: 6, period: 30, t0: 0, counter: 0, suite: undefined },
  policy: { unlockDigits: 16, maxAttempts: 5, minPinLength: 6, maxPinLength: 12, prfOnlyAllowed: false },
  issuer: 'Northwind Harbour Authority',
  label: 'Ada Quay',
  portal: 'https://self.example',
  issuerKey: undefined,
};
const description = { publicKey: { x: random.bytes(32), y: random.bytes(32) }, profile: 3, name: 'Test' };

/** The token API's half of typed activation, in memory, for one serial and one code. */
class TypedServer {
  readonly posted: string[] = [];
  keys: TokenKeys | undefined;
  #run: Uint8Array | undefined;
  readonly #w: Scalar;

  constructor(w: Scalar) {
    this.#w = w;
  }

  readonly post = async (path: string, body: object): Promise<ApiAnswer> => {
    this.posted.push(path);
    const json = path === TOKEN_API_ROUTES.typedActivationStart ? this.#start(body) : await this.#request(body);
    return { kind: 'ok', json };
  };

  #start(body: object): object {
    const start = parseTypedActivationStart(body);
    if (!start.ok) throw new Error('malformed start');
    const activationId = random.bytes(16);
    const answered = answerTypedStart({ w: this.#w, share: start.value.share, activationId, apiOrigin: ORIGIN, randomness: random });
    if (!answered.ok) throw new Error('not answered');
    this.#run = answered.value.run;
    return answered.value.reply;
  }

  async #request(body: object): Promise<ActivationReply> {
    const request = parseTypedActivationRequest(body);
    if (!request.ok || !this.#run) throw new Error('malformed request');
    const opened = await openTypedActivation({ run: this.#run, request: request.value });
    if (!opened.ok) throw new Error('not opened');
    const { reply, keys } = await opened.value.answer({ grant, now: Date.UTC(2026, 0, 1, 0, 1), randomness: random });
    this.keys = keys;
    return reply;
  }
}

async function knowingServer(): Promise<TypedServer> {
  const serial = foldSerial(grant.serial);
  if (!serial) throw new Error('no serial');
  return new TypedServer(activationCodeScalar(await fastArgon2id(activationCodeHashing({ code, serial }))));
}

function portsOf(server: Pick<TypedServer, 'post'>, device: TestDevice) {
  const { clock, randomness } = device.ports;
  const tokenOf = () => softToken(device.ports);
  return { post: server.post, clock, randomness, argon2id: fastArgon2id, device: description, tokenOf };
}

function because(outcome: ActivationOutcome): string {
  return outcome.kind === 'not-activated' ? outcome.because.code : 'set-pin';
}

describe('a serial and an activation code, typed', () => {
  test('with a typing error ask no server and cost no try', async () => {
    const server = await knowingServer();
    const ports = portsOf(server, testDevice('typo'));
    const typed = { serial: grant.serial, code: typedCode, origin: ORIGIN };
    const wrongGroup = `${typedCode.slice(0, -1)}${String((Number(typedCode.at(-1)) + 1) % 10)}`;
    expect(await activateByTypedCode({ ...typed, code: wrongGroup }, ports)).toEqual({
      kind: 'not-activated',
      because: { code: 'code-malformed', because: { code: 'CODE_TYPO', groups: [3] } },
    });
    expect(because(await activateByTypedCode({ ...typed, code: '' }, ports))).toBe('code-malformed');
    expect(because(await activateByTypedCode({ ...typed, serial: ' - ' }, ports))).toBe('serial-malformed');
    expect(server.posted).toEqual([]);
  });

  test('that the server does not know are refused, and the server hears nothing of the device', async () => {
    const server = new TypedServer(drawScalar(random));
    const outcome = await activateByTypedCode(
      { serial: grant.serial, code: typedCode, origin: ORIGIN },
      portsOf(server, testDevice('wrong')),
    );
    expect(because(outcome)).toBe('code-refused');
    expect(server.posted).toEqual([TOKEN_API_ROUTES.typedActivationStart]);
  });

  test.each([
    [{ kind: 'offline' } as const, 'offline'],
    [{ kind: 'refused', code: 'RATE_LIMITED', retryAfterSeconds: 90 } as const, 'rate-limited'],
    [{ kind: 'refused', code: 'INTERNAL', retryAfterSeconds: undefined } as const, 'server-fault'],
    [{ kind: 'ok', json: { a: 1, pB: null } } as const, 'code-refused'],
    [{ kind: 'ok', json: undefined } as const, 'code-refused'],
  ])('say why they were not taken: %o', async (answer, failure) => {
    const ports = portsOf({ post: () => Promise.resolve(answer) }, testDevice('away'));
    expect(because(await activateByTypedCode({ serial: grant.serial, code: typedCode, origin: ORIGIN }, ports))).toBe(failure);
  });

  test('in any way people write them give a token with the server’s keys and clock, confirmed under the name of the run', async () => {
    const server = await knowingServer();
    const device = testDevice('typed');
    const typed = { serial: ' st 482 719 36', code: typedCode.replaceAll(' ', '-'), origin: ORIGIN };
    const outcome = await activateByTypedCode(typed, portsOf(server, device));
    if (outcome.kind !== 'set-pin') expect.fail(outcome.because.code);
    expect(outcome.offer).toMatchObject({ serial: grant.serial, issuer: grant.issuer, label: grant.label });
    const opened = await outcome.awaiting.setPin({ pin: FIRST_PIN, repeated: FIRST_PIN });
    if (opened.kind !== 'open') expect.fail(opened.error.code);
    expect(opened.vault.clock.skewMs).toBe(60_000);
    const message = await outcome.news(opened.vault);
    const [, path = ''] = server.posted;
    expect(message).toMatchObject({ kind: 'activation', activationId: path.split('/').at(-1) });
    expect(because(await activateByTypedCode(typed, portsOf(await knowingServer(), device)))).toBe('already-here');
  });
});

describe('a text for a device without a network', () => {
  const offer = { activationId: random.bytes(16), presharedKey: random.bytes(32), apiOrigin: ORIGIN, grant };
  const text = formatOfflineActivation(ORIGIN, offer);

  test('of another app, or damaged, makes no token', async () => {
    const { randomness } = testDevice('offline').ports;
    const ports = { randomness, tokenOf: () => softToken(testDevice('offline').ports) };
    expect(await activateOffline({ text, origin: 'https://elsewhere.example' }, ports)).toEqual({
      kind: 'not-activated',
      because: { code: 'link-of-another-app', origin: ORIGIN },
    });
    expect(because(await activateOffline({ text: text.slice(0, -1), origin: ORIGIN }, ports))).toBe('link-malformed');
  });

  test('gives a token whose registration code brings the same keys to the server, and can be read again while the token is open', async () => {
    const device = testDevice('offline');
    const tokenOf = () => softToken(device.ports);
    const outcome = await activateOffline({ text, origin: ORIGIN }, { randomness: device.ports.randomness, tokenOf });
    if (outcome.kind !== 'set-pin') expect.fail(outcome.because.code);
    const opened = await outcome.awaiting.setPin({ pin: FIRST_PIN, repeated: FIRST_PIN });
    if (opened.kind !== 'open') expect.fail(opened.error.code);
    const message = await outcome.news(opened.vault);
    if (message?.kind !== 'registration') expect.fail('no registration code waits');
    expect(message.activationId).toBe(toBase64url(offer.activationId));

    const shown = await registrationCodeIn([message], opened.vault);
    const typed = parseRegistrationCode(shown ?? '');
    const keys = typed.ok ? openRegistrationCode(typed.value, offer) : undefined;
    const probe = new Uint8Array(1);
    const mac = await opened.vault.serverMac(probe);
    expect(mac.kind === 'mac' && toHex(mac.mac)).toBe(keys && toHex(hmacSha256(keys.serverKey, probe)));
    expect(JSON.stringify(message)).not.toContain(typed.ok ? typed.value : '');

    expect(await registrationCodeIn([{ ...message, note: 'not a note!' }], opened.vault)).toBeUndefined();
    expect(await registrationCodeIn([], opened.vault)).toBeUndefined();
    opened.vault.close();
    expect(await registrationCodeIn([message], opened.vault)).toBeUndefined();
  });
});
