import type { Derivation } from './derivation.ts';

/** `Name` of people: first name, a blank, last name. */
export const derivePersonName: Derivation = ({ row, plan }) => {
  if (plan.has('Name') && plan.has('LastName')) {
    const parts = [row['FirstName'], row['LastName']].filter((part) => typeof part === 'string' && part !== '');
    row['Name'] = parts.length === 0 ? null : parts.join(' ');
  }
};
