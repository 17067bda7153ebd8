/** What a flow may refer to: `$Record`, `$Record__Prior`, `$Flow.CurrentDateTime`, globals, its formulas and variables. */
import { compileText, isError, type FormulaContext, type FormulaType, type RawValue } from '../../../formula/index.ts';
import { planOf } from '../objectPlan.ts';
import { buildAccessor, type Accessor } from '../formulas/accessors.ts';
import type { ObjectSchema } from '../schema.ts';
import { nodesOf, textOf, unknownIn, type MetadataNode } from './metadata.ts';
import { bounded, type Interview, type Reader, type Source } from './program.ts';

/** Where compiling a flow says what is the matter with it. */
export interface Report {
  /** Salesforce refuses it as well. */
  wrong(message: string): void;
  /** Salesforce may run it; this org does not. */
  unsupported(what: string): void;
}

/** Types of formulas and variables. */
const DATA_TYPES: Readonly<Record<string, FormulaType>> = { String: 'Text', Number: 'Number', Currency: 'Currency', Boolean: 'Boolean', Date: 'Date', DateTime: 'DateTime' };

export interface Resources {
  /** What a reference such as `$Record.StageName` stands for; undefined when it was reported. */
  source(reference: string): Source | undefined;
  /** A formula that stands in the flow itself, such as the entry condition. */
  formula(name: string, expression: string, type: FormulaType, scale?: number): Source | undefined;
  /** The type of a variable; undefined when there is none of that name. */
  variable(name: string): FormulaType | undefined;
  /** Compiles every formula, used or not, so that all problems show. */
  checkAll(): void;
}

export interface ResourceOptions {
  readonly metadata: MetadataNode;
  readonly object: ObjectSchema;
  /** Types of the object's fields and of globals, as formulas see them. */
  readonly resolve: FormulaContext['resolve'];
  readonly report: Report;
}

const scaleOf = (node: MetadataNode): number | undefined => (typeof node['scale'] === 'number' ? node['scale'] : undefined);

/** Reads a path of the record, of the record before the save, or of a global. */
function fieldReader(path: readonly string[], rowOf: (interview: Interview) => Interview['draft']['row'] | null): Reader {
  let accessor: Accessor | undefined;
  return (interview) => {
    const row = rowOf(interview);
    accessor ??= buildAccessor(interview.draft.plan, path, interview.context.engine.formulas.fieldValue);
    return row === null ? null : accessor(row, interview.environment) ?? null;
  };
}

/** Formulas that lead to each other deeper than any flow is built. */
const DEEPEST = 50;

function onceBetweenAssignments(name: string, read: Reader): Reader {
  return (interview) => {
    const known = interview.computed.get(name);
    if (known !== undefined) return known;
    const value = bounded(read(interview), `formula ${name}`);
    interview.computed.set(name, value);
    return value;
  };
}

export function openResources({ metadata, object, resolve, report }: ResourceOptions): Resources {
  const formulas = new Map(nodesOf(metadata, 'formulas').map((node) => [textOf(node, 'name') ?? '', node]));
  const variables = new Map(nodesOf(metadata, 'variables').map((node) => [textOf(node, 'name') ?? '', node]));
  const compiled = new Map<string, Source | undefined>();
  const compiling = new Set<string>();
  const sources = new Map<string, Source | undefined>();

  const typeNamed = (node: MetadataNode, kind: string): FormulaType | undefined => {
    const name = textOf(node, 'dataType') ?? '';
    const type = DATA_TYPES[name];
    if (type === undefined) report.unsupported(`${kind} ${textOf(node, 'name') ?? ''} of type ${name}`);
    return type;
  };

  const recordSource = (path: readonly string[], prior: boolean): Source | undefined => {
    const field = path.length === 1 ? planOf(object).fields.get(path[0]?.toLowerCase() ?? '') : undefined;
    if (!prior && field !== undefined && field.formula !== null) {
      // Salesforce has not computed it anew at this point: Flow Builder refuses it as well.
      report.wrong(`$Record.${field.apiName} cannot be read: a formula field is not computed before the record is saved`);
      return undefined;
    }
    const type = resolve(path)?.type;
    return type === undefined ? undefined : { type, read: fieldReader(path, ({ draft }) => (prior ? draft.prior : draft.row)) };
  };

  const globalSource = (path: readonly string[]): Source | undefined => {
    const type = resolve(path)?.type;
    return type === undefined ? undefined : { type, read: fieldReader(path, ({ draft }) => draft.row) };
  };

  const find = (path: readonly string[]): Source | undefined => {
    const [head = '', ...rest] = path;
    switch (head) {
      case '$Record':
        return recordSource(rest, false);
      case '$Record__Prior':
        return recordSource(rest, true);
      case '$Flow':
        return rest.join('.') === 'CurrentDateTime' ? { type: 'DateTime', read: ({ context }) => context.instant } : undefined;
    }
    if (head.startsWith('$')) return globalSource(path);
    if (rest.length > 0) return undefined;
    const variable = variables.get(head);
    if (variable !== undefined) {
      const type = typeNamed(variable, 'variables');
      return type === undefined ? undefined : { type, read: (interview) => interview.variables.get(head) ?? null };
    }
    return formulas.has(head) ? namedFormula(head) : undefined;
  };

  const lookUp = (path: readonly string[]): Source | undefined => {
    const key = path.join('.');
    if (!sources.has(key)) sources.set(key, find(path));
    return sources.get(key);
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
    for (const unknown of unknownIn(node, 'formula')) report.unsupported(`${unknown} in formula ${name}`);
    const type = typeNamed(node, 'formulas');
    const source = type === undefined ? undefined : formula(name, textOf(node, 'expression') ?? '', type, scaleOf(node));
    const remembered = source === undefined ? undefined : { type: source.type, read: onceBetweenAssignments(name, source.read) };
    compiling.delete(name);
    compiled.set(name, remembered);
    return remembered;
  }

  return {
    source: (reference) => {
      const source = lookUp(reference.split('.'));
      // A formula or variable that exists has said itself what is wrong with it.
      if (source === undefined && !formulas.has(reference) && !variables.has(reference)) report.unsupported(`the reference ${reference}`);
      return source;
    },
    formula,
    variable: (name) => {
      const node = variables.get(name);
      return node === undefined ? undefined : DATA_TYPES[textOf(node, 'dataType') ?? ''];
    },
    checkAll: () => {
      for (const name of formulas.keys()) namedFormula(name);
    },
  };
}
