import type { Refused } from '../device-errors.ts';
import { EXTENSION, type Header, extensionText } from '../header.ts';
import type { VaultContext } from './context.ts';
import type { TokenIdentity, TokenPolicy, TokenStatus } from './face.ts';
import { type Loaded, type StoredToken, attemptsLeft, loadToken, mustBeLocked } from './load.ts';
import { allowsPrfOnly } from './protection.ts';
import type { VaultTypes } from './vault-kind.ts';

/** What can be shown without a PIN. */
export async function readStatus<Of extends VaultTypes>(context: VaultContext<Of>): Promise<TokenStatus<Of> | Refused> {
  return statusOf(context, await loadToken(context));
}

export function statusOf<Of extends VaultTypes>(context: VaultContext<Of>, token: Loaded): TokenStatus<Of> | Refused {
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

function statusOfStored<Of extends VaultTypes>(context: VaultContext<Of>, token: StoredToken): TokenStatus<Of> {
  const identity = identityOf(token.header);
  if (token.state.state === 'revoked') return { kind: 'revoked', identity };
  const common = { identity, policy: policyOf(token.header), protection: token.protection };
  const reset = resetViewOf(context, token);
  if (mustBeLocked(token)) return { kind: 'locked', ...common, reset, problem: token.problem };
  const isShown = token.state.state === 'reset-shown';
  return { kind: 'closed', ...common, attemptsLeft: attemptsLeft(token), reset: isShown ? reset : undefined };
}

export function resetViewOf<Of extends VaultTypes>(context: VaultContext<Of>, { header, state }: StoredToken): Of['reset'] {
  return context.kind.resetViewOf(header, context.backOff.waitSeconds(state));
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
  return { maxAttempts, minPinLength, maxPinLength, unlockDigits, prfOnlyAllowed: allowsPrfOnly(header) };
}
