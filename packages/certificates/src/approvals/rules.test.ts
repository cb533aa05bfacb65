import { describe, expect, test } from 'vitest';
import { serverProfile } from '../testing/index.ts';
import { approvalsToRevoke, countWords, mistakeInWord } from './rules.ts';

const approve = { decision: 'approve' } as const;
const decline = { decision: 'decline' } as const;

describe('N of M', () => {
  test('one word too few settles nothing, and no number of approvals outweighs a decline', () => {
    expect(countWords([approve], 2)).toEqual({ approvals: 1, outcome: 'open' });
    expect(countWords([approve, approve], 2)).toEqual({ approvals: 2, outcome: 'agreed' });
    expect(countWords([approve, approve, decline], 2)).toEqual({ approvals: 2, outcome: 'declined' });
  });

  test('a decline without a reason is none; what is longer than the page has room for is refused', () => {
    expect(mistakeInWord({ ...decline, reason: ' \n' })).toMatchObject({ code: 'reason-missing' });
    expect(mistakeInWord({ ...approve, reason: 'x'.repeat(501) })).toMatchObject({ code: 'note-too-long', details: { limit: 500 } });
    expect(mistakeInWord({ ...decline, reason: 'x'.repeat(500) })).toBeUndefined();
  });

  test('a key that others have waits for nobody, whatever the profile says', () => {
    const profile = serverProfile({ issue: 1, revoke: 2 });
    expect(approvalsToRevoke(profile, 'key-compromise')).toBe(0);
    expect(approvalsToRevoke(profile, 'superseded')).toBe(2);
    expect(approvalsToRevoke(undefined, 'superseded')).toBe(0);
  });
});
