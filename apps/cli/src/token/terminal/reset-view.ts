import { formatPinResetLink, parsePinResetCode, type ResetView, type TokenIdentity } from '@sallyport/protocol';
import type { UsableStatus } from '../find-token.ts';
import type { Surroundings, Voice } from '../surroundings.ts';
import { words } from '../token.messages.ts';
import { printable } from './printable.ts';
import { canShowBlocks, qrBlocks } from './qr-blocks.ts';

/** LOCKED, and RESET_VIEW ("I forgot my PIN"): the PIN Reset Code, where to take it, and what to do. Nothing before the code was asked for. */
export function tellResetView(
  status: UsableStatus,
  voice: Voice,
  { environment, platform }: Pick<Surroundings, 'environment' | 'platform'>,
): void {
  const { identity, reset } = status;
  if (reset === undefined) return;
  const link = linkToPortal({ identity, reset });
  const mayDraw = canShowBlocks({ environment, platform, isTerminal: voice.isTerminal });
  const picture = link !== undefined && mayDraw ? qrBlocks(link, voice.columns) : undefined;
  const lines = [
    ...leadOf(status),
    '',
    `  ${words('pin-reset-code')}  ${reset.pinResetCode}`,
    `  ${words('serial')}          ${identity.serial}`,
    '',
    words('what-to-do'),
    `  1. ${link === undefined ? words('what-to-do-1') : words('what-to-do-1-at', { portal: new URL(link).origin })}`,
    `  2. ${words('what-to-do-2')}`,
    `  3. ${words('what-to-do-3', { command: `sallyport token unlock ${identity.serial}` })}`,
    ...(link === undefined ? [] : ['', words('unlock-link'), `  ${link}`]),
    ...(picture === undefined ? [] : ['', picture]),
  ];
  voice.write(`${lines.join('\n')}\n`);
}

function leadOf(status: UsableStatus): readonly string[] {
  const name = printable(status.identity.issuer === '' ? status.identity.serial : status.identity.issuer);
  if (status.kind === 'closed') return [words('reset-title', { name }), words('reset-lead')];
  return [words('locked-title', { name }), lockedLead(status)];
}

function lockedLead({ problem, policy }: Extract<UsableStatus, { kind: 'locked' }>): string {
  if (problem?.code === 'STORAGE_EVICTED') return words('locked-evicted');
  if (problem?.code === 'STATE_MAC') return words('locked-tampered');
  return words('locked-lead', { attempts: policy.maxAttempts });
}

/** Undefined when the issuer named no portal, or something that is no origin. */
function linkToPortal({ identity, reset }: { readonly identity: TokenIdentity; readonly reset: ResetView }): string | undefined {
  const code = parsePinResetCode(reset.pinResetCode);
  if (!code.ok || !URL.canParse(identity.portal)) return undefined;
  try {
    return formatPinResetLink({ portalOrigin: identity.portal, code: code.value, serial: identity.serial });
  } catch (failure) {
    if (failure instanceof RangeError) return undefined;
    throw failure;
  }
}
