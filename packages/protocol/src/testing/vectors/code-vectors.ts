import { type Bytes, concat, fromHex, toHex, utf8 } from '../../bytes.ts';
import {
  type CodeKind,
  type CodeRefusal,
  type UnlockDigits,
  UNLOCK_DIGITS,
  asActivationCode,
  asPinResetCode,
  asRegistrationCode,
  asUnlockCode,
  formatActivationCode,
  formatPinResetCode,
  formatRegistrationCode,
  formatUnlockCode,
} from '../../codes.ts';
import { deriveRecoveryKeys, sha256 } from '../../key-schedule.ts';
import { pinResetCode, pinResetMac } from '../../pin-reset-code.ts';
import { unlockCodeDigits } from '../../unlock-code.ts';
import { WORKED_EXAMPLE } from './worked-example.ts';

/** Sections 7 and 9: codes of given tokens, and typed codes that hold or must be refused. */

interface Lock {
  readonly tokenId: Bytes;
  readonly serial: string;
  readonly recoveryKey: Bytes;
  readonly epoch: number;
  readonly r: number;
}

const workedExample: Lock = {
  tokenId: fromHex(WORKED_EXAMPLE.tokenId),
  serial: WORKED_EXAMPLE.serial,
  recoveryKey: fromHex(WORKED_EXAMPLE.recoveryKey),
  epoch: WORKED_EXAMPLE.epoch,
  r: WORKED_EXAMPLE.resetRandom,
};

const EPOCHS = [0, 1, 99, 100, 101, 2 ** 32];
const SERIALS = ['S', 'ABCDEFGHIJKLMNOPQRSTUVWX'];
const RESET_RANDOMS = [0, 9999];

const locks: readonly Lock[] = [
  workedExample,
  ...EPOCHS.flatMap((epoch) =>
    SERIALS.flatMap((serial) =>
      RESET_RANDOMS.map((r) => {
        const name = concat(utf8(`${String(epoch)}/${serial}/${String(r)}`));
        return { tokenId: sha256(concat(utf8('token '), name)).slice(0, 16), recoveryKey: sha256(name), serial, epoch, r };
      }),
    ),
  ),
];

function fieldsOf(lock: Lock): { tokenId: string; serial: string; kRec: string; epoch: string; r: number } {
  const { tokenId, serial, recoveryKey, epoch, r } = lock;
  return { tokenId: toHex(tokenId), serial, kRec: toHex(recoveryKey), epoch: String(epoch), r };
}

export function pinResetCodeVectors(): unknown {
  return locks.map((lock) => {
    const mac = pinResetMac({ ...lock, resetMacKey: deriveRecoveryKeys(lock).resetMacKey });
    return { ...fieldsOf(lock), code: formatPinResetCode(pinResetCode({ ...lock, mac })) };
  });
}

export function unlockCodeVectors(): unknown {
  const vector = (lock: Lock, n: UnlockDigits): unknown => {
    const code = unlockCodeDigits({ ...lock, unlockKey: deriveRecoveryKeys(lock).unlockKey, n });
    return { ...fieldsOf(lock), n, code: formatUnlockCode(code) };
  };
  const rest = locks.slice(1).flatMap((lock) => UNLOCK_DIGITS.map((n) => vector(lock, n)));
  return [vector(workedExample, 16), vector(workedExample, 12), vector(workedExample, 20), ...rest];
}

interface TypedCode {
  readonly kind: CodeKind;
  readonly data: string;
  readonly typed: string;
}

function typedCodes(): readonly TypedCode[] {
  const twelve = ['000000000000', '111122223333', '987654321098', '505050505050'];
  const unlock = ['000000000000', '9999999999999999', '01234567890123456789', WORKED_EXAMPLE.unlockCode.data];
  return [
    ...['100000000000', '199999999999', WORKED_EXAMPLE.pinResetCode.data].map(
      (data): TypedCode => ({ kind: 'pin-reset', data, typed: formatPinResetCode(asPinResetCode(data)) }),
    ),
    ...['200000000000', '212345678901'].map(
      (data): TypedCode => ({ kind: 'registration', data, typed: formatRegistrationCode(asRegistrationCode(data)) }),
    ),
    ...twelve.map((data): TypedCode => ({ kind: 'activation', data, typed: formatActivationCode(asActivationCode(data)) })),
    ...unlock.map((data): TypedCode => ({ kind: 'unlock', data, typed: formatUnlockCode(asUnlockCode(data)) })),
  ];
}

