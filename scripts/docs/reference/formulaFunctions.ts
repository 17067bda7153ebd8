/** The functions of the formula language, from their registry. */
import { NO_SPAN, signatureOf, type Family, type FunctionRow } from '../../formula/index.ts';
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
    return [`## ${FAMILIES[family]}\n\n${table(['function', 'does', 'where', 'supported'], rows.map((row) => [code(signature(row)), escape(row.summary), contextsOf(row), escape(supportOf(row))]))}`];
  });
  return page('Formula functions', [
    'Every function that the formula library knows. *Where* says in which formulas Salesforce takes it. A function that is not supported is refused by name, never guessed. More in [formulas.md](../formulas.md).',
    ...sections,
  ]);
}

/** What repeats is shown where it repeats: before the parameters that stand once at the end. */
function signature(row: FunctionRow): string {
  if (row.repeats === undefined || row.tail === undefined) return signatureOf(row);
  const names = row.parameters.map(({ name }) => name);
  return `${row.name}(${[...names.slice(0, -row.tail), '…', ...names.slice(-row.tail)].join(', ')})`;
}

function contextsOf(row: FunctionRow): string {
  return row.contexts.length === Object.keys(CONTEXTS).length ? 'everywhere' : row.contexts.map((context) => CONTEXTS[context]).join(', ');
}

/** A function that is refused says so of every call: asked here with a call without arguments. */
function supportOf(row: FunctionRow): string {
  const problems = row.check?.({ expression: { kind: 'call', name: row.name, args: [], span: NO_SPAN }, types: [], kind: 'validationRule', referenceOf: () => undefined }) ?? [];
  const refusal = problems.find(({ code: name, message }) => name === 'unsupported' && message.startsWith(`${row.name} is not supported: `));
  return refusal === undefined ? 'yes' : `unsupported: ${refusal.message.slice(`${row.name} is not supported: `.length)}`;
}
