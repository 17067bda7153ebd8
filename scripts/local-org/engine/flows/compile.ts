/** Turns the metadata of a before-save record-triggered flow into a program, or says what keeps it from being one. */
import type { FormulaContext } from '../../../formula/types.ts';
import type { ObjectSchema, Schema } from '../schema.ts';
import { compileAssignment, type AssignmentOptions } from './assignments.ts';
import { compileConditions, conditionParts, familyOf, valueSource, type ConditionParts } from './conditions.ts';
import { nodeOf, nodesOf, targetOf, textOf, unknownIn, type MetadataNode } from './metadata.ts';
import type { FlowElement, Program, Test } from './program.ts';
import { openResources, type Report, type Resources } from './resources.ts';

export interface CompiledFlow {
  /** Absent when there are problems. */
  readonly program: Program | undefined;
  /** One sentence each; what this org cannot execute begins with `unsupported by the local org:`. */
  readonly problems: readonly string[];
}

/**
 * Compiles a flow.
 * @param metadata in the shape of the Tooling API's `Flow.Metadata`
 * @param object the object of its start
 * @param resolve types of the object's fields and of globals
 */
export function compileFlow(metadata: MetadataNode, object: ObjectSchema, schema: Schema, resolve: FormulaContext['resolve']): CompiledFlow {
  const problems = new Set<string>();
  const report: Report = {
    wrong: (message) => void problems.add(message),
    unsupported: (what) => void problems.add(`unsupported by the local org: ${what}`),
  };
  const start = nodeOf(metadata, 'start') ?? {};
  const processType = textOf(metadata, 'processType');
  if (processType !== null && processType !== 'AutoLaunchedFlow') report.unsupported(`processType ${processType} of a before-save flow`);
  for (const name of unknownIn(metadata, 'flow')) report.unsupported(`${name} in a before-save flow`);
  const resources = openResources({ metadata, object, resolve, report });
  resources.checkAll();
  const options: AssignmentOptions = { object, schema, resources, report, createsOnly: textOf(start, 'recordTriggerType') === 'Create' };
  const program: Program = {
    entry: compileStart(start, object, resources, report),
    first: targetOf(start, 'connector'),
    elements: compileElements(metadata, options),
    initial: compileVariables(metadata, resources, report),
  };
  checkNames(metadata, program, report);
  return problems.size === 0 ? { program, problems: [] } : { program: undefined, problems: [...problems] };
}

const NO_CONDITIONS: ReadonlySet<string> = new Set(['no_conditions']);
const BY_FORMULA = 'formula_evaluates_to_true';

function compileStart(start: MetadataNode, object: ObjectSchema, resources: Resources, report: Report): Test {
  for (const name of unknownIn(start, 'start')) report.unsupported(`${name} in the start`);
  const trigger = textOf(start, 'recordTriggerType') ?? '';
  if (TRIGGERS[trigger] === undefined) report.unsupported(`recordTriggerType "${trigger}" in the start`);
  const logic = textOf(start, 'filterLogic');
  const formula = textOf(start, 'filterFormula');
  if (formula !== null) {
    const source = resources.formula('of the entry condition', formula, 'Boolean');
    return (interview) => source?.read(interview) === true;
  }
  if (logic === BY_FORMULA) report.wrong('The entry condition is to be a formula, and there is none.');
  const filters = nodesOf(start, 'filters').map((filter): ConditionParts => {
    for (const name of unknownIn(filter, 'filter')) report.unsupported(`${name} in a filter of the start`);
    return { left: `$Record.${textOf(filter, 'field') ?? ''}`, operator: textOf(filter, 'operator') ?? '', right: nodeOf(filter, 'value'), where: 'the start' };
  });
  return filters.length === 0 || NO_CONDITIONS.has(logic ?? '') ? () => true : compileConditions(filters, logic, 'the start', object, resources, report);
}

/** When a flow runs, by its `recordTriggerType`. */
export const TRIGGERS: Readonly<Record<string, 'create' | 'update' | 'createOrUpdate'>> = { Create: 'create', Update: 'update', CreateAndUpdate: 'createOrUpdate' };

function compileElements(metadata: MetadataNode, options: AssignmentOptions): ReadonlyMap<string, FlowElement> {
  const elements = new Map<string, FlowElement>();
  for (const node of nodesOf(metadata, 'assignments')) {
    const name = textOf(node, 'name') ?? '';
    const assign = compileAssignment(node, `assignment ${name}`, options);
    const next = targetOf(node, 'connector');
    elements.set(name, (interview) => {
      assign(interview);
      return next;
    });
  }
  for (const node of nodesOf(metadata, 'decisions')) elements.set(textOf(node, 'name') ?? '', compileDecision(node, options));
  return elements;
}

/** The first rule that holds decides; when none does, the default path. */
function compileDecision(node: MetadataNode, { object, resources, report }: AssignmentOptions): FlowElement {
  for (const name of unknownIn(node, 'decision')) report.unsupported(`${name} in decision ${textOf(node, 'name') ?? ''}`);
  const rules = nodesOf(node, 'rules').map((rule) => {
    const where = `rule ${textOf(rule, 'name') ?? ''}`;
    for (const name of unknownIn(rule, 'rule')) report.unsupported(`${name} in ${where}`);
    const parts = nodesOf(rule, 'conditions').map((condition) => conditionParts(condition, where, report));
    if (parts.length === 0) report.unsupported(`no conditions in ${where}`);
    return { holds: compileConditions(parts, textOf(rule, 'conditionLogic'), where, object, resources, report), next: targetOf(rule, 'connector') };
  });
  const otherwise = targetOf(node, 'defaultConnector');
  return (interview) => {
    const rule = rules.find(({ holds }) => holds(interview));
    return rule === undefined ? otherwise : rule.next;
  };
}

function compileVariables(metadata: MetadataNode, resources: Resources, report: Report): Program['initial'] {
  const defaults = nodesOf(metadata, 'variables').flatMap((node) => {
    const name = textOf(node, 'name') ?? '';
    for (const unknown of unknownIn(node, 'variable')) report.unsupported(`${unknown} in variable ${name}`);
    const own = resources.source(name);
    const value = nodeOf(node, 'value');
    const source = value === undefined ? undefined : valueSource(value, `variable ${name}`, resources, report);
    if (own === undefined || source === undefined) return [];
    if (familyOf(own.type) !== familyOf(source.type)) report.unsupported(`a ${source.type} as the default of variable ${name}`);
    return [{ name, source }];
  });
  return (interview) => {
    for (const { name, source } of defaults) interview.variables.set(name, source.read(interview));
  };
}

/** Every name once, and every path to an element that runs. */
function checkNames(metadata: MetadataNode, program: Program, report: Report): void {
  const parts = [...nodesOf(metadata, 'assignments'), ...nodesOf(metadata, 'decisions'), ...nodesOf(metadata, 'decisions').flatMap((node) => nodesOf(node, 'rules'))];
  const seen = new Set<string>();
  for (const node of ['assignments', 'decisions', 'formulas', 'variables'].flatMap((kind) => nodesOf(metadata, kind))) {
    const name = textOf(node, 'name') ?? '';
    if (seen.has(name)) report.wrong(`The name "${name}" is used twice in the flow.`);
    seen.add(name);
  }
  const targets = [program.first, ...parts.flatMap((node) => [targetOf(node, 'connector'), targetOf(node, 'defaultConnector')])];
  for (const target of targets) {
    if (target !== null && !program.elements.has(target)) report.unsupported(`a path to ${target}, which is no decision and no assignment`);
  }
}
