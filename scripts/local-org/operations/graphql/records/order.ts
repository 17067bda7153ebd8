/** `orderBy` as SOQL, in the order in which the client wrote its keys. */
import { valueFromASTUntyped, type FieldNode } from 'graphql';
import { isObject } from '../../../http/input.ts';
import { RequestError } from '../errors.ts';
import type { Row } from '../context.ts';
import type { Place } from './where.ts';

/** The argument as written: coercion would put its keys in the order of the type. */
export function rawArgument(node: FieldNode, name: string, variables: Row): unknown {
  const argument = node.arguments?.find((candidate) => candidate.name.value === name);
  return argument === undefined ? undefined : valueFromASTUntyped(argument.value, variables);
}

/** Keys of ORDER BY. `expression` tells what a field stands for; in a grouped query that may be an aggregate. */
export function orderSoql(orderBy: unknown, place: Place, expression: (path: string, clause: Row) => string = (path) => path): readonly string[] {
  return Object.entries(isObject(orderBy) ? orderBy : {}).flatMap(([name, clause]): readonly string[] => {
    const member = place.view.objects.get(place.object.apiName)?.members.get(name);
    if (!isObject(clause)) {
      return [];
    }
    if (member?.kind === 'parent') {
      return orderSoql(clause, { ...place, object: member.target, prefix: `${place.prefix}${name}.` }, expression);
    }
    if (member?.kind !== 'field') {
      throw new RequestError(`Field '${name}' in type '${place.object.apiName}_OrderBy' is undefined`);
    }
    const { order, nulls } = clause;
    return [`${expression(`${place.prefix}${member.field.apiName}`, clause)} ${order === 'DESC' ? 'DESC' : 'ASC'}${nulls === 'LAST' ? ' NULLS LAST' : nulls === 'FIRST' ? ' NULLS FIRST' : ''}`];
  });
}
