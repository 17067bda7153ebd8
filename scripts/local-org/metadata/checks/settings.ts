import { childOf, childrenOf, textOf } from '../xml/element.ts';
import { noSuch, type ComponentCheck } from './context.ts';

export const checkLeadConvertSettings: ComponentCheck = (incoming, { schema }, report) => {
  for (const mapping of childrenOf(incoming.node, 'objectMapping')) {
    const input = textOf(mapping, 'inputObject') ?? '';
    const output = textOf(mapping, 'outputObject') ?? '';
    for (const name of [input, output]) if (schema.object(name) === undefined) report(noSuch('objectMapping', 'CustomObject', name), mapping);
    for (const pair of childrenOf(mapping, 'mappingFields')) {
      for (const [object, element] of [[input, 'inputField'], [output, 'outputField']] as const) {
        const field = textOf(pair, element) ?? '';
        if (schema.object(object) !== undefined && schema.field(object, field) === undefined) report(noSuch(element, 'CustomField', `${object}.${field}`), childOf(pair, element));
      }
    }
  }
};
