/** Names and texts: characters and lengths that an org allows. */
import { partOf } from '../registry.ts';
import { childOf, textOf } from '../xml/element.ts';
import { isDeveloperName, type ComponentCheck } from './context.ts';

interface NameRule {
  /** As in the org's sentence about the name. */
  readonly subject: string;
  readonly length: number;
  readonly nameOf?: (fullName: string) => string;
}

const plain = (fullName: string): string => fullName;
const afterFolder = (fullName: string): string => fullName.slice(fullName.lastIndexOf('/') + 1);
const withoutSuffix = (fullName: string): string => partOf(fullName).replace(/__(c|mdt)$/, '');

/** Lengths: Metadata API guide and Salesforce Help, custom object and field limits. */
const NAME_RULES: Readonly<Record<string, NameRule>> = {
  ValidationRule: { subject: 'Validation Rule Name', length: 40, nameOf: partOf },
  RecordType: { subject: 'Record Type Name', length: 80, nameOf: partOf },
  CompactLayout: { subject: 'Compact Layout Name', length: 80, nameOf: partOf },
  CustomMetadata: { subject: 'Custom Metadata Record Name', length: 40, nameOf: partOf },
  CustomPermission: { subject: 'Custom Permission Name', length: 80, nameOf: plain },
  PermissionSet: { subject: 'Permission Set Name', length: 80, nameOf: plain },
  FlexiPage: { subject: 'Lightning Page Name', length: 80, nameOf: plain },
  Flow: { subject: 'Flow API Name', length: 80, nameOf: plain },
  StaticResource: { subject: 'Static Resource Name', length: 255, nameOf: plain },
  PathAssistant: { subject: 'Path Name', length: 80, nameOf: plain },
  CustomLabel: { subject: 'Custom Label Name', length: 80, nameOf: plain },
  Report: { subject: 'Report Unique Name', length: 40, nameOf: afterFolder },
  Dashboard: { subject: 'Dashboard Unique Name', length: 80, nameOf: afterFolder },
  CustomField: { subject: 'Field Name', length: 40, nameOf: withoutSuffix },
  CustomObject: { subject: 'Object Name', length: 40, nameOf: withoutSuffix },
};

export const checkName: ComponentCheck = (incoming, _context, report) => {
  const rule = NAME_RULES[incoming.type];
  if (rule === undefined) return;
  const name = (rule.nameOf ?? plain)(incoming.fullName);
  if (!isDeveloperName(name)) {
    report(`The ${rule.subject} field can only contain underscores and alphanumeric characters. It must be unique, begin with a letter, not include spaces, not end with an underscore, and not contain two consecutive underscores. (${name})`);
  }
  if (name.length > rule.length) report(`${rule.subject}: data value too large: ${name} (max length=${rule.length})`);
};

/** Longest text of an element, by type. */
const TEXT_LIMITS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ValidationRule: { errorMessage: 255, description: 1000 },
  CustomField: { label: 40, inlineHelpText: 510, description: 1000 },
  CustomObject: { label: 40, pluralLabel: 40, description: 1000 },
  CustomMetadata: { label: 40 },
  CustomPermission: { label: 80, description: 255 },
  PermissionSet: { label: 80, description: 255 },
  CustomLabel: { value: 1000, shortDescription: 80 },
  RecordType: { label: 80, description: 255 },
  FlexiPage: { masterLabel: 80 },
  PathAssistant: { masterLabel: 80 },
  Flow: { label: 255 },
  Report: { name: 40, description: 255 },
};

export const checkTextLengths: ComponentCheck = (incoming, _context, report) => {
  for (const [element, limit] of Object.entries(TEXT_LIMITS[incoming.type] ?? {})) {
    const text = textOf(incoming.node, element);
    if (text !== null && text.length > limit) {
      report(`${element}: data value too large: ${text.slice(0, 60)}… (max length=${limit})`, childOf(incoming.node, element));
    }
  }
};
