/**
 * What the two standard profiles may do with standard objects. A profile holds its permissions through a permission set of
 * its own (`IsOwnedByProfile`), as in every org since Spring '12. The administrator needs no rows: *Modify All Data* covers objects.
 */
import type { Scalar } from '../engine/types.ts';
import type { SeedUser } from './seed.ts';

export type ProfileName = SeedUser['profile'];

/** Letters of create, read, edit, delete. From the standard profiles of a Developer Edition org. */
const STANDARD_USER: Readonly<Record<string, string>> = {
  Account: 'cred', Campaign: 'r', Case: 'cre', Contact: 'cred', Contract: 'cred', Lead: 'cre', Opportunity: 'cred', Order: 'cred', Pricebook2: 'r', Product2: 'r', Quote: 'cred',
};

const OBJECT_RIGHTS: Readonly<Record<ProfileName, Readonly<Record<string, string>>>> = { 'Standard User': STANDARD_USER, 'System Administrator': {} };

/** Columns of `ObjectPermissions` by object. */
export function objectPermissionsOf(profile: ProfileName): ReadonlyMap<string, Readonly<Record<string, Scalar>>> {
  return new Map(Object.entries(OBJECT_RIGHTS[profile]).map(([object, letters]) => [object, {
    SobjectType: object,
    PermissionsCreate: letters.includes('c'),
    PermissionsRead: letters.includes('r'),
    PermissionsEdit: letters.includes('e'),
    PermissionsDelete: letters.includes('d'),
  }]));
}
