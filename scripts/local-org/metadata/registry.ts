/**
 * The metadata types this org stores, as data: where their files lie in a package, how they are named, what
 * they contain. A type that has no row is answered with INVALID_TYPE.
 */
export interface MetadataType {
  readonly xmlName: string;
  /** Folder in a package. */
  readonly directory: string;
  readonly suffix: string;
  /**
   * - `xml`: one file per component;
   * - `content`: a content file with a `-meta.xml` beside it (static resource);
   * - `bundle`: a folder of files (Lightning web component).
   */
  readonly form: 'xml' | 'content' | 'bundle';
  /** Components lie in folders, and the folder is a component of this type. */
  readonly folderType?: string;
  /** Key prefix of the component's id. */
  readonly keyPrefix: string;
  /** Parts that are components themselves: type by the element that holds them. */
  readonly children?: Readonly<Record<string, string>>;
  /** False: `*` finds nothing and the type is not listed (standard value sets, settings are listed by name). */
  readonly wildcard?: false;
}

/** Type of a part of a custom object or of the labels file. */
export interface ChildType {
  readonly xmlName: string;
  readonly parent: string;
  readonly elementName: string;
  readonly keyPrefix: string;
}

const OBJECT_PARTS = {
  businessProcesses: 'BusinessProcess', compactLayouts: 'CompactLayout', fields: 'CustomField', fieldSets: 'FieldSet', indexes: 'Index',
  listViews: 'ListView', recordTypes: 'RecordType', sharingReasons: 'SharingReason', validationRules: 'ValidationRule', webLinks: 'WebLink',
} as const;

const xml = (xmlName: string, directory: string, suffix: string, keyPrefix: string, more: Partial<MetadataType> = {}): MetadataType =>
  ({ xmlName, directory, suffix, keyPrefix, form: 'xml', ...more });

export const METADATA_TYPES: readonly MetadataType[] = [
  xml('AnalyticSnapshot', 'analyticSnapshots', 'snapshot', '0A3'),
  xml('CustomApplication', 'applications', 'app', '02u'),
  xml('CustomLabels', 'labels', 'labels', '101', { children: { labels: 'CustomLabel' } }),
  xml('CustomMetadata', 'customMetadata', 'md', 'm00'),
  xml('CustomNotificationType', 'notificationtypes', 'notiftype', '0ML'),
  xml('CustomObject', 'objects', 'object', '01I', { children: OBJECT_PARTS }),
  xml('CustomPermission', 'customPermissions', 'customPermission', '0CP'),
  xml('CustomTab', 'tabs', 'tab', '01r'),
  xml('Dashboard', 'dashboards', 'dashboard', '01Z', { folderType: 'DashboardFolder' }),
  xml('FlexiPage', 'flexipages', 'flexipage', '0M0'),
  xml('Flow', 'flows', 'flow', '300'),
  xml('FlowTest', 'flowtests', 'flowtest', '1NL'),
  xml('GlobalValueSet', 'globalValueSets', 'globalValueSet', '0Nt'),
  xml('Layout', 'layouts', 'layout', '00h'),
  xml('LeadConvertSettings', 'LeadConvertSettings', 'LeadConvertSetting', '04X'),
  { xmlName: 'LightningComponentBundle', directory: 'lwc', suffix: 'js', keyPrefix: '0Rb', form: 'bundle' },
  xml('PathAssistant', 'pathAssistants', 'pathAssistant', '0DP'),
  xml('PermissionSet', 'permissionsets', 'permissionset', '0PS'),
  xml('PermissionSetGroup', 'permissionsetgroups', 'permissionsetgroup', '0PG'),
  xml('QuickAction', 'quickActions', 'quickAction', '09D'),
  xml('Report', 'reports', 'report', '00O', { folderType: 'ReportFolder' }),
  xml('ReportType', 'reportTypes', 'reportType', '070'),
  xml('Settings', 'settings', 'settings', '000'),
  xml('StandardValueSet', 'standardValueSets', 'standardValueSet', '0Nu', { wildcard: false }),
  { xmlName: 'StaticResource', directory: 'staticresources', suffix: 'resource', keyPrefix: '081', form: 'content' },
];

const CHILD_PREFIXES: Readonly<Record<string, string>> = {
  BusinessProcess: '019', CompactLayout: '0AH', CustomField: '00N', FieldSet: '0IX', Index: '0IY', ListView: '00B', RecordType: '012', SharingReason: '0IZ',
  ValidationRule: '03d', WebLink: '00b', CustomLabel: '101',
};

export const CHILD_TYPES: readonly ChildType[] = METADATA_TYPES.flatMap((type) => Object.entries(type.children ?? {})
  .map(([elementName, xmlName]) => ({ xmlName, parent: type.xmlName, elementName, keyPrefix: CHILD_PREFIXES[xmlName] ?? '000' })));

/** Folders have no row of their own in a package: they stand as `reports/Folder-meta.xml` under the type they hold. */
export const FOLDER_TYPES: Readonly<Record<string, string>> = { ReportFolder: 'Report', DashboardFolder: 'Dashboard' };

const byName = new Map(METADATA_TYPES.map((type) => [type.xmlName, type]));
const childByName = new Map(CHILD_TYPES.map((type) => [type.xmlName, type]));
const byDirectory = new Map(METADATA_TYPES.map((type) => [type.directory, type]));

export const typeNamed = (name: string): MetadataType | undefined => byName.get(name);
export const childTypeNamed = (name: string): ChildType | undefined => childByName.get(name);
export const typeOfDirectory = (directory: string): MetadataType | undefined => byDirectory.get(directory);
export const isStoredType = (name: string): boolean => byName.has(name) || childByName.has(name) || Object.hasOwn(FOLDER_TYPES, name);
export const keyPrefixOf = (name: string): string => byName.get(name)?.keyPrefix ?? childByName.get(name)?.keyPrefix ?? '00l';

/** Root element of a settings file: `Opportunity` → `OpportunitySettings`. */
export const settingsRoot = (fullName: string): string => `${fullName}Settings`;

/** Type in the element table: settings have one per settings file. */
export const elementTypeOf = (type: string, fullName: string): string => (type === 'Settings' ? settingsRoot(fullName) : type);

/** Object of `Opportunity.Amount__c`; for parts of objects and for custom metadata records. */
export const ownerOf = (fullName: string): string => fullName.slice(0, Math.max(0, fullName.indexOf('.')));
export const partOf = (fullName: string): string => fullName.slice(fullName.indexOf('.') + 1);

/** Path of the component's file in a package. */
export function fileNameOf(type: string, fullName: string): string {
  const child = childTypeNamed(type);
  if (child?.parent === 'CustomObject') return `objects/${ownerOf(fullName)}.object`;
  if (child !== undefined) return 'labels/CustomLabels.labels';
  const folderOf = FOLDER_TYPES[type];
  if (folderOf !== undefined) return `${typeNamed(folderOf)?.directory ?? ''}/${fullName}-meta.xml`;
  const row = typeNamed(type);
  if (row === undefined) throw new Error(`The metadata type ${type} is not stored here.`);
  return row.form === 'bundle' ? `${row.directory}/${fullName}` : `${row.directory}/${fullName}.${row.suffix}`;
}
