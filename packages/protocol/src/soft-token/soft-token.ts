import type { TokenPorts } from '../ports.ts';
import { prepareActivation } from './activation.ts';
import { contextOf } from './context.ts';
import { exclusively } from './exclusively.ts';
import type { SoftToken } from './face.ts';
import { enterPin } from './pin-entry.ts';
import { startToken } from './start.ts';
import { showResetCode } from './show-reset-code.ts';
import { readStatus } from './status.ts';
import { TOKEN_VAULT } from './token-vault.ts';
import { enterUnlockCode } from './unlock.ts';

/** One soft token over its ports. Keep one object for as long as the process lives: it remembers when the last unlock code failed. */
export function softToken(ports: TokenPorts): SoftToken {
  const context = contextOf(ports, TOKEN_VAULT);
  return {
    start: () => exclusively(context, () => startToken(context)),
    status: () => readStatus(context),
    activate: (activation) => prepareActivation(context, activation),
    enterPin: (pin) => exclusively(context, () => enterPin(context, pin)),
    showResetCode: () => exclusively(context, () => showResetCode(context)),
    enterUnlockCode: (code) => exclusively(context, () => enterUnlockCode(context, code)),
  };
}
