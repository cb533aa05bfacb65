/** Counting what ran: static checks count one each, test layers count their tests. */

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, each in one line that says where to look. */
  readonly failures: readonly string[];
}

/** The part of vitest's JSON report that is read here. */
export interface VitestReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

const firstLine = (text: string) => text.trim().split('\n')[0] ?? '';

export function passedCheck(): Outcome {
  return { passed: 1, failed: 0, skipped: 0, failures: [] };
}

export function failedCheck(name: string): Outcome {
  return { passed: 0, failed: 1, skipped: 0, failures: [name] };
}

/**
 * The tests of one layer. A file that could not be loaded counts as one failure, and so does a run that failed although every test
 * passed (an error outside any test) or that found no test at all.
 */
export function outcomeOfTests({ layer, report, root }: { layer: string; report: VitestReport | undefined; root: string }): Outcome {
  if (!report) return failedCheck(`${layer}: the run ended without a report`);
  const failures = report.testResults.flatMap((file) => {
    const path = file.name.startsWith(root) ? file.name.slice(root.length).replace(/^[\\/]/, '') : file.name;
    const failed = file.assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0 && file.status === 'failed')
      return [`${layer}: ${path}: ${firstLine(file.message) || 'the file could not be loaded'}`];
    return failed.map((test) => `${layer}: ${path}: ${test.fullName}: ${firstLine(test.failureMessages?.join('\n') ?? '')}`);
  });
  if (report.numPassedTests + report.numFailedTests === 0 && failures.length === 0) failures.push(`${layer}: no test ran`);
  if (!report.success && failures.length === 0) failures.push(`${layer}: an error outside any test`);
  return { passed: report.numPassedTests, failed: failures.length, skipped: report.numPendingTests + report.numTodoTests, failures };
}

export function sum(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((total, outcome) => total + outcome.passed, 0),
    failed: outcomes.reduce((total, outcome) => total + outcome.failed, 0),
    skipped: outcomes.reduce((total, outcome) => total + outcome.skipped, 0),
    failures: outcomes.flatMap((outcome) => outcome.failures),
  };
}

/** The last line of `npm test`. */
export function closingLine({ passed, failed, skipped }: Outcome): string {
  const counts = [`${passed} passed`, `${failed} failed`];
  if (skipped > 0) counts.push(`${skipped} skipped`);
  return counts.join(', ');
}

/** A run that tested nothing has failed. */
export function isGreen({ passed, failed }: Outcome): boolean {
  return failed === 0 && passed > 0;
}
