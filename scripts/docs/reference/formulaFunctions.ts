/** The functions of the formula language, from their registry. */
import { signatureOf, type Family, type FunctionRow } from '../../formula/index.ts';
import { code, escape, page, table } from '../markdown.ts';

const FAMILIES: Readonly<Record<Family, string>> = {
  logical: 'Logical',
  text: 'Text',
  math: 'Math',
  'date-time': 'Date and time',
  picklist: 'Picklist',
  record: 'Record',
  advanced: 'Advanced',
};

const CONTEXTS: Readonly<Record<FunctionRow['contexts'][number], string>> = {
  validationRule: 'rule',
  formulaField: 'formula field',
  defaultValue: 'default value',
  flow: 'flow',
};

export function formulaFunctionsReference(functions: readonly FunctionRow[]): string {
  const sections = (Object.keys(FAMILIES) as Family[]).flatMap((family) => {
    const rows = functions.filter((row) => row.family === family).sort((one, other) => (one.name < other.name ? -1 : 1));
    if (rows.length === 0) return [];
    return [`## ${FAMILIES[family]}\n\n${table(['function', 'does', 'where'], rows.map((row) => [code(signatureOf(row)), escape(row.summary), contextsOf(row)]))}`];
  });
  return page('Formula functions', [
    'Every function that the formula library knows. *Where* says in which formulas Salesforce takes it. What is refused of some of them stands in [gaps.md](../gaps.md#formulas). More in [formulas.md](../formulas.md).',
    ...sections,
  ]);
}

function contextsOf(row: FunctionRow): string {
  return row.contexts.length === Object.keys(CONTEXTS).length ? 'everywhere' : row.contexts.map((context) => CONTEXTS[context]).join(', ');
}
