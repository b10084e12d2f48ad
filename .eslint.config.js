// Lint rules: typescript-eslint's strict type-checked set. Run as `eslint --config .eslint.config.js`.
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['.docs/', 'coverage/', 'dist/', 'generated/', 'test/consumers/'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './src/sandbox/page/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Numbers and booleans read well in templates; objects still need a decision.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `type` for unions and aliases, `interface` for object shapes: both are in use on purpose.
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
    },
  },
);
