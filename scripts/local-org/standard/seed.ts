/**
 * The rows of a fresh org: the organization, its people and the setup rows that standard picklists rest on.
 * Written past the save pipeline, once: an org opened again from its store keeps its own.
 */
import { writeFiscalYears, type FiscalCalendar } from '../engine/fiscalYear.ts';
import type { Engine, Scalar, Session } from '../engine/types.ts';
import { caseStatuses, leadStatuses, opportunityStages, taskStatuses } from './picklists.ts';
import { objectPermissionsOf, type ProfileName } from './profileAccess.ts';

export interface SeedUser {
  readonly username: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly title: string;
  readonly profile: 'System Administrator' | 'Standard User';
  /** User name of the manager. */
  readonly manager?: string;
}

export const ADMIN_USERNAME = 'admin@handrail.local';

/** The people every local org has: one of each kind that Handrail is made for. */
export const seedUsers: readonly SeedUser[] = [
  { username: ADMIN_USERNAME, firstName: 'Ada', lastName: 'Admin', title: 'Salesforce Administrator', profile: 'System Administrator' },
  { username: 'manager@handrail.local', firstName: 'Mira', lastName: 'Manager', title: 'Sales Manager', profile: 'Standard User' },
  { username: 'rep@handrail.local', firstName: 'Rosa', lastName: 'Rep', title: 'Account Executive', profile: 'Standard User', manager: 'manager@handrail.local' },
  { username: 'cs@handrail.local', firstName: 'Cleo', lastName: 'Success', title: 'Customer Success Manager', profile: 'Standard User' },
  { username: 'revops@handrail.local', firstName: 'Remy', lastName: 'RevOps', title: 'Revenue Operations Lead', profile: 'Standard User' },
  { username: 'sync@handrail.local', firstName: 'Handrail', lastName: 'Sync', title: 'Integration User', profile: 'Standard User' },
];

/** Of the organization, its users and its business hours. */
export const TIME_ZONE = 'America/New_York';
const ADMIN_PERMISSIONS = ['ModifyAllData', 'ViewAllData', 'ViewSetup', 'CustomizeApplication', 'ApiEnabled', 'ModifyMetadata'];
const STANDARD_PERMISSIONS = ['ApiEnabled', 'ViewSetup'];
/** Of a new org. */
const FISCAL_YEAR: FiscalCalendar = { startMonth: 1, namedAfterEnd: true };

/** Whether the store has been seeded before. */
export function isSeeded(engine: Engine, session: Session): boolean {
  return engine.query(session, 'SELECT Id FROM Organization').records.length > 0;
}

type Write = (object: string, row: Readonly<Record<string, Scalar>>) => string;

/** Writes all rows in one transaction, as the administrator's. */
export function seed(engine: Engine): void {
  const admin = engine.newId('005');
  const write: Write = (object, row) => {
    const audit = ['CreatedById', 'LastModifiedById'].filter((name) => engine.schema.field(object, name) !== undefined);
    return engine.writeSystemRow(object, { ...row, ...Object.fromEntries(audit.map((name) => [name, admin])) });
  };
  engine.transaction(() => {
    seedPeople(write, admin);
    seedOrganization(write, engine.organizationId);
    seedValueSets(write);
    seedCalendar(write, engine.clock.now());
    write('Pricebook2', { Name: 'Standard Price Book', IsActive: true, IsStandard: true });
  });
}

function permissions(names: readonly string[]): Record<string, Scalar> {
  return Object.fromEntries(names.map((name) => [`Permissions${name}`, true]));
}

function seedPeople(write: Write, admin: string): void {
  const license = write('UserLicense', { Name: 'Salesforce', MasterLabel: 'Salesforce', LicenseDefinitionKey: 'SFDC', Status: 'Active', TotalLicenses: 100, UsedLicenses: seedUsers.length });
  const profile = (name: ProfileName, granted: readonly string[]): SeededProfile => seedProfile(write, name, license, granted);
  const profiles: Readonly<Record<ProfileName, SeededProfile>> = {
    'System Administrator': profile('System Administrator', ADMIN_PERMISSIONS),
    'Standard User': profile('Standard User', STANDARD_PERMISSIONS),
  };
  const ids = new Map<string, string>([[ADMIN_USERNAME, admin]]);
  for (const user of seedUsers) {
    const { id: profileId, permissionSet } = profiles[user.profile];
    const row = userRow(user, profileId, ids);
    const id = write('User', user.username === ADMIN_USERNAME ? { ...row, Id: admin } : row);
    ids.set(user.username, id);
    write('PermissionSetAssignment', { AssigneeId: id, PermissionSetId: permissionSet, IsActive: true });
  }
}

