import { fromHex, toHex } from '../../bytes.ts';
import { formatPinResetCode } from '../../codes.ts';
import { deriveRecoveryKeys, sha256 } from '../../key-schedule.ts';
import { pinResetCode, pinResetMac } from '../../pin-reset-code.ts';
import { PORTAL_SEQUENCES, type PortalEvent, type TokenName } from './portal-sequences.ts';
import { WORKED_EXAMPLE } from './worked-example.ts';

const TOKENS = {
  desk: { tokenId: WORKED_EXAMPLE.tokenId, serial: WORKED_EXAMPLE.serial, kRec: WORKED_EXAMPLE.recoveryKey },
  phone: { tokenId: '202122232425262728292a2b2c2d2e2f', serial: 'ST-482-719-37', kRec: toHex(sha256(fromHex('70'))) },
} as const;

/** As `PortalEvent`, but a request carries the code as typed. */
function withCode(event: PortalEvent): unknown {
  if (event.kind !== 'request') return event;
  const { shownBy, epoch, r, session, named } = event;
  return { kind: 'request', shownBy, code: codeShownBy(shownBy, epoch, r), session, ...(named === undefined ? {} : { named }) };
}

function codeShownBy(name: TokenName, epoch: number, r: number): string {
  const { serial, kRec } = TOKENS[name];
  const tokenId = fromHex(TOKENS[name].tokenId);
  const { resetMacKey } = deriveRecoveryKeys({ recoveryKey: fromHex(kRec), tokenId, serial });
  return formatPinResetCode(pinResetCode({ epoch, r, mac: pinResetMac({ resetMacKey, tokenId, epoch, r }) }));
}

export function portalVectors(): unknown {
  return {
    about:
      'Section 11. Each sequence starts with both tokens PENDING; `hour` counts from its beginning. A request asks about all tokens of the person, ' +
      'or about the one named. `answer`, `state`, `lowestEpoch` (E_conf) and `effects` are those after the event, of the token it is about.',
    tokens: TOKENS,
    sequences: PORTAL_SEQUENCES.map(({ name, steps }) => ({
      name,
      steps: steps.map((step) => ({ ...step, event: withCode(step.event) })),
    })),
  };
}
