/** Decision: the first outcome whose conditions hold; when none does, the default path. */
import { compileConditions, conditionParts } from '../conditions.ts';
import { nodesOf, targetOf, textOf, type MetadataNode } from '../metadata.ts';
import type { FlowElement } from '../program.ts';
import { checkPart } from '../report.ts';
import type { FlowScope } from '../targets.ts';

/** Compiles a decision element. */
export function compileDecision(node: MetadataNode, _where: string, scope: FlowScope): FlowElement {
  const { report } = scope;
  const rules = nodesOf(node, 'rules').map((rule) => {
    const where = `rule ${textOf(rule, 'name') ?? ''}`;
    checkPart(rule, 'rule', where, report);
    const parts = nodesOf(rule, 'conditions').map((condition) => conditionParts(condition, where, report));
    if (parts.length === 0) report.unsupported(`no conditions in ${where}`);
    return { holds: compileConditions(parts, textOf(rule, 'conditionLogic'), where, scope), next: targetOf(rule, 'connector') };
  });
  const otherwise = targetOf(node, 'defaultConnector');
  return (interview) => {
    const rule = rules.find(({ holds }) => holds(interview));
    return rule === undefined ? otherwise : rule.next;
  };
}