interface SeededProfile {
  readonly id: string;
  readonly permissionSet: string;
}

/** A profile, the permission set it owns, and what that gives. */
function seedProfile(write: Write, name: ProfileName, license: string, granted: readonly string[]): SeededProfile {
  const id = write('Profile', { Name: name, UserLicenseId: license, UserType: 'Standard', ...permissions(granted) });
  const permissionSet = write('PermissionSet', {
    // The platform's own naming of these sets.
    Name: `X${id}`, Label: id, LicenseId: license, ProfileId: id, IsOwnedByProfile: true, IsCustom: false, Type: 'Profile', ...permissions(granted),
  });
  for (const row of objectPermissionsOf(name).values()) {
    write('ObjectPermissions', { ...row, ParentId: permissionSet });
  }
  return { id, permissionSet };
}

function seedOrganization(write: Write, id: string): void {
  write('Organization', {
    Id: id,
    Name: 'Handrail Local Org',
    OrganizationType: 'Developer Edition',
    InstanceName: 'LOCAL',
    IsSandbox: false,
    IsReadOnly: false,
    TimeZoneSidKey: TIME_ZONE,
    LanguageLocaleKey: 'en_US',
    DefaultLocaleSidKey: 'en_US',
    FiscalYearStartMonth: FISCAL_YEAR.startMonth,
    UsesStartDateAsFiscalYearName: !FISCAL_YEAR.namedAfterEnd,
  });
}

function userRow(user: SeedUser, profileId: string, ids: ReadonlyMap<string, string>): Record<string, Scalar> {
  const nickname = user.username.replace(/@.*$/, '');
  return {
    Username: user.username,
    FirstName: user.firstName,
    LastName: user.lastName,
    Name: `${user.firstName} ${user.lastName}`,
    Title: user.title,
    Email: user.username,
    Alias: nickname.slice(0, 8),
    CommunityNickname: nickname,
    IsActive: true,
    ProfileId: profileId,
    UserType: 'Standard',
    TimeZoneSidKey: TIME_ZONE,
    LocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    EmailEncodingKey: 'UTF-8',
    ManagerId: ids.get(user.manager ?? '') ?? null,
  };
}

function seedValueSets(write: Write): void {
  opportunityStages.forEach((stage, index) => {
    write('OpportunityStage', {
      MasterLabel: stage.name,
      ApiName: stage.name,
      IsActive: true,
      SortOrder: index + 1,
      IsClosed: stage.closed,
      IsWon: stage.won,
      ForecastCategory: stage.forecastCategory,
      ForecastCategoryName: stage.forecastCategoryName,
      DefaultProbability: stage.probability,
    });
  });
  leadStatuses.forEach((status, index) => {
    write('LeadStatus', { MasterLabel: status.name, ApiName: status.name, SortOrder: index + 1, IsDefault: status.isDefault, IsConverted: status.converted });
  });
  caseStatuses.forEach((status, index) => {
    write('CaseStatus', { MasterLabel: status.name, ApiName: status.name, SortOrder: index + 1, IsDefault: status.isDefault, IsClosed: status.closed });
  });
  taskStatuses.forEach((status, index) => {
    write('TaskStatus', { MasterLabel: status.name, ApiName: status.name, SortOrder: index + 1, IsDefault: status.isDefault, IsClosed: status.closed });
  });
}

function seedCalendar(write: Write, now: Date): void {
  const allDay = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
    .flatMap((day): [string, string][] => [[`${day}StartTime`, '00:00:00.000Z'], [`${day}EndTime`, '00:00:00.000Z']]);
  // The default hours of a new org are around the clock.
  write('BusinessHours', { Name: 'Default', IsActive: true, IsDefault: true, TimeZoneSidKey: TIME_ZONE, ...Object.fromEntries(allDay) });
  writeFiscalYears(write, now, FISCAL_YEAR);
}
