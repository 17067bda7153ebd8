/** What a flow may refer to: `$Record`, `$Record__Prior`, `$Flow`, globals, its formulas, variables and outputs. */
import { compileText, isError, type FormulaContext, type FormulaType, type RawValue } from '../../../formula/index.ts';
import { referenceType } from '../formulas/typeContext.ts';
import { planOf, type ObjectPlan } from '../objectPlan.ts';
import type { FieldSchema, FlowTrigger, ObjectSchema, Schema } from '../schema.ts';
import { dataTypeOf, declaredSlots, type Slot } from './declared.ts';
import { entryOf, nodesOf, textOf, type MetadataNode } from './metadata.ts';
import { bounded, FlowFault, type Interview, type Reader } from './program.ts';
import { CONSTANTS, FLOW_GLOBALS, notSet, pathAccessor, priorOf, recordReader } from './readers.ts';
import { checkPart, noSuchField, type Report } from './report.ts';
import type { Source } from './source.ts';
import { isCollection, isRecord, type FlowItem, type FlowRecord, type Shape } from './values.ts';

/** A record or a collection in a flow's hands. */
export type Holder =
  | { readonly kind: 'record'; readonly object: ObjectSchema; readonly slot: Slot | null; read(interview: Interview): FlowRecord | null }
  | { readonly kind: 'collection'; readonly item: Shape; readonly slot: Slot; read(interview: Interview): readonly FlowItem[] };

export interface Resources {
  /** The scalar that a reference such as `$Record.StageName` stands for; undefined when it was reported. */
  source(reference: string): Source | undefined;
  /** The record or collection of that name; undefined when there is none. Reports nothing. */
  holder(reference: string): Holder | undefined;
  /** The slot of that name. */
  slot(name: string): Slot | undefined;
  /** A formula that stands in the flow itself, such as the entry condition. */
  formula(name: string, expression: string, type: FormulaType, scale?: number): Source | undefined;
  /** Gives a constant or text template its value. */
  define(name: string, source: Source): void;
  /** Compiles every formula, used or not, so that all problems show. */
  checkAll(): void;
}

export interface ResourceOptions {
  readonly metadata: MetadataNode;
  readonly object: ObjectSchema;
  readonly schema: Schema;
  readonly trigger: FlowTrigger;
  /** Types of the object's fields and of globals, as formulas see them. */
  readonly resolve: FormulaContext['resolve'];
  readonly report: Report;
}

const scaleOf = (node: MetadataNode): number | undefined => (typeof node['scale'] === 'number' ? node['scale'] : undefined);

/** Formulas that lead to each other deeper than any flow is built. */
const DEEPEST = 50;

function onceBetweenChanges(name: string, read: Reader): Reader {
  return (interview) => {
    const known = interview.computed.get(name);
    if (known !== undefined) return known;
    const value = bounded(read(interview), `formula ${name}`);
    interview.computed.set(name, value);
    return value;
  };
}

