const shared = {
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['@huiji/source', 'node', 'node-addons'] },
  transform: {
    '^.+\\.ts$': ['@swc/jest', { configFile: './.swcrc', module: { type: 'es6' } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!@huiji/)', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
};

export default {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs,migrations}/**/src/**/*.spec.ts'],
    },
    {
      ...shared,
      displayName: 'server',
      testMatch: ['<rootDir>/test/src/**/*.test.ts'],
      globalSetup: '<rootDir>/test/src/harness/global-setup.mjs',
      globalTeardown: '<rootDir>/test/src/harness/global-teardown.mjs',
    },
    {
      ...shared,
      displayName: 'browser',
      testMatch: ['<rootDir>/test/browser/**/*.browser.ts'],
    },
  ],
  maxWorkers: 2,
  testTimeout: 120_000,
};
