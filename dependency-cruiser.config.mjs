/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-stands-alone',
      severity: 'error',
      from: { path: '^libs/domain/src' },
      to: { path: '^(libs/(store|filing|workbook|report)|apps|migrations|test)/' },
    },
    {
      name: 'domain-runs-in-a-browser',
      comment: 'The page evaluates the same rules as the server (ADR 6).',
      severity: 'error',
      from: { path: '^libs/domain/src', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'store-knows-only-domain',
      severity: 'error',
      from: { path: '^libs/store/src' },
      to: { path: '^(libs/(filing|workbook|report)|apps|migrations|test)/' },
    },
    {
      name: 'filing-knows-only-domain-and-store',
      comment: 'Returns are filed by the same rules from every process (ADR 25).',
      severity: 'error',
      from: { path: '^libs/filing/src' },
      to: { path: '^(libs/(workbook|report)|apps|migrations|test)/' },
    },
    {
      name: 'workbook-knows-only-domain',
      comment: 'Files in and out, nothing of where figures come from (ADR 22).',
      severity: 'error',
      from: { path: '^libs/workbook/src' },
      to: { path: '^(libs/(store|filing|report)|apps|migrations|test)/' },
    },
    {
      name: 'report-knows-only-domain-and-workbook',
      comment:
        'Words and documents, nothing of where figures come from (ADR 27); how a stranger’s file is read, from workbook (ADR 22).',
      severity: 'error',
      from: { path: '^libs/report/src' },
      to: { path: '^(libs/(store|filing)|apps|migrations|test)/' },
    },
    {
      name: 'web-knows-only-domain',
      comment: 'The console reaches the rest through GraphQL.',
      severity: 'error',
      from: { path: '^apps/web/src' },
      to: { path: '^(libs/(store|filing|workbook|report)|apps/(?!web)|migrations|test)/' },
    },
    {
      name: 'api-and-worker-apart',
      severity: 'error',
      from: { path: '^apps/(api|worker)/src' },
      to: { path: '^(apps/(?!$1)|migrations/|test/)' },
    },
    {
      name: 'tests-stay-in-tests',
      severity: 'error',
      from: { path: '^(apps|libs|migrations)/.*src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '\\.(spec|test)\\.ts$|^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['@huiji/source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
