import { describe, expect, test } from 'vitest';
import { closingLine, failedCheck, isGreen, outcomeOfTests, passedCheck, sum, type VitestReport } from './outcome.ts';

const empty: VitestReport = { success: true, numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
const read = (report: VitestReport | undefined) => outcomeOfTests({ layer: 'unit', report, root: '/house' });

describe('what does not pass for success', () => {
  test('a run that left no report has failed', () => {
    expect(read(undefined)).toMatchObject({ passed: 0, failed: 1 });
  });

  test('a layer in which no test ran has failed', () => {
    expect(read(empty)).toMatchObject({ failed: 1, failures: ['unit: no test ran'] });
  });

  test('a file that could not be loaded is a failure although it holds no failed test', () => {
    const report = { ...empty, success: false, numPassedTests: 3 };
    const outcome = read({
      ...report,
      testResults: [{ name: '/house/a.test.ts', status: 'failed', message: 'Cannot find module\n  at x', assertionResults: [] }],
    });
    expect(outcome).toMatchObject({ passed: 3, failed: 1, failures: ['unit: a.test.ts: Cannot find module'] });
  });

  test('an error outside any test is a failure although every test passed', () => {
    expect(read({ ...empty, success: false, numPassedTests: 3 })).toMatchObject({ passed: 3, failed: 1 });
  });

  test('nothing at all is not green', () => {
    expect(isGreen(sum([]))).toBe(false);
  });

  test('one failure among many is not green', () => {
    expect(isGreen(sum([passedCheck(), failedCheck('lint'), passedCheck()]))).toBe(false);
  });
});

test('each failed test is named with its file and the first line of its message', () => {
  const failed = { fullName: 'a spent code is refused', status: 'failed', failureMessages: ['expected 1 to be 2\n  at b'] };
  const outcome = read({
    ...empty,
    success: false,
    numFailedTests: 1,
    testResults: [{ name: '/house/b.test.ts', status: 'failed', message: '', assertionResults: [failed] }],
  });
  expect(outcome.failures).toEqual(['unit: b.test.ts: a spent code is refused: expected 1 to be 2']);
  expect(outcome.failed).toBe(1);
});

test('the closing line speaks of skipped tests only when there are some', () => {
  expect(closingLine({ passed: 12, failed: 0, skipped: 0, failures: [] })).toBe('12 passed, 0 failed');
  expect(closingLine({ passed: 12, failed: 1, skipped: 2, failures: [] })).toBe('12 passed, 1 failed, 2 skipped');
});
