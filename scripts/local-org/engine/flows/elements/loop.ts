/** Loop: visits each item of a collection as it was when the loop began. */
import { targetOf, textOf, type MetadataNode } from '../metadata.ts';
import { setVariable, type FlowElement, type Interview, type LoopState } from '../program.ts';
import { targetNamed, type FlowScope } from '../targets.ts';
import { copyItem, fits } from '../values.ts';

/** Compiles a loop element. */
export function compileLoop(node: MetadataNode, where: string, scope: FlowScope): FlowElement {
  const { resources, report } = scope;
  const name = textOf(node, 'name') ?? '';
  const reference = textOf(node, 'collectionReference') ?? '';
  const collection = resources.holder(reference);
  const variable = textOf(node, 'assignNextValueToReference') ?? name;
  const target = variable === name ? undefined : targetNamed(variable, where, scope);
  if (collection?.kind !== 'collection') {
    report.unsupported(`${reference}, which is no collection, in ${where}`);
  } else if (target !== undefined && (target.kind === 'collection' || !fits(collection.item, target.shape))) {
    report.unsupported(`putting items of ${reference} into ${variable} in ${where}`);
  }
  const backwards = textOf(node, 'iterationOrder') === 'Desc';
  const [each, done] = [targetOf(node, 'nextValueConnector'), targetOf(node, 'noMoreValuesConnector')];
  const begin = (interview: Interview): LoopState => {
    const items = collection?.kind === 'collection' ? collection.read(interview) : [];
    return { items: backwards ? items.toReversed() : items, position: 0 };
  };
  return (interview) => {
    const state = interview.loops.get(name) ?? begin(interview);
    const item = state.items[state.position];
    if (item === undefined) {
      interview.loops.delete(name);
      setVariable(interview, name, null);
      return done;
    }
    state.position += 1;
    interview.loops.set(name, state);
    setVariable(interview, variable, copyItem(item));
    return each;
  };
}
