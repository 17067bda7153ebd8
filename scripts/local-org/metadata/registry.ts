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
   * - `content`: a content file with a `-meta.xml` beside it (static resource, email template);
   * - `bundle`: a folder of files (Lightning web component).
   */
  readonly form: 'xml' | 'content' | 'bundle';
  /** Components lie in folders, and the folder is a component of this type. */
  readonly folderType?: string;
  /** Key prefix of the component's id. */
  readonly keyPrefix: string;
  /** Parts that are components themselves: type by the element that holds them. */
  readonly children?: Readonly<Record<string, string>>;
  /** The org has one file of this type, named like the type; its parts have names without it (custom labels). */
  readonly singleFile?: true;
  /** False: `*` finds nothing and the type is not listed (standard value sets, settings are listed by name). */
  readonly wildcard?: false;
}

/** Type of a part of a file: of an object, of the labels file, of the rules of an object. */
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
const SHARING_PARTS = { sharingCriteriaRules: 'SharingCriteriaRule', sharingGuestRules: 'SharingGuestRule', sharingOwnerRules: 'SharingOwnerRule' } as const;
const WORKFLOW_PARTS = {
  alerts: 'WorkflowAlert', fieldUpdates: 'WorkflowFieldUpdate', outboundMessages: 'WorkflowOutboundMessage', rules: 'WorkflowRule', tasks: 'WorkflowTask',
} as const;

const xml = (xmlName: string, directory: string, suffix: string, keyPrefix: string, more: Partial<MetadataType> = {}): MetadataType =>
  ({ xmlName, directory, suffix, keyPrefix, form: 'xml', ...more });

/** Directories and suffixes: the type registry of Salesforce's own source-deploy-retrieve library. */
export const METADATA_TYPES: readonly MetadataType[] = [
  xml('AnalyticSnapshot', 'analyticSnapshots', 'snapshot', '0A3'),
  xml('AssignmentRules', 'assignmentRules', 'assignmentRules', '01Q', { children: { assignmentRule: 'AssignmentRule' } }),
  xml('AutoResponseRules', 'autoResponseRules', 'autoResponseRules', '01Q', { children: { autoResponseRule: 'AutoResponseRule' } }),
  xml('CspTrustedSite', 'cspTrustedSites', 'cspTrustedSite', '08y'),
  xml('CustomApplication', 'applications', 'app', '02u'),
  xml('CustomLabels', 'labels', 'labels', '101', { children: { labels: 'CustomLabel' }, singleFile: true }),
  xml('CustomMetadata', 'customMetadata', 'md', 'm00'),
  xml('CustomNotificationType', 'notificationtypes', 'notiftype', '0ML'),
  xml('CustomObject', 'objects', 'object', '01I', { children: OBJECT_PARTS }),
  xml('CustomObjectTranslation', 'objectTranslations', 'objectTranslation', '01h'),
  xml('CustomPermission', 'customPermissions', 'customPermission', '0CP'),
  xml('CustomTab', 'tabs', 'tab', '01r'),
  xml('Dashboard', 'dashboards', 'dashboard', '01Z', { folderType: 'DashboardFolder' }),
  xml('DuplicateRule', 'duplicateRules', 'duplicateRule', '0Bm'),
  { xmlName: 'EmailTemplate', directory: 'email', suffix: 'email', keyPrefix: '00X', form: 'content', folderType: 'EmailFolder' },
  xml('FlexiPage', 'flexipages', 'flexipage', '0M0'),
  xml('Flow', 'flows', 'flow', '300'),
  xml('FlowDefinition', 'flowDefinitions', 'flowDefinition', '300'),
  xml('FlowTest', 'flowtests', 'flowtest', '1NL'),
  xml('GlobalValueSet', 'globalValueSets', 'globalValueSet', '0Nt'),
  xml('GlobalValueSetTranslation', 'globalValueSetTranslations', 'globalValueSetTranslation', '01h'),
  xml('Group', 'groups', 'group', '00G'),
  xml('Layout', 'layouts', 'layout', '00h'),
  xml('LeadConvertSettings', 'LeadConvertSettings', 'LeadConvertSetting', '04X'),
  { xmlName: 'LightningComponentBundle', directory: 'lwc', suffix: 'js', keyPrefix: '0Rb', form: 'bundle' },
  xml('LightningMessageChannel', 'messageChannels', 'messageChannel', '0Mu'),
  xml('MatchingRules', 'matchingRules', 'matchingRule', '0JD', { children: { matchingRules: 'MatchingRule' } }),
  xml('MutingPermissionSet', 'mutingpermissionsets', 'mutingpermissionset', '0QM'),
  xml('PathAssistant', 'pathAssistants', 'pathAssistant', '0DP'),
  xml('PermissionSet', 'permissionsets', 'permissionset', '0PS'),
  xml('PermissionSetGroup', 'permissionsetgroups', 'permissionsetgroup', '0PG'),
  xml('Profile', 'profiles', 'profile', '00e'),
  xml('Queue', 'queues', 'queue', '00G'),
  xml('QuickAction', 'quickActions', 'quickAction', '09D'),
  xml('RemoteSiteSetting', 'remoteSiteSettings', 'remoteSite', '0rp'),
  xml('Report', 'reports', 'report', '00O', { folderType: 'ReportFolder' }),
  xml('ReportType', 'reportTypes', 'reportType', '070'),
  xml('Role', 'roles', 'role', '00E'),
  xml('Settings', 'settings', 'settings', '000'),
  xml('SharingRules', 'sharingRules', 'sharingRules', '02c', { children: SHARING_PARTS }),
  xml('StandardValueSet', 'standardValueSets', 'standardValueSet', '0Nu', { wildcard: false }),
  xml('StandardValueSetTranslation', 'standardValueSetTranslations', 'standardValueSetTranslation', '01h'),
  { xmlName: 'StaticResource', directory: 'staticresources', suffix: 'resource', keyPrefix: '081', form: 'content' },
  xml('Translations', 'translations', 'translation', '01h'),
  xml('Workflow', 'workflows', 'workflow', '01Q', { children: WORKFLOW_PARTS }),
];

