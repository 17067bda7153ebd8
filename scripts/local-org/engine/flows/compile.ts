/** Turns the metadata of a record-triggered flow into a program, or says what keeps it from being one. */
import type { FormulaContext } from '../../../formula/types.ts';
import type { FlowTrigger, ObjectSchema, Schema } from '../schema.ts';
import { ELEMENTS, type ElementKind } from './elements/index.ts';
import { defineTexts, valueSource } from './literals.ts';
import { entryOf, isNode, nodeOf, nodesOf, targetOf, textOf, type MetadataNode, type Part } from './metadata.ts';
import { setVariable, type FlowElement, type Program } from './program.ts';
import { checkPart, type Report } from './report.ts';
import { openResources, type Resources } from './resources.ts';
import { compileStart, SAVE_KINDS } from './start.ts';
import type { FlowScope } from './targets.ts';
import { fits, nameOfShape } from './values.ts';

export interface CompiledFlow {
  /** Absent when there are problems. */
  readonly program: Program | undefined;
  /** One sentence each; what this org cannot execute begins with `unsupported by the local org:`. */
  readonly problems: readonly string[];
}

/** The elements of a flow with their kinds, in the order of the registry. */
const elementsOf = (metadata: MetadataNode): readonly { readonly part: Part; readonly kind: ElementKind; readonly node: MetadataNode; readonly name: string }[] =>
  (Object.entries(ELEMENTS) as readonly (readonly [Part, ElementKind])[]).flatMap(([part, kind]) => nodesOf(metadata, part).map((node) => ({ part, kind, node, name: textOf(node, 'name') ?? '' })));

const NAMED_RESOURCES = ['formulas', 'variables', 'constants', 'textTemplates'] as const;

/** In the words of its trigger, for messages. */
const MOMENT: Readonly<Record<FlowTrigger, string>> = {
  RecordBeforeSave: 'before the record is saved', RecordAfterSave: 'after the record is saved', RecordBeforeDelete: 'before the record is deleted',
};

/**
 * Compiles a flow.
 * @param metadata in the shape of the Tooling API's `Flow.Metadata`
 * @param trigger the `triggerType` of its start
 * @param object the object of its start
 * @param resolve types of the object's fields and of globals
 */
export function compileFlow(metadata: MetadataNode, trigger: FlowTrigger, object: ObjectSchema, schema: Schema, resolve: FormulaContext['resolve']): CompiledFlow {
  const problems = new Set<string>();
  const report: Report = {
    wrong: (message) => void problems.add(message),
    unsupported: (what) => void problems.add(`unsupported by the local org: ${what}`),
  };
  const start = nodeOf(metadata, 'start') ?? {};
  checkHeader(metadata, start, trigger, report);
  const resources = openResources({ metadata, object, schema, trigger, resolve, report });
  defineTexts(metadata, resources, report);
  resources.checkAll();
  const scope: FlowScope = { object, schema, trigger, resources, report, createsOnly: textOf(start, 'recordTriggerType') === 'Create' };
  const program: Program = {
    entry: compileStart(start, scope),
    first: targetOf(start, 'connector'),
    elements: compileElements(metadata, scope),
    initial: compileVariables(metadata, resources, report),
  };
  checkNames(metadata, report);
  checkPaths(metadata, start, program, report);
  return problems.size === 0 ? { program, problems: [] } : { program: undefined, problems: [...problems] };
}

function checkHeader(metadata: MetadataNode, start: MetadataNode, trigger: FlowTrigger, report: Report): void {
  const processType = textOf(metadata, 'processType');
  if (processType !== null && processType !== 'AutoLaunchedFlow') report.unsupported(`processType ${processType} of a record-triggered flow`);
  checkPart(metadata, 'flow', 'a record-triggered flow', report);
  const on = textOf(start, 'recordTriggerType') ?? '';
  const kind = entryOf(SAVE_KINDS, on);
  if (kind === undefined) report.unsupported(`recordTriggerType "${on}" in the start`);
  else if ((kind === 'delete') !== (trigger === 'RecordBeforeDelete')) report.wrong(`The trigger type ${trigger} doesn't go with the record trigger type ${on}.`);
}

function compileElements(metadata: MetadataNode, scope: FlowScope): ReadonlyMap<string, FlowElement> {
  const { trigger, report } = scope;
  return new Map(elementsOf(metadata).map(({ part, kind, node, name }) => {
    const where = `${kind.called} ${name}`;
    checkPart(node, part, where, report);
    if (!kind.triggers.includes(trigger)) report.wrong(`The element "${name}" (${part}) can't be used in a flow that runs ${MOMENT[trigger]}.`);
    return [name, kind.compile(node, where, scope)];
  }));
}

function compileVariables(metadata: MetadataNode, resources: Resources, report: Report): Program['initial'] {
  const defaults = nodesOf(metadata, 'variables').flatMap((node) => {
    const name = textOf(node, 'name') ?? '';
    checkPart(node, 'variable', `variable ${name}`, report);
    const slot = resources.slot(name);
    const value = nodeOf(node, 'value');
    const source = value === undefined ? undefined : valueSource(value, `variable ${name}`, resources, report);
    if (slot === undefined || source === undefined) return [];
    if (slot.collection || !fits({ kind: 'scalar', type: source.type }, slot.shape)) report.unsupported(`a ${source.type} as the default of variable ${name} (${slot.collection ? 'collection of ' : ''}${nameOfShape(slot.shape)})`);
    return [{ name, source }];
  });
  return (interview) => {
    for (const { name, source } of defaults) setVariable(interview, name, source.read(interview));
  };
}

/** Every name once. */
function checkNames(metadata: MetadataNode, report: Report): void {
  const seen = new Set<string>();
  const resources = NAMED_RESOURCES.flatMap((kind) => nodesOf(metadata, kind)).map((node) => textOf(node, 'name') ?? '');
  for (const name of [...resources, ...elementsOf(metadata).map((element) => element.name)]) {
    if (seen.has(name)) report.wrong(`The name "${name}" is used twice in the flow.`);
    seen.add(name);
  }
}

/** Names that connectors anywhere below the node lead to. */
function targetsIn(node: MetadataNode): readonly string[] {
  return Object.values(node).flatMap((value) => {
    const below = Array.isArray(value) ? value : [value];
    return below.filter(isNode).flatMap((child) => {
      const target = textOf(child, 'targetReference');
      return [...(target === null ? [] : [target]), ...targetsIn(child)];
    });
  });
}

/** Every path leads to an element that runs. */
function checkPaths(metadata: MetadataNode, start: MetadataNode, program: Program, report: Report): void {
  const declared = new Set(Object.keys(metadata).flatMap((kind) => nodesOf(metadata, kind)).map((node) => textOf(node, 'name')));
  for (const target of [start, ...elementsOf(metadata).map(({ node }) => node)].flatMap((node) => targetsIn(node))) {
    if (!declared.has(target)) report.wrong(`The connector's target element "${target}" doesn't exist in the flow.`);
    else if (!program.elements.has(target)) report.unsupported(`a path to ${target}, which is no element that runs`);
  }
  if (program.first === null) report.wrong('The flow has no element behind its start.');
}
