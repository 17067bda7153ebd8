/** Problems that `handrail check` and `handrail build` report, by code. */
import { COMPILER_CODES, type CompilerCode } from '../../compiler/problems.ts';
import { code, escape, page, table } from '../markdown.ts';
import type { Diagnostic } from '../../playbook/index.ts';

const FAMILIES: readonly (readonly [hundreds: string, title: string])[] = [
  ['1', 'The file'],
  ['2', 'Names and references'],
  ['3', 'Formulas'],
  ['4', 'Limits of the platform'],
  ['5', 'Governance'],
];

/** The compiler words its messages where it refuses; this says what each code stands for. */
const COMPILER_MEANINGS: Readonly<Record<CompilerCode, string>> = {
  'criterion-empty': 'A criterion has neither `require` nor `satisfied_when`.',
  'unknown-field': 'A criterion requires a field that its object does not have.',
  'no-stages': 'A criterion ends a stage of an object that has no stages.',
  formula: 'A formula of a criterion cannot be read, or Salesforce would refuse the rule made of it.',
  'not-at-rest': 'A criterion asks about a change. It describes a record at rest; when it is asked follows from its stage.',
  'not-in-component': 'A criterion uses something that cannot be printed as JavaScript for the panel.',
  'unknown-object': 'A field belongs to an object that the playbook does not declare.',
  'lookup-incomplete': 'A lookup has no object to look up, or no relationship name.',
  'formula-too-long': 'The formula of a rule has too many characters.',
  'formula-too-big': 'The formula of a rule has too many bytes; characters beyond ASCII cost more than one.',
  'message-too-long': 'The message of a rule has too many characters.',
  'description-too-long': 'The description of a rule has too many characters.',
  'rule-name': 'The id of a criterion does not make a name that Salesforce takes.',
  'rule-name-collision': 'The ids of two criteria become the same name.',
  'too-many-rules': 'An object has more criteria than active validation rules are budgeted for.',
  'field-text-too-long': 'The label or help text of a field is too long.',
  'guidance-too-long': 'The guidance of a step of the Path is longer than Salesforce takes.',
  'translation-file': 'A translation in `languages/` is not well-formed XML.',
  'module-too-big': 'The Lightning module of the playbook is larger than Salesforce takes.',
};

export function diagnosticsReference(diagnostics: Readonly<Record<string, Diagnostic>>): string {
  const rows = Object.values(diagnostics);
  const families = FAMILIES.map(([hundreds, title]) => {
    const own = rows.filter((row) => row.code.startsWith(`HR${hundreds}`));
    return `## ${title}\n\n${table(['code', 'severity', 'says'], own.map((row) => [code(row.code), row.severity, escape(row.text)]))}`;
  });
  const compiler = (Object.keys(COMPILER_CODES) as CompilerCode[]).map((name) => [code(COMPILER_CODES[name]), 'error', COMPILER_MEANINGS[name]]);
  return page('Problems of a playbook', [
    '`handrail check` reports them with file, line and column. `{name}` stands for what the problem is about. An error stops `handrail build`; a warning does not.',
    ...families,
    `## The compiler\n\n${table(['code', 'severity', 'when'], compiler)}`,
  ]);
}
