import { childrenOf, flagOf, textOf, type XmlElement } from '../../shared/xml/index.ts';
import type { DuplicateRuleState, ProcessState, RecordTypeState } from '../orgState.ts';
import { unescaped } from './pages.ts';

export function recordTypeOf(object: string, node: XmlElement): RecordTypeState {
  const name = textOf(node, 'fullName');
  const picklists = childrenOf(node, 'picklistValues').map((list) => [textOf(list, 'picklist'), valuesOf(list)] as const);
  return { object, name, label: textOf(node, 'label') || name, active: flagOf(node, 'active'), picklists: new Map(picklists) };
}

export function processOf(object: string, node: XmlElement): ProcessState {
  return { object, name: unescaped(textOf(node, 'fullName')), active: flagOf(node, 'isActive'), values: valuesOf(node) };
}

function valuesOf(node: XmlElement): ReadonlySet<string> {
  return new Set(childrenOf(node, 'values').map((value) => unescaped(textOf(value, 'fullName'))));
}

/** What a rule says of each way a record can become a second one. */
const SAVES = [
  { save: 'create', action: 'actionOnInsert', operations: 'operationsOnInsert' },
  { save: 'edit', action: 'actionOnUpdate', operations: 'operationsOnUpdate' },
] as const;

/** @param fullName `Lead.Same_Email` */
export function duplicateRuleOf(fullName: string, node: XmlElement): DuplicateRuleState {
  const [object = '', name = ''] = fullName.split('.');
  const blocks = SAVES.filter(({ action }) => textOf(node, action) === 'Block').map(({ save }) => save);
  const alerts = SAVES.filter(({ save, operations }) => !blocks.includes(save) && childrenOf(node, operations).some((operation) => operation.text === 'Alert')).map(({ save }) => save);
  return { object, name, label: textOf(node, 'masterLabel') || name, active: flagOf(node, 'isActive'), blocks, alerts };
}
