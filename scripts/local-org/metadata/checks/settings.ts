import { childOf, childrenOf, flagOf, textOf } from '../xml/element.ts';
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

/** As company settings name them. */
export const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
/** What a fiscal year is named after: the calendar year in which it ends, or in which it starts. */
export const NAMED_BY_END = 'endingMonth';
const NAMED_BY = [NAMED_BY_END, 'startingMonth'];

export const checkFiscalYear: ComponentCheck = (incoming, _context, report) => {
  if (incoming.fullName !== 'Company') return;
  if (flagOf(incoming.node, 'enableCustomFiscalYear')) report('unsupported: the local org has no custom fiscal years', childOf(incoming.node, 'enableCustomFiscalYear'));
  const fiscalYear = childOf(incoming.node, 'fiscalYear');
  if (fiscalYear === undefined) return;
  for (const [name, known] of [['startMonth', MONTHS], ['fiscalYearNameBasedOn', NAMED_BY]] as const) {
    const value = textOf(fiscalYear, name);
    if (value !== null && !known.includes(value)) report(`'${value}' is no ${name}: it is one of ${known.join(', ')}`, childOf(fiscalYear, name));
  }
};
