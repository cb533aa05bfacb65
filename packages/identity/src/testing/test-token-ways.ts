import { type Secret, systemRandomness } from '@sallyport/platform';
import {
  foldSerial,
  formatRegistrationCode,
  parseActivationCode,
  type TypedActivationRequest,
  type TypedActivationStarted,
  toBase64url,
} from '@sallyport/protocol';
import { parseOfflineActivation, registerOffline } from '@sallyport/protocol/activation-offline';
import {
  parseTypedActivationRequest,
  parseTypedActivationStart,
  startTypedActivation,
  type TypedActivationExchange,
} from '@sallyport/protocol/activation-typed';
import { fastArgon2id } from '@sallyport/protocol/testing';
import { answerTypedActivation, type IdentityPorts, isRefusal, startTypedRun } from '../index.ts';
import type { Visit } from '../visit.ts';
import { TestToken, testDevice } from './test-token.ts';

/** The device's halves of the other two ways to activate, for tests of the server's. */

export interface Typed {
  readonly serial: string;
  /** As shown. */
  readonly code: string;
}

/** The first message of a device into which this was typed. */
export async function typedStart(typed: Typed, origin = 'https://token.example') {
  const serial = foldSerial(typed.serial);
  const code = parseActivationCode(typed.code);
  if (serial === undefined || !code.ok) throw new Error('mistyped');
  const device = await testDevice();
  const exchange = await startTypedActivation({
    serial,
    code: code.value,
    apiOrigin: origin,
    device: { publicKey: device.publicKey, profile: 3, name: 'Typed telephone' },
    argon2id: fastArgon2id,
    randomness: systemRandomness,
  });
  const received = parseTypedActivationStart(exchange.start);
  if (!received.ok) throw new Error('the device made a malformed start');
  return { exchange, device, start: received.value };
}

/** The device's second message, if it takes the server's confirmation. */
export async function typedRequest(exchange: TypedActivationExchange, started: TypedActivationStarted) {
  const confirmed = await exchange.confirm(started);
  if (!confirmed.ok) return undefined;
  const { activationId, request, openReply } = confirmed.value;
  return { activationId: toBase64url(activationId), request: receivedRequest(request), openReply };
}

export function receivedRequest(request: TypedActivationRequest) {
  const received = parseTypedActivationRequest(request);
  if (!received.ok) throw new Error('the device made a malformed request');
  return received.value;
}

/** Runs the app's half of a typed activation up to the answer; the token is not confirmed yet. */
export async function typedToken(ports: IdentityPorts, typed: Typed, visit: Visit): Promise<TestToken> {
  const { exchange, device, start } = await typedStart(typed);
  const started = await startTypedRun(ports, { start, visit });
  if (isRefusal(started)) throw new Error(`refused: ${started.code} (${started.reason})`);
  const next = await typedRequest(exchange, started);
  if (!next) throw new Error('the device did not take the confirmation');
  const reply = await answerTypedActivation(ports, { ...next, visit });
  if (isRefusal(reply)) throw new Error(`refused: ${reply.code} (${reply.reason})`);
  const activated = await next.openReply(reply);
  if (!activated.ok) throw new Error('the device refused the answer');
  return new TestToken(next.activationId, activated.value, device);
}

/** A token activated from the text, without the server, and the registration code it shows. */
export async function offlineToken(text: Secret<string>): Promise<{ readonly token: TestToken; readonly registrationCode: string }> {
  const offer = parseOfflineActivation(text.reveal());
  if (!offer.ok) throw new Error(`not an offline activation: ${offer.error.code}`);
  const { activation, registrationCode } = registerOffline(offer.value, systemRandomness);
  const activated = { ...activation, tokenId: new Uint8Array(activation.tokenId) };
  const token = new TestToken(toBase64url(offer.value.activationId), activated, await testDevice());
  return { token, registrationCode: formatRegistrationCode(registrationCode) };
}
