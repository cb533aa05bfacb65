import { type Argon2id, foldSerial, parseActivationCode, toBase64url, TOKEN_API_ROUTES, typedActivationPath } from '@sallyport/protocol';
import { startTypedActivation } from '@sallyport/protocol/activation-typed';
import type { ActivationPorts } from './activate-by-link.ts';
import { type ActivationOutcome, failed } from './activation-outcome.ts';
import { askServer, failureOf, textFields } from './ask-server.ts';
import { confirmationOf, prepareToken } from './prepare-token.ts';

/**
 * Activation B (section 14) up to the PIN, with serial and activation code as typed. `origin`: of the server `ports.post` leads to, which must
 * be the one that the person trusts with the code. A code that was mistyped by a group costs nothing; one that is another's costs a try.
 */
export async function activateByTypedCode(
  typed: { readonly serial: string; readonly code: string; readonly origin: string },
  ports: ActivationPorts & { readonly argon2id: Argon2id },
): Promise<ActivationOutcome> {
  const serial = foldSerial(typed.serial);
  if (serial === undefined) return failed({ code: 'serial-malformed' });
  const code = parseActivationCode(typed.code);
  if (!code.ok) return failed({ code: 'code-malformed', because: code.error });

  const exchange = await startTypedActivation({ ...ports, serial, code: code.value, apiOrigin: typed.origin });
  const answer = await ports.post(TOKEN_API_ROUTES.typedActivationStart, exchange.start);
  if (answer.kind !== 'ok') {
    exchange.abandon();
    return failed(failureOf(answer));
  }
  const started = textFields(answer.json, ['a', 'pB', 'cB']);
  const confirmed = started && (await exchange.confirm(started));
  exchange.abandon();
  if (!confirmed?.ok) return failed({ code: 'code-refused' });
  const { activationId } = confirmed.value;
  const asked = await askServer({ ...confirmed.value, path: typedActivationPath(toBase64url(activationId)) }, ports);
  if (asked.kind === 'failed') return failed(asked.because);
  return prepareToken({ ...asked.activated, skewMs: asked.skewMs }, { tokenOf: ports.tokenOf, news: confirmationOf(activationId) });
}
