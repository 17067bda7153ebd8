/** The functions of the formula language as the Tooling API lists them: what there is, in which category, and in which contexts. */
import { FUNCTIONS, signatureOf, type Family, type FormulaContextKind, type FunctionRow } from '../../../formula/index.ts';
import type { SystemRow } from './row.ts';

/** Categories of the formula editor. */
const CATEGORIES = { DATE_TIME: 'Date & Time', LOGICAL: 'Logical', MATH: 'Math', TEXT: 'Text', ADVANCED: 'Advanced' } as const;
type Category = keyof typeof CATEGORIES;

const CATEGORY_OF: Readonly<Record<Family, Category>> = { 'date-time': 'DATE_TIME', logical: 'LOGICAL', math: 'MATH', text: 'TEXT', picklist: 'TEXT', record: 'LOGICAL', advanced: 'ADVANCED' };
/** Where Salesforce Help puts a function elsewhere than its kin. */
const EXCEPTIONS: Readonly<Record<string, Category>> = { ISCHANGED: 'ADVANCED', PRIORVALUE: 'ADVANCED' };

/** `Type` of FormulaFunctionAllowedType; VISUALFORCE is the third, and has no formulas here. */
const ALLOWED_TYPES: Readonly<Partial<Record<FormulaContextKind, string>>> = { flow: 'FLOW', validationRule: 'VALIDATION' };

const row = (object: string, id: string, more: SystemRow['row']): SystemRow => ({ object, row: { Id: id, DurableId: id, ...more } });

function functionRows(entry: FunctionRow): SystemRow[] {
  const { name, family, summary, contexts } = entry;
  const types = contexts.flatMap((kind) => ALLOWED_TYPES[kind] ?? []);
  return [
    row('FormulaFunction', name, { Name: name, Label: name, Description: summary, ExampleString: signatureOf(entry), CategoryId: EXCEPTIONS[name] ?? CATEGORY_OF[family] }),
    ...types.map((type) => row('FormulaFunctionAllowedType', `${name}.${type}`, { FunctionId: name, Type: type })),
  ];
}

export const formulaFunctionRows = (): SystemRow[] => [
  ...Object.entries(CATEGORIES).map(([name, label]) => row('FormulaFunctionCategory', name, { Name: name, Label: label })),
  ...FUNCTIONS.flatMap(functionRows),
];
