/** Runs a compiled flow for one record. */
import { channel } from 'node:diagnostics_channel';
import { FormulaError } from '../../../formula/index.ts';
import { UnreadablePath } from '../formulas/accessors.ts';
import { saveErrors } from '../saveErrors.ts';
import { OrgError, type SaveError } from '../types.ts';
import { limitsOf } from './limits.ts';
import { FlowFault, FlowRefusal, FlowUnsupported, type Interview, type Program, type Trigger } from './program.ts';

/** Elements that one run may execute. An org has no such number since API version 57: there, the processor time ends a circle. */
const MOST_ELEMENTS = 100_000;

/** Says the name of each element before it runs, to whoever listens: `{ flow, element }`, the flow by its label. */
export const VISITED = 'handrail:flow-element';
const visited = channel(VISITED);

function execute(label: string, program: Program, interview: Interview): void {
  program.initial(interview);
  if (!program.entry(interview)) {
    return;
  }
  let next = program.first;
  for (let executed = 0; next !== null; executed += 1) {
    const element = program.elements.get(next);
    if (element === undefined) {
      throw new FlowFault(`there is no element ${next}`);
    }
    if (executed >= MOST_ELEMENTS) {
      throw new FlowFault(`it executed ${MOST_ELEMENTS.toLocaleString('en-US')} elements and was still at ${next}: its connectors lead in a circle`);
    }
    if (visited.hasSubscribers) visited.publish({ flow: label, element: next });
    next = element(interview);
  }
}

/**
 * Runs the flow on the record that started it.
 * @returns errors that refuse the change; undefined when it may go on
 * @throws OrgError UNSUPPORTED_BY_LOCAL_ORG where the outcome rests on what is not known of Salesforce
 */
export function runFlow(label: string, program: Program, trigger: Trigger): readonly SaveError[] | undefined {
  try {
    execute(label, program, { ...trigger, limits: limitsOf(trigger.environment), variables: new Map(), loops: new Map(), computed: new Map(), fault: null });
    return undefined;
  } catch (error) {
    if (error instanceof FlowRefusal) {
      return error.errors;
    }
    if (error instanceof FlowUnsupported || error instanceof UnreadablePath || (error instanceof FormulaError && error.code === 'unsupported')) {
      throw new OrgError('UNSUPPORTED_BY_LOCAL_ORG', `unsupported by the local org: flow ${label}: ${error.message}`, 501);
    }
    if (error instanceof FlowFault || error instanceof FormulaError) {
      return [saveErrors.flowFailed(label, error.message)];
    }
    throw error;
  }
}
