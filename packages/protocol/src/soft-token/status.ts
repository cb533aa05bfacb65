import { formatPinResetCode } from '../codes.ts';
import type { Refused } from '../device-errors.ts';
import { EXTENSION, type Header, extensionText } from '../header.ts';
import { pinResetCode } from '../pin-reset-code.ts';
import type { TokenContext } from './context.ts';
import type { ResetView, TokenIdentity, TokenPolicy, TokenStatus } from './face.ts';
import { type Loaded, type StoredToken, attemptsLeft, loadToken, mustBeLocked } from './load.ts';

/** What can be shown without a PIN. */
export async function readStatus(context: TokenContext): Promise<TokenStatus | Refused> {
  return statusOf(context, await loadToken(context));
}

export function statusOf(context: TokenContext, token: Loaded): TokenStatus | Refused {
  switch (token.kind) {
    case 'empty':
    case 'refused':
      return token;
    case 'revoked':
      return { kind: 'revoked', identity: identityOf(token.header) };
    case 'stored':
      return statusOfStored(context, token);
  }
}

function statusOfStored(context: TokenContext, token: StoredToken): TokenStatus {
  const identity = identityOf(token.header);
  if (token.state.state === 'revoked') return { kind: 'revoked', identity };
  const policy = policyOf(token.header);
  const reset = resetViewOf(context, token);
  if (mustBeLocked(token)) return { kind: 'locked', identity, policy, reset, problem: token.problem };
  const isShown = token.state.state === 'reset-shown';
  return { kind: 'closed', identity, policy, attemptsLeft: attemptsLeft(token), reset: isShown ? reset : undefined };
}

export function resetViewOf(context: TokenContext, { header, state }: StoredToken): ResetView {
  return {
    pinResetCode: formatPinResetCode(pinResetCode({ epoch: header.epoch, r: header.resetRandom, mac: header.resetMac })),
    unlockCodeLength: (header.unlockDigits / 4) * 5,
    waitSeconds: context.backOff.waitSeconds(state),
  };
}

export function identityOf(header: Header): TokenIdentity {
  return {
    tokenId: header.tokenId,
    issuerId: header.issuerId,
    serial: header.serial,
    issuer: extensionText(header, EXTENSION.issuerName),
    label: extensionText(header, EXTENSION.label),
    portal: extensionText(header, EXTENSION.portal),
    epoch: header.epoch,
    createdAt: header.createdAt * 1000,
  };
}

export function policyOf(header: Header): TokenPolicy {
  const { maxAttempts, minPinLength, maxPinLength, unlockDigits } = header;
  return { maxAttempts, minPinLength, maxPinLength, unlockDigits };
}
