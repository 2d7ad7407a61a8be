import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** What each project may import of the others: domain ← {store ← filing, workbook ← report} ← {api, worker}; see docs/architecture.md. */
const mayNotImport = {
  'apps/web': ['store', 'filing', 'workbook', 'report', 'api', 'worker', 'migrations', 'local'],
  'libs/domain': ['store', 'filing', 'workbook', 'report', 'api', 'worker', 'migrations', 'local', 'web'],
  'libs/store': ['filing', 'workbook', 'report', 'api', 'worker', 'migrations', 'local'],
  'libs/filing': ['workbook', 'report', 'api', 'worker', 'migrations', 'local', 'web'],
  'libs/report': ['store', 'filing', 'api', 'worker', 'migrations', 'local', 'web'],
  'libs/workbook': ['store', 'filing', 'report', 'api', 'worker', 'migrations', 'local', 'web'],
  'apps/api': ['worker', 'migrations', 'local'],
  'apps/worker': ['api', 'migrations', 'local'],
  migrations: ['domain', 'store', 'filing', 'workbook', 'report', 'api', 'worker', 'local'],
};
const frameworks = ['@nestjs/*', 'bullmq', 'graphql', 'mercurius', 'fastify'];

const banned = (project, names) => ({
  files: [`${project}/src/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: [
              ...names.map((name) => `@huiji/${name}/*`),
              // Stored, but computed in TypeScript: the migration that adds it fills it for the rows that are there.
              // What a tenant starts with is a copy of what ships: opening one, or adding the table, writes it.
              // Fields are sealed and opened by the one cipher.
              ...(project === 'migrations'
                ? [
                    ...['initials', 'catalogue-copy', 'form-copy', 'tenant'],
                    ...['field-cipher', 'field-key-settings', 'sealed-field'],
                  ].map((file) => `!@huiji/store/${file}`)
                : []),
              ...(project.startsWith('libs/') ? frameworks : []),
              ...(project === 'libs/domain' ? ['typeorm', 'pg', 'node:*'] : []),
            ],
            message: 'This project may not depend on that one (docs/architecture.md).',
          },
          {
            group: ['@nestjs/typeorm'],
            importNames: ['InjectRepository', 'InjectEntityManager'],
            message: 'A repository is a function of the transaction: submissions(tx).',
          },
          {
            group: ['typeorm'],
            importNames: ['OneToMany', 'ManyToOne', 'ManyToMany', 'OneToOne', 'JoinColumn'],
            message: 'Foreign keys are ids; no ORM relations.',
          },
          { group: ['@nestjs/common'], importNames: ['forwardRef'], message: 'Cut the cycle instead.' },
          {
            group: ['@nestjs/common'],
            importNames: ['Logger', 'ConsoleLogger'],
            message: 'Logs hold no personal data: Log of @huiji/store/log.',
          },
        ],
      },
    ],
  },
});

export default tseslint.config(
  {
    ignores: ['**/dist/**', '**/node_modules/**', '**/generated/**', '.nx/**', '.huiji/**'],
  },
  js.configs.recommended,
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './apps/web/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'max-lines': ['error', 300],
      'max-params': ['error', 5],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: { 'max-lines': ['error', 600] },
  },
  {
    ...reactHooks.configs.flat.recommended,
    files: ['apps/web/**/*.{ts,tsx}'],
  },
  {
    // A browser without one of these shows nothing at all of the entry that has it, and many a WeChat is older.
    files: ['apps/web/src/{client,door,filing,page,words}/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'Literal[regex.pattern=/\\(\\?<[=!]/]', message: 'No look-behind: Safari before 16.4.' },
        {
          selector:
            'MemberExpression[property.name=/^(to(Sorted|Reversed|Spliced)|findLast(Index)?|randomUUID|groupBy)$/]',
          message: 'Not in the browsers that clerks have: Chrome 87, Safari 14, and pages over plain HTTP.',
        },
      ],
    },
  },
  { files: ['apps/local/**', 'test/**'], rules: { 'no-console': 'off' } },
  ...Object.entries(mayNotImport).map(([project, names]) => banned(project, names)),
);
