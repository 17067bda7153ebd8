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

/** @param fullName `Lead.Same_Email` */
export function duplicateRuleOf(fullName: string, node: XmlElement): DuplicateRuleState {
  const [object = '', name = ''] = fullName.split('.');
  const blocks = [['actionOnInsert', 'create'], ['actionOnUpdate', 'edit']].filter(([element = '']) => textOf(node, element) === 'Block').map(([, what = '']) => what);
  return { object, name, label: textOf(node, 'masterLabel') || name, active: flagOf(node, 'isActive'), blocks };
}
