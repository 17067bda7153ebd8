/** A playbook field as the CustomField that Salesforce deploys. Fields the org already has are never generated. */
import { fieldOwners } from '../../playbook/fields.ts';
import type { FieldDefinition, FieldType, Playbook, PlaybookObject } from '../../playbook/model.ts';
import type { ContentTree, MetadataComponent } from '../metadataModel.ts';
import { objectFolder } from '../paths.ts';

/** What a type needs beside the common elements. */
const TYPE_ELEMENTS: Readonly<Record<FieldType, (field: FieldDefinition) => ContentTree>> = {
  Text: (field) => ({ length: field.length ?? 255, unique: false }),
  TextArea: () => ({}),
  LongTextArea: (field) => ({ length: field.length ?? 32768, visibleLines: 4 }),
  Url: () => ({}),
  Email: () => ({ unique: false }),
  Phone: () => ({}),
  Number: (field) => ({ ...digits(field), unique: false }),
  Currency: digits,
  Percent: digits,
  Date: () => ({}),
  DateTime: () => ({}),
  Checkbox: () => ({}),
  Picklist: (field) => ({ valueSet: valueSet(field) }),
  MultiselectPicklist: (field) => ({ valueSet: valueSet(field), visibleLines: 4 }),
  Lookup: (field) => ({
    deleteConstraint: 'SetNull',
    referenceTo: field.referenceTo,
    relationshipLabel: field.relationshipName?.replace(/_/g, ' ').slice(0, 80),
    relationshipName: field.relationshipName,
  }),
};

export function lowerFields(playbook: Playbook): MetadataComponent[] {
  return playbook.objects.flatMap((object) =>
    object.fields.filter((field) => !field.existing).map((field) => lowerField(object, field, fieldOwners(playbook, field))),
  );
}

function lowerField(object: PlaybookObject, field: FieldDefinition, owners: readonly string[]): MetadataComponent {
  return {
    type: 'CustomField',
    fullName: `${object.apiName}.${field.apiName}`,
    path: `${objectFolder(object.apiName)}/fields/${field.apiName}.field-meta.xml`,
    content: {
      fullName: field.apiName,
      // Owners as Salesforce keeps them are people or groups of one org: the description names the functions.
      businessStatus: field.businessStatus ?? 'Active',
      description: describe(object, field, owners),
      externalId: false,
      inlineHelpText: field.help === '' ? undefined : field.help,
      label: field.label,
      trackHistory: field.trackHistory === true ? true : undefined,
      type: field.type,
      ...(field.formula === undefined ? inputElements(field) : formulaElements(field, field.formula)),
    },
  };
}

function inputElements(field: FieldDefinition): ContentTree {
  return {
    ...TYPE_ELEMENTS[field.type](field),
    defaultValue: defaultElement(field),
    // A checkbox is never blank, so Salesforce has no `required` for it.
    required: field.type === 'Checkbox' ? undefined : false,
  };
}

function formulaElements(field: FieldDefinition, formula: string): ContentTree {
  const isNumeric = field.type === 'Number' || field.type === 'Currency' || field.type === 'Percent';
  return {
    formula,
    // Blanks as zero would make ISBLANK of a number always false.
    formulaTreatBlanksAs: 'BlankAsBlank',
    ...(isNumeric ? digits(field) : {}),
    required: field.type === 'Checkbox' ? undefined : false,
    unique: field.type === 'Text' || field.type === 'Number' ? false : undefined,
  };
}

function digits(field: FieldDefinition): ContentTree {
  return { precision: field.precision ?? 18, scale: field.scale ?? 0 };
}

/** The element `defaultValue`. A picklist's default is a flag on its value, not an element of the field. */
export function defaultElement(field: FieldDefinition): string | number | boolean | undefined {
  if (field.type === 'Checkbox') {
    return field.default === true;
  }
  if (field.default === undefined || field.values !== undefined) {
    return undefined;
  }
  // The element holds a formula, so a text default is quoted.
  return typeof field.default === 'string' ? `"${field.default.replace(/["\\]/g, '\\$&')}"` : field.default;
}

function valueSet(field: FieldDefinition): ContentTree {
  return {
    restricted: true,
    valueSetDefinition: {
      sorted: false,
      value: [
        ...(field.values ?? []).map((value) => ({ fullName: value, default: value === field.default, label: value })),
        ...(field.inactiveValues ?? []).map((value) => ({ fullName: value, default: false, isActive: false, label: value })),
      ],
    },
  };
}

const DESCRIPTION_LIMIT = 1000;

function describe(object: PlaybookObject, field: FieldDefinition, owners: readonly string[]): string {
  const readers = object.criteria
    .filter((criterion) => mentions(criterion.require?.field, field) || mentions(criterion.satisfiedWhen, field))
    .map((criterion) => criterion.id);
  const writer = field.automatic && field.formula === undefined ? ' Written automatically.' : '';
  const use = readers.length === 0 ? '' : ` Judged by ${readers.join(', ')}.`;
  const owned = owners.length === 0 ? '' : ` Owned by ${owners.join(' and ')}.`;
  return `handrail: field of the playbook.${owned}${writer}${use}`.slice(0, DESCRIPTION_LIMIT);
}

function mentions(text: string | null | undefined, field: FieldDefinition): boolean {
  return text !== null && text !== undefined && new RegExp(`\\b${field.apiName}\\b`, 'i').test(text);
}
