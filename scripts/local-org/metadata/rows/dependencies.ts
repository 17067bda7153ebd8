/** MetadataComponentDependency: which component names which other, read from the components themselves. */
import { fieldsOf, parseFormula } from '../../../formula/index.ts';
import { objectOfGlobal, relationshipStep } from '../../engine/formulas/paths.ts';
import type { ObjectSchema } from '../../engine/schema.ts';
import type { Component } from '../component.ts';
import { lookUp } from '../lookUp.ts';
import { layoutObject, ownerOf, partOf } from '../registry.ts';
import { childOf, childrenOf, textOf, textsOf, type XmlElement } from '../xml/element.ts';
import type { RowContext, SystemRow } from './row.ts';

type Context = Pick<RowContext, 'schema' | 'components' | 'rowId'>;
type Found = readonly (Component | undefined)[];
type References = (component: Component, context: Context) => Found;

const field = ({ schema, components }: Context, object: string, name: string): Component | undefined =>
  (schema.field(object, name)?.custom === true ? components.get('CustomField', `${object}.${name}`) : undefined);

/** Fields of a path, lookups on the way included. */
function alongPath(context: Context, object: ObjectSchema | undefined, path: readonly string[]): Found {
  const [head = '', ...rest] = path;
  if (object === undefined) return [];
  if (rest.length === 0) return [field(context, object.apiName, head)];
  const { relationship, target } = relationshipStep(head);
  const lookup = object.fields.find(({ relationshipName }) => relationshipName?.toLowerCase() === relationship);
  const next = target ?? (lookup?.referenceTo.includes('User') === true ? 'User' : lookup?.referenceTo[0]);
  return lookup === undefined ? [] : [field(context, object.apiName, lookup.apiName), ...alongPath(context, context.schema.object(next ?? ''), rest)];
}

/** What a path that begins with a global names beside the fields of one object. */
const GLOBALS: Readonly<Record<string, (path: readonly string[], context: Context, object: ObjectSchema | undefined) => Found>> = {
  $custommetadata: ([type = '', record = '', name = ''], context) => [context.components.get('CustomMetadata', `${type.replace(/__mdt$/i, '')}.${record}`), field(context, type, name)],
  $label: ([name = ''], { components }) => [components.get('CustomLabel', name)],
  $objecttype: ([object = '', , name = ''], context) => [field(context, object, name)],
  $permission: ([name = ''], { components }) => [components.get('CustomPermission', name)],
  $record: (path, context, object) => alongPath(context, object, path),
  $record__prior: (path, context, object) => alongPath(context, object, path),
  $setup: ([object = '', name = ''], context) => [context.components.get('CustomObject', object), field(context, object, name)],
};

function ofPath(context: Context, object: ObjectSchema | undefined, path: readonly string[]): Found {
  const [head = '', ...rest] = path;
  if (!head.startsWith('$')) return alongPath(context, object, path);
  const record = objectOfGlobal(context.schema, head);
  return record === undefined ? lookUp(GLOBALS, head.toLowerCase())?.(rest, context, object) ?? [] : alongPath(context, record, rest);
}

function ofFormula(context: Context, objectName: string, formula: string | null): Found {
  const expression = formula === null ? undefined : parseFormula(formula).expression;
  return expression === undefined ? [] : fieldsOf(expression).flatMap((path) => ofPath(context, context.schema.object(objectName), path));
}

function elementsIn(node: XmlElement): readonly XmlElement[] {
  return [node, ...node.children.flatMap(elementsIn)];
}

const customField: References = ({ content, fullName }, context) => {
  const owner = ownerOf(fullName);
  const { components } = context;
  const valueSet = childOf(content, 'valueSet');
  const paths = ['summarizedField', 'summaryForeignKey'].map((name) => textOf(content, name) ?? '').concat(childrenOf(content, 'summaryFilterItems').map((item) => textOf(item, 'field') ?? ''));
  return [
    ...ofFormula(context, owner, textOf(content, 'formula')), ...ofFormula(context, owner, textOf(content, 'defaultValue')),
    ...paths.map((path) => field(context, ownerOf(path), partOf(path))),
    components.get('CustomObject', textOf(content, 'referenceTo') ?? ''),
    ...(valueSet === undefined ? [] : [components.get('GlobalValueSet', textOf(valueSet, 'valueSetName') ?? ''), field(context, owner, textOf(valueSet, 'controllingField') ?? '')]),
  ];
};