interface RefusedCode {
  readonly name: string;
  /** What is being asked for. */
  readonly kind: CodeKind;
  readonly dataDigits: number;
  readonly typed: string;
  readonly refusal: CodeRefusal;
}

/** Every mistake of one kind in every place of one code, each with the groups it must name. */
function mistakesIn({ kind, data, typed }: TypedCode): readonly RefusedCode[] {
  const groups = typed.split(' ');
  const refused = (name: string, changed: readonly string[], bad: readonly number[]): RefusedCode => ({
    name: `${name}: ${kind}`,
    kind,
    dataDigits: data.length,
    typed: changed.join(' '),
    refusal: { code: 'CODE_TYPO', groups: bad },
  });
  const wrongDigits = groups.map((group, at) => {
    const wrong = String((Number(group[at]) + 1) % 10);
    return refused('wrong digit', groups.with(at, group.slice(0, at) + wrong + group.slice(at + 1)), [at + 1]);
  });
  const swappedDigits = groups.flatMap((group, index) => {
    const at = Math.min(index, group.length - 2);
    const [first = '', second = ''] = group.slice(at, at + 2);
    const swapped = group.slice(0, at) + second + first + group.slice(at + 2);
    return first === second ? [] : [refused('swapped digits', groups.with(index, swapped), [index + 1])];
  });
  const swappedGroups = groups.slice(1).map((group, before) => {
    const changed = groups.with(before, group).with(before + 1, groups[before] ?? '');
    return refused('swapped groups', changed, [before + 1, before + 2]);
  });
  const letter = refused('letter for a digit', groups.with(1, `${groups[1]?.slice(0, 4) ?? ''}O`), [2]);
  return [...wrongDigits, ...swappedDigits, ...swappedGroups, letter];
}

const lengthRefusals: readonly RefusedCode[] = [
  { name: 'empty', kind: 'unlock', dataDigits: 16, typed: '', refusal: { code: 'CODE_LENGTH', expected: 20, typed: 0 } },
  {
    name: 'one digit short',
    kind: 'pin-reset',
    dataDigits: 12,
    typed: '10751 83150 8372',
    refusal: { code: 'CODE_LENGTH', expected: 15, typed: 14 },
  },
  {
    name: 'a group too many',
    kind: 'pin-reset',
    dataDigits: 12,
    typed: '10751 83150 83728 00000',
    refusal: { code: 'CODE_LENGTH', expected: 15, typed: 20 },
  },
  {
    name: 'longer than anything typed',
    kind: 'pin-reset',
    dataDigits: 12,
    typed: '1'.repeat(129),
    refusal: { code: 'CODE_LENGTH', expected: 15, typed: 129 },
  },
];

function wrongKinds(codes: readonly TypedCode[]): readonly RefusedCode[] {
  const wanted: readonly { kind: CodeKind; dataDigits: number }[] = [
    { kind: 'pin-reset', dataDigits: 12 },
    { kind: 'registration', dataDigits: 12 },
    { kind: 'activation', dataDigits: 12 },
    { kind: 'unlock', dataDigits: 16 },
  ];
  return wanted.flatMap(({ kind, dataDigits }) =>
    codes
      .filter((code) => code.kind !== kind)
      .map((code) => ({
        name: `${code.kind} code where the ${kind} code belongs`,
        kind,
        dataDigits,
        typed: code.typed,
        refusal: { code: 'CODE_WRONG_KIND', kind: code.kind },
      })),
  );
}

export function dammVectors(): unknown {
  const codes = typedCodes();
  const ways = (spelling: string): unknown => ({ kind: 'pin-reset', data: WORKED_EXAMPLE.pinResetCode.data, typed: spelling });
  return {
    about:
      'Section 9. `holds`: typed codes and their data digits. `refused`: what the parser of `kind` (with this many data digits) must answer; ' +
      'a PIN Reset Code refusal is wrapped as the `because` of PRC_TYPO. Groups are counted from 1.',
    holds: [
      ...codes,
      ways('107518315083728'),
      ways('10751-83150-83728'),
      ways(' 10751.83150\u00a083728\n'),
      ways('\u0661\u0660\u0667\u0665\u0661 \u0668\u0663\u0661\u0665\u0660 \u0668\u0663\u0667\u0662\u0668'),
      ways('\uff11\uff10\uff17\uff15\uff11\u3000\uff18\uff13\uff11\uff15\uff10\u3000\uff18\uff13\uff17\uff12\uff18'),
    ],
    refused: [...codes.slice(2).flatMap(mistakesIn), ...lengthRefusals, ...wrongKinds(codes)],
  };
}
