/** `DISTANCE(BillingAddress, GEOLOCATION(37.7, -122.4), 'mi')` */
import { defineField } from '../schemaIndex.ts';
import { queryErrors } from './errors.ts';
import type { CompileContext, SqlExpression } from './expressions.ts';
import type { Expression, FunctionNode, LiteralNode } from './syntax/tree.ts';

/** Mean radius of the earth, as Salesforce's formula engine has it. */
const RADIUS: Readonly<Record<string, number>> = { "'mi'": 3958.761, "'km'": 6371.009 };
const DISTANCE_FIELD = defineField({ apiName: 'DISTANCE', type: 'double' });

function coordinate(node: Expression | LiteralNode | undefined, most: number): number {
  const value = node?.kind === 'literal' && node.type === 'number' ? Number(node.text) : Number.NaN;
  if (!(Math.abs(value) <= most)) {
    throw queryErrors.malformed('GEOLOCATION takes a latitude from -90 to 90 and a longitude from -180 to 180');
  }
  return value;
}

/** Great-circle distance; blank where the record has no coordinates. @throws OrgError MALFORMED_QUERY */
export function distanceExpression(context: CompileContext, call: FunctionNode): SqlExpression {
  const [place, to, unit, ...more] = call.arguments;
  const radius = unit?.kind === 'literal' ? RADIUS[unit.text.toLowerCase()] : undefined;
  if (place?.kind !== 'field' || to?.kind !== 'function' || to.name.toUpperCase() !== 'GEOLOCATION' || to.arguments.length !== 2 || radius === undefined || more.length > 0) {
    throw queryErrors.malformed("DISTANCE takes a location, a GEOLOCATION(latitude, longitude) and 'mi' or 'km'");
  }
  const { node, field } = context.scope.resolve(place);
  if (field.type !== 'address') {
    throw queryErrors.unsupported(`DISTANCE() of the ${field.type} field ${field.apiName}`);
  }
  const prefix = field.apiName.replace(/Address$/, '');
  const [latitude, longitude] = ['Latitude', 'Longitude'].map((part) => context.scope.fieldOf(node, `${prefix}${part}`, place.offset).sql);
  const [toLatitude, toLongitude] = [context.parameters.add(coordinate(to.arguments[0], 90)), context.parameters.add(coordinate(to.arguments[1], 180))];
  const half = (from: string, until: string): string => `pow(sin(radians(${until} - ${from}) / 2), 2)`;
  const chord = `${half(String(latitude), toLatitude)} + cos(radians(${latitude})) * cos(radians(${toLatitude})) * ${half(String(longitude), toLongitude)}`;
  return { sql: `(${2 * radius} * asin(min(1, sqrt(${chord}))))`, field: DISTANCE_FIELD, text: call.text, offset: call.offset, aggregate: false };
}
