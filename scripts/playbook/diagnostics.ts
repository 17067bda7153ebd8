/** Every problem a playbook can have: a code, a severity and a sentence. The reference of diagnostics is made of this. */
import type { Position } from './model.ts';

export interface Problem {
  /** `HR101`; stable. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string | null;
}

export interface Diagnostic {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** `{name}` stands for a part of the payload. */
  readonly text: string;
}

/** 1xx the file, 2xx names and references, 3xx formulas, 4xx platform limits, 5xx governance; 6xx are the compiler's. */
export const DIAGNOSTICS = {
  'no-playbook': { code: 'HR100', severity: 'error', text: 'There is no playbook in {dir}: it has no .yaml file.' },
  'yaml-syntax': { code: 'HR101', severity: 'error', text: '{message}.' },
  'forbidden-character': { code: 'HR102', severity: 'error', text: 'The file has the character {code}, which cannot be seen.' },
  'too-large': { code: 'HR103', severity: 'error', text: 'The file is larger than {limit}.' },
  'too-deep': { code: 'HR104', severity: 'error', text: 'The file is nested more than {limit} levels deep.' },
  'unknown-key': { code: 'HR105', severity: 'error', text: 'Unknown key "{key}".' },
  'wrong-value': { code: 'HR106', severity: 'error', text: '{key} {message}.' },
  'missing-key': { code: 'HR107', severity: 'error', text: '"{key}" is missing.' },
  'unknown-file': { code: 'HR108', severity: 'error', text: 'No topic of the playbook is called {name}.' },
  'missing-file': { code: 'HR109', severity: 'error', text: 'The playbook has no {name}.' },
  'duplicate-key': { code: 'HR110', severity: 'error', text: 'The key "{key}" stands here for the second time.' },
  'odd-key': { code: 'HR111', severity: 'error', text: 'A key is a plain word here.' },
  'tag': { code: 'HR112', severity: 'error', text: 'YAML tags such as {tag} are not read.' },
  'too-many-aliases': { code: 'HR113', severity: 'error', text: 'The file repeats its anchors more than {limit} times.' },
  'unreadable': { code: 'HR114', severity: 'error', text: 'The file cannot be read: {reason}.' },
  'empty-file': { code: 'HR115', severity: 'error', text: 'The file is empty.' },

  'duplicate-id': { code: 'HR201', severity: 'error', text: '{what} {id} is defined twice; the other one stands at {other}.' },
  'unknown-field': { code: 'HR202', severity: 'error', text: '{object} has no field {field} that the playbook knows.' },
  'unknown-stage': { code: 'HR203', severity: 'error', text: '{object} has no {field} value "{value}".' },
  'stage-rank': { code: 'HR204', severity: 'error', text: 'Stages "{one}" and "{other}" have the same rank {rank}.' },
  'nothing-asked': { code: 'HR205', severity: 'error', text: 'Criterion {id} asks for nothing: give it "require" or "satisfied_when".' },
  'message-code': { code: 'HR206', severity: 'error', text: 'The message of {id} opens with a code of its own; Handrail writes [{id}] before it.' },
  'circular': { code: 'HR207', severity: 'error', text: 'Formula fields refer to each other in a circle: {path}.' },
  'lost-rank': { code: 'HR208', severity: 'error', text: 'Stage "{stage}" has rank {rank}; the stage that ends without a deal has rank 0, and no other.' },
  'no-population': { code: 'HR209', severity: 'error', text: '{object} has no motion, so "for: {population}" cannot be asked there.' },
  'min-without-text': { code: 'HR210', severity: 'error', text: '"min" of {id} is the least length of a required text, and none is required.' },
  'unknown-reference': { code: 'HR211', severity: 'error', text: 'The playbook has no {what} {id}.' },
  'circular-handoff': { code: 'HR212', severity: 'error', text: 'Handoff {id} goes from {function} to itself.' },
  'conversion-type': { code: 'HR213', severity: 'error', text: 'Conversion cannot copy {from} ({fromType}) to {to} ({toType}).' },
  'calendar': { code: 'HR214', severity: 'error', text: '{message}.' },
  'segment-order': { code: 'HR215', severity: 'error', text: 'Segment {segment} is out of order: the first begins at 0 employees, each next one above the one before.' },
  'agenda-too-long': { code: 'HR216', severity: 'error', text: 'The agenda of "{meeting}" takes {agenda} minutes, the meeting {minutes}.' },
  'unknown-column': { code: 'HR217', severity: 'error', text: 'Metric {metric} uses the column {column}, which the fact {fact} does not have.' },
  'experiment-place': { code: 'HR219', severity: 'error', text: 'Experiment {id} stands at {criterion}, which is no exit criterion of a stage.' },
  'experiment-dates': { code: 'HR220', severity: 'error', text: 'Experiment {id} ends on {on}, which is not after it started on {started}.' },
  'experiment-metric': { code: 'HR221', severity: 'error', text: 'Experiment {id} reads {metric}, which cannot be compared between its arms.' },
  'reopen-open': { code: 'HR222', severity: 'error', text: 'Stage "{stage}" is open, so nobody reopens it.' },
  'experiment-clock': { code: 'HR223', severity: 'error', text: 'Experiment {id} stands at clock {clock}, which runs for nobody by name.' },
  'experiment-off': { code: 'HR224', severity: 'error', text: 'Experiment {id} stands at {criterion}, which is off: nobody is asked, so there is nothing to compare with.' },
  'handoff-count': { code: 'HR225', severity: 'error', text: 'Field {field} cannot count the items of handoffs: {why}.' },
  'metric-formula': { code: 'HR218', severity: 'error', text: 'The formula of metric {metric} cannot be read: {message}' },

  'formula': { code: 'HR301', severity: 'error', text: '{message}' },
  'formula-result': { code: 'HR302', severity: 'error', text: '"{key}" must give {wanted}, but this formula gives {type}.' },
  'picklist-literal': { code: 'HR303', severity: 'warning', text: '{message}' },

  'message-length': { code: 'HR401', severity: 'error', text: 'The message of {id} is {length} characters with its code, 255 is the most.' },
  'message-ascii': { code: 'HR402', severity: 'error', text: 'The message of {id} has the character "{character}"; messages are plain ASCII, which every way into the CRM shows.' },
  'name-length': { code: 'HR403', severity: 'error', text: 'The rule of {id} would be called {name}, longer than the 40 characters a rule name may have.' },
  'field-incomplete': { code: 'HR404', severity: 'error', text: 'Field {field} needs {needs}.' },
  'field-name': { code: 'HR405', severity: 'error', text: '{field} is no name for a field that is added: it ends in __c, has no other double underscore and at most 40 characters before it.' },

  'too-many-enforced': { code: 'HR501', severity: 'warning', text: 'Stage {stage} enforces {count} criteria for new business, {most} are advised.' },
  'review-due': { code: 'HR502', severity: 'warning', text: '{what} due for review on {date}.' },
  'owners': { code: 'HR503', severity: 'error', text: '{what} {id} has one owner; shared things have two or more.' },
  'no-owner': { code: 'HR504', severity: 'error', text: 'Nobody owns {id}: {object} has no owners.' },
  'experiment-due': { code: 'HR506', severity: 'warning', text: 'Experiment {id} was to be decided on {on}.' },
  'experiment-yardstick': { code: 'HR508', severity: 'warning', text: 'Experiment {id} reads {metric}, where each arm is judged by its own target of {clock}.' },
  'not-translated': { code: 'HR507', severity: 'warning', text: '{missing} of {all} texts have no translation ({language}).' },
  'too-few-criteria': { code: 'HR509', severity: 'warning', text: 'Stage {stage} asks {count} of a new-business deal, {least} or more are advised.' },
  'seller-activity': { code: 'HR510', severity: 'warning', text: 'The buyer_action of stage {stage} says what the seller does: "{words}".' },
  'field-to-go': { code: 'HR511', severity: 'warning', text: 'Field {field} has the data status {status}, and is still asked for by {by}.' },
  'too-many-metrics': { code: 'HR505', severity: 'warning', text: '{count} {tier} metrics, {most} are advised.' },
} as const satisfies Readonly<Record<string, Diagnostic>>;

export type DiagnosticName = keyof typeof DIAGNOSTICS;

export function problem(name: DiagnosticName, position: Position, payload: Readonly<Record<string, string>> = {}, hint: string | null = null): Problem {
  const { code, severity, text } = DIAGNOSTICS[name];
  const message = text.replace(/\{(\w+)\}/g, (whole, key: string) => payload[key] ?? whole);
  return { code, severity, file: position.file, line: position.line, column: position.column, message, hint };
}

/** By file, those of folders below last, then place. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((left, right) => depth(left.file) - depth(right.file) || compare(left.file, right.file) || left.line - right.line || left.column - right.column || compare(left.code, right.code));
}

/** What is wrong in a translation often follows from what is wrong in the playbook, whose own files stand above. */
function depth(file: string): number {
  return file.split('/').length;
}

/** By character code: the order does not depend on the machine's language. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