/** Elements of a flow that hold a field's name, of the object that the same or an outer element names. */
const FLOW_FIELDS: ReadonlySet<string> = new Set(['field', 'queriedFields', 'sortField']);

const flow: References = ({ content }, context) => {
  const start = childOf(content, 'start');
  const triggering = context.schema.object((start === undefined ? null : textOf(start, 'object')) ?? '');
  const within = (node: XmlElement, outer: string): Found => {
    const object = textOf(node, 'object') ?? (textOf(node, 'inputReference') === '$Record' ? triggering?.apiName : undefined) ?? outer;
    const merged = [...node.text.matchAll(/\$\w+(?:\.\w+)+/g)].flatMap(([path]) => ofPath(context, triggering, path.split('.')));
    const own = node.name === 'object' ? [context.components.get('CustomObject', node.text)] : FLOW_FIELDS.has(node.name) ? [field(context, object, node.text)] : [];
    return [...own, ...merged, ...node.children.flatMap((child) => within(child, object))];
  };
  return within(content, '');
};

const flexiPage: References = ({ content }, context) => {
  const object = textOf(content, 'sobjectType') ?? '';
  return [context.components.get('CustomObject', object), ...elementsIn(content).flatMap((node): Found => {
    if (node.name === 'componentName') return [context.components.get('LightningComponentBundle', node.text.replace(/^c:/, ''))];
    return node.name === 'fieldItem' ? [field(context, object, node.text.replace(/^Record\./, ''))] : [];
  })];
};

/** By type of the component that names. */
const REFERENCES: Readonly<Record<string, References>> = {
  CompactLayout: ({ content, fullName }, context) => textsOf(content, 'fields').map((name) => field(context, ownerOf(fullName), name)),
  CustomField: customField,
  FlexiPage: flexiPage,
  Flow: flow,
  Layout: ({ content, fullName }, context) => elementsIn(content).filter(({ name }) => name === 'layoutItems').map((item) => field(context, layoutObject(fullName), textOf(item, 'field') ?? '')),
  ListView: ({ content, fullName }, context) => textsOf(content, 'columns').map((name) => field(context, ownerOf(fullName), name)),
  ValidationRule: ({ content, fullName }, context) => [
    ...ofFormula(context, ownerOf(fullName), textOf(content, 'errorConditionFormula')), field(context, ownerOf(fullName), textOf(content, 'errorDisplayField') ?? ''),
  ],
};

/** Of a flow an org names the version. */
const idOf = (component: Component, { rowId }: Context): string => (component.type === 'Flow' ? rowId(component, 'Flow', 'version') : component.id);

const nameOf = ({ type, fullName }: Component): string => (type === 'Layout' ? fullName.slice(fullName.indexOf('-') + 1) : partOf(fullName).replace(/__(c|mdt)$/, ''));

/** One row for each component that this one names. */
export function dependencyRows(component: Component, context: Context): SystemRow[] {
  const named = lookUp(REFERENCES, component.type)?.(component, context) ?? [];
  const others = new Map(named.flatMap((other) => (other === undefined || other.id === component.id ? [] : [[other.id, other] as const])));
  const id = idOf(component, context);
  return [...others.values()].map((other) => ({
    object: 'MetadataComponentDependency',
    row: {
      Id: `${id}.${other.id}`, DurableId: `${id}.${other.id}`,
      MetadataComponentId: id, MetadataComponentName: nameOf(component), MetadataComponentNamespace: null, MetadataComponentType: component.type,
      RefMetadataComponentId: idOf(other, context), RefMetadataComponentName: nameOf(other), RefMetadataComponentNamespace: null, RefMetadataComponentType: other.type,
    },
  }));
}
