import type { EngineContext } from '../../context.ts';
import { planOf } from '../../objectPlan.ts';
import type { Row } from '../../records.ts';
import type { Scalar } from '../../types.ts';

/** The record a lookup names, whatever its object; undefined when it names none. */
export function parentOf(engine: EngineContext, id: Scalar | undefined): Row | undefined {
  const object = typeof id === 'string' ? engine.schema.objectByKeyPrefix(id.slice(0, 3)) : undefined;
  return object === undefined || typeof id !== 'string' ? undefined : engine.records.get(planOf(object), id);
}