/**
 * Types that an org without code has and nothing of: listed as empty and retrieved as nothing, since the manifest of every
 * new project names them. A deploy of them is refused.
 */
export const EMPTY_TYPES: ReadonlySet<string> = new Set(['ApexClass', 'ApexComponent', 'ApexPage', 'ApexTestSuite', 'ApexTrigger', 'AuraDefinitionBundle']);

const CHILD_PREFIXES: Readonly<Record<string, string>> = {
  AssignmentRule: '01Q', AutoResponseRule: '01Q', BusinessProcess: '019', CompactLayout: '0AH', CustomField: '00N', FieldSet: '0IX', Index: '0IY', ListView: '00B',
  MatchingRule: '0JD', RecordType: '012', SharingCriteriaRule: '02c', SharingGuestRule: '02c', SharingOwnerRule: '02c', SharingReason: '0IZ', ValidationRule: '03d',
  WebLink: '00b', CustomLabel: '101', WorkflowAlert: '01W', WorkflowFieldUpdate: '04Y', WorkflowOutboundMessage: '04k', WorkflowRule: '01Q', WorkflowTask: '01X',
};

export const CHILD_TYPES: readonly ChildType[] = METADATA_TYPES.flatMap((type) => Object.entries(type.children ?? {})
  .map(([elementName, xmlName]) => ({ xmlName, parent: type.xmlName, elementName, keyPrefix: CHILD_PREFIXES[xmlName] ?? '000' })));

/** Folders have no row of their own in a package: they stand as `reports/Folder-meta.xml` under the type they hold. */
export const FOLDER_TYPES: Readonly<Record<string, string>> = Object.fromEntries(METADATA_TYPES.flatMap((type) => (type.folderType === undefined ? [] : [[type.folderType, type.xmlName]])));

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

/** Name of the file component that holds a part: `Opportunity` of `Opportunity.Amount__c`, `CustomLabels` of every label. */
export function containerNameOf(child: ChildType, fullName: string): string {
  return typeNamed(child.parent)?.singleFile === true ? child.parent : ownerOf(fullName);
}

/** Full name of a part that stands as `part` in the file of `container`. */
export const partNameIn = (type: MetadataType, container: string, part: string): string => (type.singleFile === true ? part : `${container}.${part}`);

/** Object of `Opportunity.Amount__c`; for parts of objects and for custom metadata records. */
export const ownerOf = (fullName: string): string => fullName.slice(0, Math.max(0, fullName.indexOf('.')));
export const partOf = (fullName: string): string => fullName.slice(fullName.indexOf('.') + 1);

/** Object of `Opportunity-Opportunity Layout`. */
export const layoutObject = (fullName: string): string => fullName.slice(0, Math.max(0, fullName.indexOf('-')));

/** Path of the component's file in a package. */
export function fileNameOf(type: string, fullName: string): string {
  const child = childTypeNamed(type);
  if (child !== undefined) return fileNameOf(child.parent, containerNameOf(child, fullName));
  const folderOf = FOLDER_TYPES[type];
  if (folderOf !== undefined) return `${typeNamed(folderOf)?.directory ?? ''}/${fullName}-meta.xml`;
  const row = typeNamed(type);
  if (row === undefined) throw new Error(`The metadata type ${type} is not stored here.`);
  return row.form === 'bundle' ? `${row.directory}/${fullName}` : `${row.directory}/${fullName}.${row.suffix}`;
}
