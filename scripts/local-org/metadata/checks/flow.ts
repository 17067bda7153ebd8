/** Flows: the object, fields and elements they name, and whether the org can run what is to run. */
import { compileFlow } from '../../engine/flows/compile.ts';
import { toObject } from '../elements/toObject.ts';
import { flowTrigger } from '../schema/objects.ts';
import { childOf, childrenOf, textOf, type XmlElement } from '../xml/element.ts';
import { noSuch, notOfSettings, type ComponentCheck } from './context.ts';
import { formulaContext } from './formula.ts';

const RECORD_ELEMENTS = ['recordCreates', 'recordDeletes', 'recordLookups', 'recordUpdates'] as const;
const FIELD_LISTS: Readonly<Record<string, string>> = { filters: 'field', inputAssignments: 'field', outputAssignments: 'field' };

const fieldsNamed = (node: XmlElement): readonly { readonly name: string; readonly node: XmlElement }[] => [
  ...Object.entries(FIELD_LISTS).flatMap(([list, element]) => childrenOf(node, list).map((item) => ({ name: textOf(item, element) ?? '', node: item }))),
  ...childrenOf(node, 'queriedFields').map((item) => ({ name: item.text, node: item })),
];

export const checkFlowReferences: ComponentCheck = (incoming, { schema }, report) => {
  const start = childOf(incoming.node, 'start');
  const triggerObject = start === undefined ? null : textOf(start, 'object');
  const check = (node: XmlElement, objectName: string | null): void => {
    if (objectName === null) return;
    const object = schema.object(objectName);
    if (object === undefined) {
      report(noSuch('object', 'CustomObject', objectName), node);
      return;
    }
    for (const { name, node: at } of fieldsNamed(node)) {
      if (name !== '' && schema.field(object.apiName, name) === undefined) report(`The field "${name}" for the object "${object.apiName}" doesn't exist, or you don't have access to it.`, at);
    }
  };
  if (start !== undefined) check(start, triggerObject);
  for (const element of RECORD_ELEMENTS) {
    for (const node of childrenOf(incoming.node, element)) check(node, textOf(node, 'object') ?? (textOf(node, 'inputReference') === '$Record' ? triggerObject : null));
  }
};

/** `$Record.Field` anywhere in the flow must be a field of the triggering object. */
export const checkRecordReferences: ComponentCheck = (incoming, { schema }, report) => {
  const start = childOf(incoming.node, 'start');
  const object = start === undefined ? undefined : schema.object(textOf(start, 'object') ?? '');
  if (object === undefined) return;
  const visit = (node: XmlElement): void => {
    for (const match of node.text.matchAll(/\$Record(?:__Prior)?\.(\w+)(\.)?/g)) {
      const name = match[1] ?? '';
      const known = match[2] === undefined ? schema.field(object.apiName, name) !== undefined : object.fields.some((field) => field.relationshipName === name);
      if (!known) report(`The field "${name}" for the object "${object.apiName}" doesn't exist, or you don't have access to it.`, node);
    }
    for (const child of node.children) visit(child);
  };
  visit(incoming.node);
};

/** Every connector must lead to an element of the flow. */
export const checkFlowConnectors: ComponentCheck = (incoming, _context, report) => {
  const names = new Set(incoming.node.children.map((node) => textOf(node, 'name')).filter((name) => name !== null));
  const visit = (node: XmlElement): void => {
    if (node.name === 'targetReference' && !names.has(node.text)) report(`The connector's target element "${node.text}" doesn't exist in the flow.`, node);
    for (const child of node.children) visit(child);
  };
  visit(incoming.node);
};

export const checkCustomErrors: ComponentCheck = (incoming, _context, report) => {
  for (const node of childrenOf(incoming.node, 'customErrors')) {
    for (const message of childrenOf(node, 'customErrorMessages')) {
      if (textOf(message, 'isFieldError') === 'true' && textOf(message, 'fieldSelection') === null) report('A custom error that is shown at a field must name the field (fieldSelection)', message);
    }
  }
};

/** An active record-triggered flow runs in every save or deletion of its object: what this org cannot execute is not taken. */
export const checkTriggeredFlow: ComponentCheck = (incoming, context, report) => {
  const triggered = flowTrigger(incoming.node);
  const object = context.schema.object(triggered?.object ?? '');
  if (triggered === null || object === undefined) return;
  if (object.kind === 'customSetting') report(notOfSettings('record-triggered Flow', object.apiName));
  const said = new Set<string>();
  for (const check of [checkFlowReferences, checkRecordReferences, checkFlowConnectors]) check(incoming, context, (message) => said.add(message));
  const { problems } = compileFlow(toObject(incoming.node, 'Flow'), triggered.trigger, object, context.schema, formulaContext(context, object.apiName, 'flow').resolve);
  for (const found of problems.filter((problem) => !said.has(problem))) report(found);
};
