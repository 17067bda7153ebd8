import js from '@eslint/js';
import lwc from '@salesforce/eslint-config-lwc/recommended.js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['node_modules/', '.handrail/', 'coverage/', 'force-app/playbook/'] },
  {
    files: ['scripts/**/*.ts'],
    extends: [js.configs.recommended, ...tseslint.configs.recommendedTypeChecked],
    languageOptions: { globals: globals.node, parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // `import('…')` in a type is how a lazily loaded module is named.
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [{ from: 'package', package: 'node:test', name: ['test', 'describe', 'it', 'suite'] }] }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Numbers in messages are meant.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Interfaces here are records of closures; none of them uses `this`.
      '@typescript-eslint/unbound-method': 'off',
      // Handlers of a table share one signature whether or not they wait for something.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      'no-control-regex': 'off',
    },
  },
  {
    files: ['scripts/**/*.test.ts', 'scripts/**/bench.ts', 'scripts/**/conformance.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['scripts/cli/bin.js', '*.config.js'],
    extends: [js.configs.recommended],
    languageOptions: { globals: globals.node },
  },
  ...[lwc].flat().map((config) => ({ ...config, files: ['force-app/main/**/lwc/**/*.js', 'force-app/test/jest-mocks/**/*.js', 'scripts/preview/modules/**/*.js'] })),
  {
    // The page plays the platform, so it may do what a component on the platform may not.
    files: ['scripts/preview/modules/**/*.js'],
    rules: { '@lwc/lwc/no-document-query': 'off', '@lwc/lwc/no-async-operation': 'off', 'no-use-before-define': 'off' },
  },
  {
    // The one place that may keep time: a clock on the page has to move.
    files: ['force-app/main/default/lwc/handrailClock/ticker.js'],
    rules: { '@lwc/lwc/no-async-operation': 'off' },
  },
  {
    files: ['force-app/main/**/__tests__/**/*.js', 'force-app/test/**/*.js'],
    languageOptions: { globals: { ...globals.jest, ...globals.node, ...globals.browser } },
  },
);
