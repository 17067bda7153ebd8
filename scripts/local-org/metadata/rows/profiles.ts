/**
 * Profiles give what the permission set they own gives: a deployed profile changes the rows of that set. A deploy
 * changes what its file mentions and leaves the rest.
 */
import type { Engine, Scalar } from '../../engine/types.ts';
import { literal } from '../../http/soqlLiteral.ts';
import { decodeValue } from '../schema/recordTypes.ts';
import { accessesOf, fieldPermissionRow, objectPermissionRow, SYSTEM } from './permissions.ts';
import type { Change } from './audit.ts';
import type { RowContext, SystemRow } from './row.ts';
import { stableId } from './stableId.ts';
import { childrenOf, flagOf, textOf, type XmlElement } from '../xml/element.ts';

type ProfileEngine = Pick<Engine, 'query' | 'writeSystemRow' | 'deleteSystemRows'>;

/** Names in the Metadata API of the profiles that every org here has. */
export const STANDARD_PROFILES: Readonly<Record<string, string>> = { Admin: 'System Administrator', Standard: 'Standard User' };

const rowName = (fullName: string): string => (Object.hasOwn(STANDARD_PROFILES, fullName) ? STANDARD_PROFILES[fullName] ?? fullName : decodeValue(fullName));

function idOf(engine: ProfileEngine, soql: string): string | undefined {
  const id = engine.query(SYSTEM, soql).records[0]?.['Id'];
  return typeof id === 'string' ? id : undefined;
}

interface ProfileIds {
  readonly profile: string;
  readonly permissionSet: string;
}

function profileIds(engine: ProfileEngine, fullName: string): ProfileIds | undefined {
  const profile = idOf(engine, `SELECT Id FROM Profile WHERE Name = ${literal(rowName(fullName))}`);
  const permissionSet = profile === undefined ? undefined : idOf(engine, `SELECT Id FROM PermissionSet WHERE ProfileId = ${literal(profile)}`);
  return profile === undefined || permissionSet === undefined ? undefined : { profile, permissionSet };
}

function createProfile(engine: ProfileEngine, fullName: string, id: string, content: XmlElement): ProfileIds {
  const permissionSet = stableId('0PS', ['profile', id]);
  const license = idOf(engine, `SELECT Id FROM UserLicense WHERE Name = ${literal(textOf(content, 'userLicense') ?? 'Salesforce')}`) ?? null;
  engine.writeSystemRow('Profile', { Id: id, Name: rowName(fullName), UserLicenseId: license, UserType: 'Standard', Description: textOf(content, 'description') });
  engine.writeSystemRow('PermissionSet', { Id: permissionSet, Name: `X${id}`, Label: id, LicenseId: license, ProfileId: id, IsOwnedByProfile: true, IsCustom: false, Type: 'Profile' });
  return { profile: id, permissionSet };
}

/** User permissions that the rows of this org have columns for. */
function userPermissions(content: XmlElement, context: RowContext): Record<string, Scalar> {
  const columns = new Set(context.schema.object('Profile')?.fields.map((field) => field.apiName));
  return Object.fromEntries(childrenOf(content, 'userPermissions')
    .map((node): [string, Scalar] => [`Permissions${textOf(node, 'name') ?? ''}`, flagOf(node, 'enabled')]).filter(([column]) => columns.has(column)));
}

function replaceRow(engine: ProfileEngine, where: Readonly<Record<string, Scalar>>, { object, row }: SystemRow, isGranted: boolean): void {
  engine.deleteSystemRows(object, where);
  if (isGranted) engine.writeSystemRow(object, row);
}

function grant(engine: ProfileEngine, { profile, permissionSet }: ProfileIds, content: XmlElement, context: RowContext): void {
  const columns = userPermissions(content, context);
  if (Object.keys(columns).length > 0) {
    engine.writeSystemRow('Profile', { Id: profile, ...columns });
    engine.writeSystemRow('PermissionSet', { Id: permissionSet, ...columns });
  }
  for (const node of childrenOf(content, 'objectPermissions')) {
    const row = objectPermissionRow(node, permissionSet, stableId('110', [permissionSet, textOf(node, 'object') ?? '']));
    replaceRow(engine, { ParentId: permissionSet, SobjectType: textOf(node, 'object') }, row, flagOf(node, 'allowRead'));
  }
  for (const node of childrenOf(content, 'fieldPermissions')) {
    const row = fieldPermissionRow(node, permissionSet, stableId('01k', [permissionSet, textOf(node, 'field') ?? '']));
    replaceRow(engine, { ParentId: permissionSet, Field: textOf(node, 'field') }, row, flagOf(node, 'readable'));
  }
  for (const { type, id, enabled } of accessesOf(content, context)) {
    const row = { Id: stableId('0J0', [permissionSet, id]), ParentId: permissionSet, SetupEntityId: id, SetupEntityType: type };
    replaceRow(engine, { ParentId: permissionSet, SetupEntityId: id }, { object: 'SetupEntityAccess', row }, enabled);
  }
}

function removeProfile(engine: ProfileEngine, fullName: string): void {
  const ids = profileIds(engine, fullName);
  if (ids === undefined) return;
  for (const object of ['ObjectPermissions', 'FieldPermissions', 'SetupEntityAccess']) engine.deleteSystemRows(object, { ParentId: ids.permissionSet });
  engine.deleteSystemRows('PermissionSet', { Id: ids.permissionSet });
  engine.deleteSystemRows('Profile', { Id: ids.profile });
}

/** Brings the rows of changed profiles in line. The two standard ones stay when their component is deleted. */
export function syncProfiles(engine: ProfileEngine, changes: readonly Change[], context: RowContext): void {
  for (const { before, after } of changes) {
    if ((after ?? before)?.type !== 'Profile') continue;
    if (after !== undefined) grant(engine, profileIds(engine, after.fullName) ?? createProfile(engine, after.fullName, after.id, after.content), after.content, context);
    else if (before !== undefined && !Object.hasOwn(STANDARD_PROFILES, before.fullName)) removeProfile(engine, before.fullName);
  }
}
