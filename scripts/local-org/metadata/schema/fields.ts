/** A deployed custom field as a field of the schema. */
import type { FieldSchema, FieldType } from '../../engine/schema.ts';
import { defineField } from '../../engine/schemaIndex.ts';
import type { Component, ComponentSet } from '../component.ts';
import { lookUp } from '../lookUp.ts';
import { ownerOf, partOf } from '../registry.ts';
import { childrenOf, flagOf, numberOf, textOf, type XmlElement } from '../xml/element.ts';
import { fieldValues } from './valueSets.ts';

/** What a field is defined from, beside its own component. */
export interface FieldSources {
  readonly components: ComponentSet;
  standardField(object: string, field: string): FieldSchema | undefined;
}

type FieldShape = (field: XmlElement, sources: FieldSources) => Partial<FieldSchema> & Pick<FieldSchema, 'type'>;

const TEXT_FORMULA_LENGTH = 1300;
const MULTI_SELECT_LENGTH = 4099;

const sized = (type: FieldType, length: number): FieldShape => () => ({ type, length });
const withLength = (type: FieldType, fallback: number): FieldShape => (field) => ({ type, length: numberOf(field, 'length') ?? fallback });
const plain = (type: FieldType): FieldShape => () => ({ type });
const numeric = (type: FieldType): FieldShape => (field) => ({ type, precision: numberOf(field, 'precision') ?? 18, scale: numberOf(field, 'scale') ?? 0 });

function picklist(type: 'picklist' | 'multipicklist'): FieldShape {
  return (field, { components }) => {
    const values = fieldValues(components, field);
    return {
      type,
      ...(values?.controller === undefined ? {} : { controllerName: values.controller }),
      length: type === 'picklist' ? 255 : MULTI_SELECT_LENGTH,
      picklistValues: values?.values ?? [],
      restrictedPicklist: values?.restricted ?? false,
      defaultValue: values?.values.find((value) => value.isDefault)?.value ?? null,
    };
  };
}

function lookup(deleteConstraint: (field: XmlElement) => FieldSchema['deleteConstraint'], target = (field: XmlElement): string | null => textOf(field, 'referenceTo')): FieldShape {
  return (field) => {
    const to = target(field);
    const children = textOf(field, 'relationshipName');
    return {
      type: 'reference',
      length: 18,
      referenceTo: to === null ? [] : [to],
      relationshipName: (textOf(field, 'fullName') ?? '').replace(/__c$/, '__r'),
      childRelationshipName: children === null ? null : `${children}__r`,
      deleteConstraint: deleteConstraint(field),
    };
  };
}

function lookupConstraint(field: XmlElement): FieldSchema['deleteConstraint'] {
  const declared = textOf(field, 'deleteConstraint');
  if (declared === 'Cascade' || declared === 'Restrict' || declared === 'SetNull') return declared;
  return flagOf(field, 'required') ? 'Restrict' : 'SetNull';
}

/** A roll-up summary has the type of what it sums up; a count is a number. */
function summary(field: XmlElement, sources: FieldSources): ReturnType<FieldShape> {
  const operation = textOf(field, 'summaryOperation') ?? 'count';
  const summarized = textOf(field, 'summarizedField');
  const foreignKey = textOf(field, 'summaryForeignKey') ?? '';
  const source = summarized === null ? undefined : summarizedShape(summarized, sources);
  return {
    ...(operation === 'count' || source === undefined ? { type: 'double' as const, precision: 18, scale: 0 } : source),
    summary: {
      childObject: ownerOf(foreignKey),
      childField: partOf(foreignKey),
      operation: operation as NonNullable<FieldSchema['summary']>['operation'],
      summarizedField: summarized === null ? null : partOf(summarized),
      filters: childrenOf(field, 'summaryFilterItems').map((item) => ({ field: partOf(textOf(item, 'field') ?? ''), operation: textOf(item, 'operation') ?? '', value: textOf(item, 'value') ?? '' })),
    },
    createable: false,
    updateable: false,
    nillable: true,
  };
}

/** Type and digits of the field that is summed up; a field may sum up others, but not itself. */
function summarizedShape(path: string, sources: FieldSources, seen: ReadonlySet<string> = new Set()): Pick<FieldSchema, 'type' | 'precision' | 'scale'> | undefined {
  const component = sources.components.get('CustomField', path);
  if (component !== undefined && textOf(component.content, 'type') === 'Summary') {
    const next = textOf(component.content, 'summarizedField');
    if (next === null) return { type: 'double', precision: 18, scale: 0 };
    return seen.has(path.toLowerCase()) ? undefined : summarizedShape(next, sources, new Set(seen).add(path.toLowerCase()));
  }
  const field = component === undefined ? sources.standardField(ownerOf(path), partOf(path)) : customFieldSchema(component, sources);
  return field === undefined ? undefined : { type: field.type === 'int' ? 'double' : field.type, precision: field.type === 'date' || field.type === 'datetime' ? 0 : 18, scale: field.scale };
}

