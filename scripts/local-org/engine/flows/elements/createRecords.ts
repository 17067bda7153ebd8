/** Create Records: one from field values, or those of a record variable or collection. */
import { planOf } from '../../objectPlan.ts';
import { saveErrors } from '../../saveErrors.ts';
import { SaveRefused } from '../../save/call.ts';
import { storesItself } from '../declared.ts';
import { nodesOf, textOf, type MetadataNode } from '../metadata.ts';
import { setVariable, type FlowElement } from '../program.ts';
import { targetNamed, type FlowScope } from '../targets.ts';
import { fits } from '../values.ts';
import { objectNamed } from './object.ts';
import { compileFields, givenFields, recordsNamed, writeElement } from './write.ts';

const NOTHING: FlowElement = () => null;

function fromFields(node: MetadataNode, where: string, scope: FlowScope): FlowElement {
  const object = objectNamed(node, where, scope, 'write');
  if (object === undefined) return NOTHING;
  const plan = planOf(object);
  const fields = compileFields(node, where, object, 'createable', scope);
  const name = textOf(node, 'name') ?? '';
  const reference = textOf(node, 'assignRecordIdToReference');
  const target = reference === null ? undefined : targetNamed(reference, where, scope);
  if (target !== undefined && (target.kind !== 'scalar' || !fits({ kind: 'scalar', type: 'Id' }, target.shape))) scope.report.unsupported(`putting the new id into ${reference ?? ''} in ${where}`);
  return writeElement(node, 'create', (interview) => ({
    count: 1,
    perform: (writer) => {
      const id = writer.insert(plan, fields(interview));
      if (storesItself(node)) setVariable(interview, name, id);
      if (target?.kind === 'scalar') target.write(interview, id);
    },
  }));
}

/** Compiles a Create Records element. */
export function compileCreateRecords(node: MetadataNode, where: string, scope: FlowScope): FlowElement {
  if (textOf(node, 'inputReference') === null) return fromFields(node, where, scope);
  if (nodesOf(node, 'inputAssignments').length > 0) scope.report.unsupported(`inputAssignments beside inputReference in ${where}`);
  const records = recordsNamed(node, where, scope);
  if (records === undefined) return NOTHING;
  return writeElement(node, 'create', (interview) => {
    const created = records.read(interview);
    return {
      count: created.length,
      perform: (writer) => {
        const ids = created.map((record) => {
          if (typeof record.row['Id'] === 'string') throw new SaveRefused([saveErrors.idNotAllowed()]);
          return writer.insert(records.plan, givenFields(record));
        });
        // The variables learn their ids only when all records are there.
        created.forEach((record, index) => {
          record.row['Id'] = ids[index] ?? null;
        });
      },
    };
  });
}
