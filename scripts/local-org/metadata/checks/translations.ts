/** Translations: kept and given back; what they translate must be there. */
import { isLanguage } from '../elements/index.ts';
import { childrenOf, textOf } from '../xml/element.ts';
import { noSuch, type ComponentCheck } from './context.ts';

/** Language behind the last hyphen: `Opportunity-de`, `Level-es`. */
function splitLanguage(fullName: string): { readonly target: string; readonly language: string } {
  const hyphen = fullName.lastIndexOf('-');
  return { target: fullName.slice(0, Math.max(0, hyphen)), language: fullName.slice(hyphen + 1) };
}

export const checkLanguage: ComponentCheck = (incoming, _context, report) => {
  const { language } = splitLanguage(incoming.fullName);
  if (!isLanguage(language)) report(`Not available for deploy for this organization: language ${language}`);
};

const LABELS: Readonly<Record<string, { readonly type: string }>> = {
  customApplications: { type: 'CustomApplication' }, customLabels: { type: 'CustomLabel' }, customTabs: { type: 'CustomTab' }, quickActions: { type: 'QuickAction' },
  reportTypes: { type: 'ReportType' },
};

export const checkTranslations: ComponentCheck = (incoming, { components }, report) => {
  for (const [element, { type }] of Object.entries(LABELS)) {
    for (const node of childrenOf(incoming.node, element)) {
      const name = textOf(node, 'name') ?? '';
      if (!components.has(type, name)) report(noSuch(element, type, name), node);
    }
  }
};

export const checkObjectTranslation: ComponentCheck = (incoming, { schema, components }, report) => {
  const { target } = splitLanguage(incoming.fullName);
  if (schema.object(target) === undefined) {
    report(`Entity of type CustomObject named '${target}' cannot be found`);
    return;
  }
  for (const node of childrenOf(incoming.node, 'fields')) {
    const name = textOf(node, 'name') ?? '';
    if (schema.field(target, name) === undefined) report(noSuch('name', 'CustomField', `${target}.${name}`), node);
  }
  for (const [element, type] of [['recordTypes', 'RecordType'], ['validationRules', 'ValidationRule']] as const) {
    for (const node of childrenOf(incoming.node, element)) {
      const name = textOf(node, 'name') ?? '';
      if (!components.has(type, `${target}.${name}`)) report(noSuch('name', type, `${target}.${name}`), node);
    }
  }
};

export const checkValueSetTranslation: ComponentCheck = (incoming, { components }, report) => {
  const { target } = splitLanguage(incoming.fullName);
  if (incoming.type === 'GlobalValueSetTranslation' && !components.has('GlobalValueSet', target)) report(`Entity of type GlobalValueSet named '${target}' cannot be found`);
};
