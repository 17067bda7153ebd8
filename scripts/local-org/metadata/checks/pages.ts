/** Pages, tabs, apps, layouts, actions and Path: everything that shows fields and components. */
import { lookUp } from '../lookUp.ts';
import { childOf, childrenOf, flagOf, textOf, textsOf, type XmlElement } from '../xml/element.ts';
import { noSuch, type CheckContext, type ComponentCheck, type Report } from './context.ts';

function walk(node: XmlElement, visit: (node: XmlElement) => void): void {
  visit(node);
  for (const child of node.children) walk(child, visit);
}

export const checkFlexiPage: ComponentCheck = (incoming, context, report) => {
  const objectName = textOf(incoming.node, 'sobjectType');
  const object = objectName === null ? undefined : context.schema.object(objectName);
  if (objectName !== null && object === undefined) report(noSuch('sobjectType', 'CustomObject', objectName), childOf(incoming.node, 'sobjectType'));
  const identifiers = new Set<string>();
  walk(incoming.node, (node) => {
    if (node.name === 'componentName') {
      const [namespace = '', name = ''] = node.text.includes(':') ? node.text.split(':') : ['c', node.text];
      if (namespace === 'c' && !context.components.has('LightningComponentBundle', name)) {
        report(`We couldn't retrieve the design time component information for component ${namespace}:${name}. Ensure that the component exists and is exposed.`, node);
      }
    }
    if (node.name === 'fieldItem' && object !== undefined) checkRecordField(node, object.apiName, context, report);
    if (node.name === 'identifier') {
      if (identifiers.has(node.text)) report(`Duplicate identifier in the page: ${node.text}`, node);
      identifiers.add(node.text);
    }
  });
};

function checkRecordField(node: XmlElement, object: string, { schema }: CheckContext, report: Report): void {
  const path = (textOf(node, 'fieldItem') ?? node.text).replace(/^Record\./, '');
  if (!path.includes('.') && /__c$/.test(path) && schema.field(object, path) === undefined) report(noSuch('fieldItem', 'CustomField', `${object}.${path}`), node);
}

export const checkTab: ComponentCheck = (incoming, { schema, components }, report) => {
  const { node, fullName } = incoming;
  if (flagOf(node, 'customObject') && schema.object(fullName)?.kind !== 'custom') report(noSuch('customObject', 'CustomObject', fullName));
  const page = textOf(node, 'flexiPage');
  if (page !== null && !components.has('FlexiPage', page)) report(noSuch('flexiPage', 'FlexiPage', page), childOf(node, 'flexiPage'));
  const component = textOf(node, 'lwcComponent');
  if (component !== null && !components.has('LightningComponentBundle', component)) report(noSuch('lwcComponent', 'LightningComponentBundle', component), childOf(node, 'lwcComponent'));
};

export const checkApplication: ComponentCheck = (incoming, { components }, report) => {
  for (const node of childrenOf(incoming.node, 'tabs')) {
    if (!node.text.startsWith('standard-') && !components.has('CustomTab', node.text)) report(noSuch('tab', 'CustomTab', node.text), node);
  }
  for (const name of ['actionOverrides', 'profileActionOverrides']) {
    for (const node of childrenOf(incoming.node, name)) {
      const content = textOf(node, 'content');
      if (content !== null && textOf(node, 'type') === 'Flexipage' && !components.has('FlexiPage', content)) report(noSuch('content', 'FlexiPage', content), node);
    }
  }
  const bar = textOf(incoming.node, 'utilityBar');
  if (bar !== null && !components.has('FlexiPage', bar)) report(noSuch('utilityBar', 'FlexiPage', bar), childOf(incoming.node, 'utilityBar'));
};

export const checkLayout: ComponentCheck = (incoming, { schema, components }, report) => {
  const objectName = incoming.fullName.slice(0, Math.max(0, incoming.fullName.indexOf('-')));
  const object = schema.object(objectName);
  if (object === undefined) {
    report(`Parent entity failed to deploy or does not exist: ${objectName}`);
    return;
  }
  walk(incoming.node, (node) => {
    if (node.name === 'field' && node.children.length === 0 && /^\w+__c$/.test(node.text) && schema.field(object.apiName, node.text) === undefined) report(`Invalid field:${node.text} in layout`, node);
    if (node.name === 'quickActionName' && node.text.includes('.') && !/^(FeedItem|Global|CollaborationGroup)\./.test(node.text) && !components.has('QuickAction', node.text)) report(noSuch('quickActionName', 'QuickAction', node.text), node);
  });
};

export const checkQuickAction: ComponentCheck = (incoming, { schema, components }, report) => {
  const { node } = incoming;
  const target = textOf(node, 'targetObject') ?? (incoming.fullName.includes('.') ? incoming.fullName.slice(0, incoming.fullName.indexOf('.')) : null);
  if (target !== null && schema.object(target) === undefined) report(noSuch('targetObject', 'CustomObject', target), childOf(node, 'targetObject'));
  const component = textOf(node, 'lightningWebComponent');
  if (component !== null && !components.has('LightningComponentBundle', component)) report(noSuch('lightningWebComponent', 'LightningComponentBundle', component), node);
  const flow = textOf(node, 'flowDefinition');
  if (flow !== null && !components.has('Flow', flow)) report(noSuch('flowDefinition', 'Flow', flow), node);
  for (const override of childrenOf(node, 'fieldOverrides')) {
    const field = textOf(override, 'field') ?? '';
    if (target !== null && schema.object(target) !== undefined && schema.field(target, field) === undefined) report(noSuch('field', 'CustomField', `${target}.${field}`), override);
  }
};

const PATH_FIELDS: Readonly<Record<string, string>> = { Opportunity: 'StageName', Lead: 'Status' };
const MAX_PATH_FIELDS = 5;

export const checkPath: ComponentCheck = (incoming, { schema, components }, report) => {
  const { node } = incoming;
  const objectName = textOf(node, 'entityName') ?? '';
  const fieldName = textOf(node, 'fieldName') ?? '';
  const field = schema.field(objectName, fieldName);
  const fixed = lookUp(PATH_FIELDS, objectName);
  if (field === undefined || field.type !== 'picklist' || (fixed !== undefined && fixed !== fieldName)) {
    report(`In field: fieldName - no picklist named ${objectName}.${fieldName} that a path can follow`, childOf(node, 'fieldName'));
    return;
  }
  const recordType = textOf(node, 'recordTypeName');
  if (recordType !== null && recordType !== '__MASTER__' && !components.has('RecordType', `${objectName}.${recordType}`)) report(noSuch('recordTypeName', 'RecordType', `${objectName}.${recordType}`), childOf(node, 'recordTypeName'));
  for (const step of childrenOf(node, 'pathAssistantSteps')) {
    const value = textOf(step, 'picklistValueName') ?? '';
    if (!field.picklistValues.some((candidate) => candidate.value === value)) report(`Picklist value: ${value} in picklist: ${fieldName} not found`, step);
    const names = textsOf(step, 'fieldNames');
    if (names.length > MAX_PATH_FIELDS) report(`A path step shows at most ${MAX_PATH_FIELDS} fields (${value} has ${names.length})`, step);
    for (const name of names) if (schema.field(objectName, name) === undefined) report(noSuch('fieldNames', 'CustomField', `${objectName}.${name}`), step);
  }
};
