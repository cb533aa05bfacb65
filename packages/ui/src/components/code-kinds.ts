/**
 * The codes people carry by hand, as they are typed. `prc`, `unl`, `act`, `reg`, `rec` (recovery code) and `tmp` (temporary access code) are groups of four digits and a check digit;
 * `otp6` is a one-time password of six digits, `otp` one of six to eight.
 */
export type CodeKind = 'prc' | 'unl' | 'act' | 'reg' | 'rec' | 'tmp' | 'otp' | 'otp6';

/** How many groups an unlock code has is policy: 12, 16 or 20 data digits. */
export type GroupCount = 3 | 4 | 5;

export interface CodeShape {
  /** The digits in each group, in order. Empty when the length is not fixed. */
  readonly groups: readonly number[];
  readonly least: number;
  readonly most: number;
  /** Whether each group ends in a check digit. */
  readonly checked: boolean;
}

export function codeShape(kind: CodeKind, groupCount: GroupCount = 4): CodeShape {
  switch (kind) {
    case 'prc':
    case 'act':
    case 'reg':
    case 'tmp':
      return grouped([5, 5, 5]);
    case 'rec':
      return grouped([5, 5, 5, 5, 5]);
    case 'unl':
      return grouped(Array.from({ length: groupCount }, () => 5));
    case 'otp6':
      return { groups: [3, 3], least: 6, most: 6, checked: false };
    case 'otp':
      return { groups: [], least: 6, most: 8, checked: false };
  }
}

function grouped(groups: readonly number[]): CodeShape {
  const length = groups.reduce((sum, size) => sum + size, 0);
  return { groups, least: length, most: length, checked: true };
}

/** How many characters it has with a space between its groups. */
export function codeLength({ most, groups }: CodeShape): number {
  return most + Math.max(0, groups.length - 1);
}

/** Cuts digits into the groups of a shape; the last group may be unfinished, and what is too long stays with it. */
export function cutIntoGroups(digits: string, { groups }: CodeShape): string[] {
  if (groups.length === 0) return digits === '' ? [] : [digits];
  const cut: string[] = [];
  let from = 0;
  for (const [index, size] of groups.entries()) {
    const to = index === groups.length - 1 ? digits.length : from + size;
    if (from < digits.length) cut.push(digits.slice(from, to));
    from = to;
  }
  return cut;
}
