import sfdxLwcJest from '@salesforce/sfdx-lwc-jest/config.js';

const { jestConfig } = sfdxLwcJest;

export default {
  ...jestConfig,
  testMatch: ['<rootDir>/force-app/**/__tests__/**/*.test.js'],
  modulePathIgnorePatterns: ['<rootDir>/.handrail/'],
  setupFiles: ['<rootDir>/force-app/test/jest-setup.js'],
  moduleNameMapper: {
    '^c/handrailPlaybook$': '<rootDir>/force-app/playbook/default/lwc/handrailPlaybook/handrailPlaybook',
    '^c/handrailPermissions$': '<rootDir>/force-app/playbook/default/lwc/handrailPermissions/handrailPermissions',
    '^c/handrailDictionary$': '<rootDir>/force-app/playbook/default/lwc/handrailDictionary/handrailDictionary',
    // A bundle of styles alone; the runner looks for scripts.
    '^c/handrailStyles$': '<rootDir>/force-app/main/default/lwc/handrailStyles/handrailStyles.css',
    '^c/handrailBoard$': '<rootDir>/force-app/main/default/lwc/handrailBoard/handrailBoard.css',
    '^c/cockpitStyles$': '<rootDir>/force-app/main/default/lwc/cockpitStyles/cockpitStyles.css',
    '^test/(.*)$': '<rootDir>/force-app/test/$1',
    '^@salesforce/customPermission/(Handrail_(?:Bypass|Reopen)_\\w+)$': '<rootDir>/force-app/test/jest-mocks/customPermission/$1',
    '^lightning/navigation$': '<rootDir>/force-app/test/jest-mocks/lightning/navigation',
    '^lightning/modal$': '<rootDir>/force-app/test/jest-mocks/lightning/modal',
    '^lightning/graphql$': '<rootDir>/force-app/test/jest-mocks/lightning/graphql',
  },
};