/** By the metadata field type. A type without a row is not supported and refused at deploy. */
export const FIELD_SHAPES: Readonly<Record<string, FieldShape>> = {
  AutoNumber: (field) => ({ type: 'string', length: 30, autoNumberFormat: textOf(field, 'displayFormat') ?? '{0}' }),
  Checkbox: (field) => ({ type: 'boolean', nillable: false, defaultValue: textOf(field, 'defaultValue') === 'true' }),
  Currency: numeric('currency'),
  Date: plain('date'),
  DateTime: plain('datetime'),
  Email: sized('email', 80),
  EncryptedText: withLength('string', 175),
  Hierarchy: lookup(() => 'SetNull', () => 'User'),
  Html: withLength('textarea', 32_768),
  LongTextArea: withLength('textarea', 32_768),
  Lookup: lookup(lookupConstraint),
  MasterDetail: (field, sources) => ({
    ...lookup(() => 'Cascade')(field, sources),
    masterDetail: { reparentable: flagOf(field, 'reparentableMasterDetail'), writeRequiresMasterRead: flagOf(field, 'writeRequiresMasterRead') },
  }),
  MetadataRelationship: lookup(() => 'SetNull'),
  MultiselectPicklist: picklist('multipicklist'),
  Number: numeric('double'),
  Percent: numeric('percent'),
  Phone: sized('phone', 40),
  Picklist: picklist('picklist'),
  Summary: summary,
  Text: withLength('string', 255),
  TextArea: sized('textarea', 255),
  Time: plain('time'),
  Url: sized('url', 255),
};

function formulaShape(field: XmlElement, shape: ReturnType<FieldShape>): Partial<FieldSchema> {
  const formula = textOf(field, 'formula');
  if (formula === null) return {};
  return {
    formula,
    formulaTreatBlanksAs: textOf(field, 'formulaTreatBlanksAs') === 'BlankAsBlank' ? 'blank' : 'zero',
    createable: false,
    updateable: false,
    ...(shape.type === 'string' ? { length: TEXT_FORMULA_LENGTH } : {}),
    ...(shape.type === 'boolean' ? { defaultValue: false } : { nillable: true }),
  };
}

/** Defaults of fields other than checkboxes and picklists are formulas; a mere literal is given as its value. */
function defaultShape(field: XmlElement, type: FieldType): Partial<FieldSchema> {
  const text = textOf(field, 'defaultValue');
  if (text === null || type === 'boolean') return {};
  if (/^-?\d+(\.\d+)?$/.test(text) && (type === 'double' || type === 'currency' || type === 'percent')) return { defaultValue: Number(text) };
  const quoted = /^"([^"\\]*)"$/.exec(text) ?? /^'([^'\\]*)'$/.exec(text);
  return quoted === null ? { defaultValueFormula: text } : { defaultValue: quoted[1] ?? '' };
}

/** Field of the schema for a deployed custom field, or undefined when its type is not supported. */
export function customFieldSchema(component: Component, sources: FieldSources): FieldSchema | undefined {
  const field = component.content;
  const shape = lookUp(FIELD_SHAPES, textOf(field, 'type') ?? '')?.(field, sources);
  if (shape === undefined) return undefined;
  const mandatory = flagOf(field, 'required') || textOf(field, 'type') === 'MasterDetail';
  return defineField({
    apiName: partOf(component.fullName),
    label: textOf(field, 'label') ?? partOf(component.fullName),
    custom: true,
    unique: flagOf(field, 'unique'),
    externalId: flagOf(field, 'externalId'),
    ...(flagOf(field, 'caseSensitive') ? { caseSensitive: true } : {}),
    helpText: textOf(field, 'inlineHelpText'),
    trackHistory: flagOf(field, 'trackHistory'),
    ...(mandatory ? { nillable: false } : {}),
    ...(textOf(field, 'type') === 'MasterDetail' ? { updateable: flagOf(field, 'reparentableMasterDetail') } : {}),
    ...defaultShape(field, shape.type),
    ...shape,
    ...formulaShape(field, shape),
  });
}

/** A standard field with what a deploy may change of it. */
export function customizeStandardField(field: FieldSchema, component: Component): FieldSchema {
  const content = component.content;
  return {
    ...field,
    label: textOf(content, 'label') ?? field.label,
    helpText: textOf(content, 'inlineHelpText') ?? field.helpText,
    trackHistory: textOf(content, 'trackHistory') === null ? field.trackHistory : flagOf(content, 'trackHistory'),
  };
}