/** Opens what a flow may refer to. */
export function openResources({ metadata, object, schema, trigger, resolve, report }: ResourceOptions): Resources {
  const formulas = new Map(nodesOf(metadata, 'formulas').map((node) => [textOf(node, 'name') ?? '', node]));
  const slots = declaredSlots(metadata, schema, report);
  const defined = new Map<string, Source>();
  const compiled = new Map<string, Source | undefined>();
  const compiling = new Set<string>();
  const sources = new Map<string, Source | undefined>();

  const recordSource = (path: readonly string[], prior: boolean): Source | undefined => {
    const field = path.length === 1 ? planOf(object).fields.get(path[0]?.toLowerCase() ?? '') : undefined;
    if (trigger === 'RecordBeforeSave' && !prior && field !== undefined && field.formula !== null) {
      // Salesforce has not computed it anew at this point: Flow Builder refuses it as well.
      report.wrong(`$Record.${field.apiName} cannot be read: a formula field is not computed before the record is saved`);
      return undefined;
    }
    if (trigger === 'RecordBeforeDelete' && prior) {
      report.unsupported('$Record__Prior in a flow that runs before a deletion');
      return undefined;
    }
    if (path.length === 1 && field === undefined) {
      report.wrong(noSuchField(path[0] ?? '', object));
      return undefined;
    }
    const type = resolve(path)?.type;
    return type === undefined ? undefined : { type, read: recordReader(path, prior ? priorOf : ({ record }) => record) };
  };

  const globalSource = (path: readonly string[]): Source | undefined => {
    const type = resolve(path)?.type;
    const accessor = pathAccessor(path);
    return type === undefined ? undefined : { type, read: (interview) => accessor(interview.record, interview) ?? null };
  };

  const fieldOf = (slot: Slot, name: string): FieldSchema | undefined => {
    if (slot.shape.kind === 'scalar' || slot.collection) return undefined;
    const field = planOf(slot.shape.object).fields.get(name.toLowerCase());
    if (field === undefined) {
      report.wrong(noSuchField(name, slot.shape.object));
    } else if (slot.fields?.has(name.toLowerCase()) === false) {
      report.unsupported(`${slot.name}.${field.apiName}, which is not among the fields that ${slot.name} reads`);
      return undefined;
    } else if (!slot.stored && field.formula !== null) {
      report.unsupported(`the formula field ${slot.name}.${field.apiName} of a record variable`);
      return undefined;
    }
    return field;
  };

  /** The object whose fields a name has. */
  const planFor = (head: string): ObjectPlan | undefined => {
    if (head === '$Record' || head === '$Record__Prior') return planOf(object);
    const slot = slots.get(head);
    return slot === undefined || slot.collection || slot.shape.kind === 'scalar' ? undefined : planOf(slot.shape.object);
  };

  const slotSource = (slot: Slot, rest: readonly string[]): Source | undefined => {
    if (rest.length === 0) {
      if (slot.collection || slot.shape.kind === 'record') return undefined;
      return {
        type: slot.shape.type,
        read: ({ variables }) => {
          const value = variables.get(slot.name) ?? null;
          return typeof value === 'object' ? null : value;
        },
      };
    }
    const field = rest.length > 1 ? undefined : fieldOf(slot, rest[0] ?? '');
    const type = field === undefined ? undefined : referenceType(field)?.type;
    if (field === undefined || type === undefined) return undefined;
    const accessor = pathAccessor([field.apiName]);
    return {
      type,
      read: (interview) => {
        const record = interview.variables.get(slot.name);
        if (!isRecord(record)) throw new FlowFault(notSet(`${slot.name}.${field.apiName}`));
        return accessor(record, interview) ?? null;
      },
    };
  };

  const find = (path: readonly string[]): Source | undefined => {
    const [head = '', ...rest] = path;
    switch (head) {
      case '$Record':
        return recordSource(rest, false);
      case '$Record__Prior':
        return recordSource(rest, true);
      case '$Flow':
        return entryOf(FLOW_GLOBALS, rest.join('.'));
      case '$GlobalConstant':
        return entryOf(CONSTANTS, rest.join('.'));
    }
    if (head.startsWith('$')) return globalSource(path);
    const slot = slots.get(head);
    if (slot !== undefined) return slotSource(slot, rest);
    return rest.length > 0 ? undefined : defined.get(head) ?? namedFormula(head);
  };

  const lookUp = (path: readonly string[]): Source | undefined => {
    const key = path.join('.');
    const known = sources.get(key);
    if (known !== undefined) return known;
    const found = find(path);
    sources.set(key, found);
    return found;
  };

  const formula: Resources['formula'] = (name, expression, type, scale) => {
    const { evaluate, problems } = compileText(expression, { kind: 'flow', returnType: type, resolve: (path) => lookUp(path) }, { returnType: type, ...(scale === undefined ? {} : { scale }) });
    for (const found of problems.filter(isError)) report.wrong(`formula ${name}: ${found.message}${found.hint === undefined ? '' : ` ${found.hint}`}`);
    if (evaluate === undefined) return undefined;
    return {
      type,
      read: (interview): RawValue => evaluate({
        record: (path) => lookUp(path)?.read(interview),
        now: interview.environment.now,
        timeZone: interview.environment.session.timeZone,
        org: interview.environment.org,
      }),
    };
  };

  function namedFormula(name: string): Source | undefined {
    if (compiled.has(name)) return compiled.get(name);
    const node = formulas.get(name);
    if (node === undefined) return undefined;
    if (compiling.has(name)) {
      report.wrong(`formula ${name} refers to itself`);
      return undefined;
    }
    if (compiling.size >= DEEPEST) {
      report.unsupported(`formulas that lead through more than ${DEEPEST} others to ${name}`);
      return undefined;
    }
    compiling.add(name);
    checkPart(node, 'formula', `formula ${name}`, report);
    const type = dataTypeOf(node, 'formulas', report);
    const source = type === undefined ? undefined : formula(name, textOf(node, 'expression') ?? '', type, scaleOf(node));
    const remembered = source === undefined ? undefined : { type: source.type, read: onceBetweenChanges(name, source.read) };
    compiling.delete(name);
    compiled.set(name, remembered);
    return remembered;
  }

  const holder = (reference: string): Holder | undefined => {
    if (reference === '$Record') return { kind: 'record', object, slot: null, read: ({ record }) => record };
    if (reference === '$Record__Prior' && trigger !== 'RecordBeforeDelete') return { kind: 'record', object, slot: null, read: priorOf };
    const slot = slots.get(reference);
    if (slot?.collection === true) {
      return {
        kind: 'collection',
        item: slot.shape,
        slot,
        read: ({ variables }) => {
          const value = variables.get(reference);
          return isCollection(value) ? value : [];
        },
      };
    }
    if (slot?.shape.kind !== 'record') return undefined;
    return {
      kind: 'record',
      object: slot.shape.object,
      slot,
      read: ({ variables }) => {
        const value = variables.get(reference);
        return isRecord(value) ? value : null;
      },
    };
  };

  return {
    source: (reference) => {
      const source = lookUp(reference.split('.'));
      const [head = '', name, ...more] = reference.split('.');
      // A formula that exists has said itself what is wrong with it, and so has a field that does not.
      const isSaid = formulas.has(reference) || (more.length === 0 && name !== undefined && planFor(head)?.fields.has(name.toLowerCase()) === false);
      if (source === undefined && !isSaid) report.unsupported(`the reference ${reference}`);
      return source;
    },
    holder,
    slot: (name) => slots.get(name),
    formula,
    define: (name, source) => {
      defined.set(name, source);
      sources.delete(name);
    },
    checkAll: () => {
      for (const name of formulas.keys()) namedFormula(name);
    },
  };
}
