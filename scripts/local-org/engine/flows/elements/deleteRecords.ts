/** Delete Records: records in the flow's hands, or those that conditions find. */
import { planOf, type ObjectPlan } from '../../objectPlan.ts';
import { compileFinder } from '../filters.ts';
import { nodesOf, textOf, type MetadataNode } from '../metadata.ts';
import type { FlowElement, Interview } from '../program.ts';
import type { FlowScope } from '../targets.ts';
import type { FlowRecord } from '../values.ts';
import { objectNamed } from './object.ts';
import { recordsNamed, requireId, writeElement } from './write.ts';

interface Doomed {
  readonly plan: ObjectPlan;
  read(interview: Interview): readonly FlowRecord[];
}

function byConditions(node: MetadataNode, where: string, scope: FlowScope): Doomed | undefined {
  const { resources, report } = scope;
  const object = objectNamed(node, where, scope, 'write');
  if (object === undefined) return undefined;
  if (nodesOf(node, 'filters').length === 0) report.unsupported(`no conditions in ${where}`);
  const finder = compileFinder(node, where, { object, resources, report });
  return { plan: planOf(object), read: (interview) => finder.find(interview) };
}

/** Compiles a Delete Records element. */
export function compileDeleteRecords(node: MetadataNode, where: string, scope: FlowScope): FlowElement {
  const reference = textOf(node, 'inputReference');
  // The save that started the flow still has steps to go, which need the record.
  if (reference === '$Record') scope.report.unsupported(`deleting $Record in ${where}`);
  const doomed = reference === null ? byConditions(node, where, scope) : recordsNamed(node, where, scope);
  if (doomed === undefined) return () => null;
  return writeElement(node, 'delete', (interview) => {
    const records = doomed.read(interview);
    return {
      count: records.length,
      perform: (writer) => {
        for (const record of records) writer.remove(doomed.plan, requireId(record, 'delete'));
      },
    };
  });
}
