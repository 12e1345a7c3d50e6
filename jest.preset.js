import { readFileSync } from 'node:fs';

const swc = JSON.parse(readFileSync(new URL('./.swcrc', import.meta.url), 'utf8'));
delete swc.$schema;

/** What every project's jest.config.mjs spreads: ES modules by swc, the `source` export condition, and a realm that
 * shares its typed arrays with native addons. */
export default {
  testEnvironment: new URL('./tools/test/environment.mjs', import.meta.url).pathname,
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { ...swc, swcrc: false }] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  moduleFileExtensions: ['ts', 'mjs', 'js', 'json', 'node'],
  testMatch: ['**/*.spec.ts'],
  maxWorkers: 1,
  reporters: ['default', new URL('./tools/test/jest-reporter.mjs', import.meta.url).pathname],
  // For what hangs: on a machine that does much else, a test of seconds takes minutes
  testTimeout: 300_000,
};
