import { writeResults } from './results.mjs';

/** Counts a jest project's tests. A file that could not run at all counts as one failure. */
export default class CountingReporter {
  /** @param {unknown} _contexts @param {import('@jest/reporters').AggregatedResult} results */
  async onRunComplete(_contexts, results) {
    await writeResults({
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    });
  }
}
