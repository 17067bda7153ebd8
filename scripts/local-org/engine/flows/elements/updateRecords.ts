/** Update Records: the record that started the flow, records in the flow's hands, or those that conditions find. */
import { planOf } from '../../objectPlan.ts';
import { compileFinder } from '../filters.ts';
import { nodesOf, textOf, type MetadataNode } from '../metadata.ts';
import type { FlowElement } from '../program.ts';
import type { FlowScope } from '../targets.ts';
import { objectNamed } from './object.ts';
import { compileFields, givenFields, recordsNamed, requireId, writeElement } from './write.ts';

const NOTHING: FlowElement = () => null;

function byConditions(node: MetadataNode, where: string, scope: FlowScope): FlowElement {
  const { resources, report } = scope;
  const object = objectNamed(node, where, scope, 'write');
  if (object === undefined) return NOTHING;
  if (nodesOf(node, 'filters').length === 0) report.unsupported(`no conditions in ${where}`);
  const plan = planOf(object);
  const finder = compileFinder(node, where, { object, resources, report });
  const fields = compileFields(node, where, object, 'updateable', scope);
  return writeElement(node, 'update', (interview) => {
    const found = finder.find(interview);
    return {
      count: found.length,
      perform: (writer) => {
        for (const record of found) writer.update(plan, requireId(record, 'update'), fields(interview));
      },
    };
  });
}

/** Compiles an Update Records element. */
export function compileUpdateRecords(node: MetadataNode, where: string, scope: FlowScope): FlowElement {
  const { report } = scope;
  if (textOf(node, 'inputReference') === null) return byConditions(node, where, scope);
  if (nodesOf(node, 'filters').length > 0) report.unsupported(`filters beside inputReference in ${where}`);
  const records = recordsNamed(node, where, scope);
  if (records === undefined) return NOTHING;
  const assigns = nodesOf(node, 'inputAssignments').length > 0;
  const fields = assigns ? compileFields(node, where, records.plan.object, 'updateable', scope) : undefined;
  return writeElement(node, 'update', (interview) => {
    const updated = records.read(interview);
    return {
      count: updated.length,
      perform: (writer) => {
        for (const record of updated) writer.update(records.plan, requireId(record, 'update'), fields?.(interview) ?? givenFields(record));
      },
    };
  });
}
