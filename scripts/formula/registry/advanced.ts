import type { Decimal } from 'decimal.js';
import { FormulaError } from '../evaluate/error.ts';
import { fromDouble, settled, toDouble } from '../evaluate/number.ts';
import type { Geolocation, Value } from '../evaluate/value.ts';
import { compilePattern } from '../regex/match.ts';
import type { Matcher } from '../regex/match.ts';
import type { FormulaContextKind } from '../types.ts';
import { EVERYWHERE, geolocation, number, parameter, strict, text, textOr } from './row.ts';
import type { FunctionRow } from './row.ts';

const DEGREES = Math.PI / 180;

/** Mean radius of the earth, as Salesforce's engine has it. */
const RADIUS: ReadonlyMap<string, number> = new Map([['mi', 3958.761], ['km', 6371.009]]);

function distance(from: Geolocation, to: Geolocation, unit: string): Decimal {
  const radius = RADIUS.get(unit.toLowerCase());
  if (radius === undefined) {
    throw new FormulaError('invalid-number', 'DISTANCE() takes "mi" or "km" as its unit');
  }
  const [latitude1, latitude2] = [toDouble(from.latitude) * DEGREES, toDouble(to.latitude) * DEGREES];
  const longitude = (toDouble(to.longitude) - toDouble(from.longitude)) * DEGREES;
  const chord = Math.sin((latitude2 - latitude1) / 2) ** 2 + Math.cos(latitude1) * Math.cos(latitude2) * Math.sin(longitude / 2) ** 2;
  return fromDouble(2 * radius * Math.asin(Math.min(1, Math.sqrt(chord))));
}

function place(latitude: Value, longitude: Value): Geolocation | null {
  if (latitude === null && longitude === null) {
    return null;
  }
  if (latitude === null || longitude === null) {
    throw new FormulaError('blank-argument', 'GEOLOCATION() has one blank coordinate');
  }
  const found = { latitude: settled(latitude as Decimal), longitude: settled(longitude as Decimal) };
  if (found.latitude.abs().gt(90) || found.longitude.abs().gt(180)) {
    throw new FormulaError('out-of-range', 'GEOLOCATION() is given a coordinate that does not exist');
  }
  return found;
}

// Patterns are nearly always literals; those that come from fields are compiled again, within bounds.
const MAX_CACHED = 200;

function matcherFor(cache: Map<string, Matcher>, pattern: string): Matcher {
  const known = cache.get(pattern);
  if (known !== undefined) {
    return known;
  }
  const made = compilePattern(pattern);
  if (cache.size >= MAX_CACHED) {
    cache.clear();
  }
  cache.set(pattern, made);
  return made;
}

const RULES_AND_FLOWS: readonly FormulaContextKind[] = ['validationRule', 'defaultValue', 'flow'];

export const ADVANCED: readonly FunctionRow[] = [
  {
    name: 'REGEX', family: 'advanced', contexts: RULES_AND_FLOWS, returns: 'Boolean', summary: 'True when the whole text fits the regular expression.',
    parameters: [text('text'), text('regex_text')],
    implement: ({ args }) => {
      const cache = new Map<string, Matcher>();
      return (frame) => matcherFor(cache, textOr(args[1], frame))(textOr(args[0], frame));
    },
  },
  {
    name: 'GEOLOCATION', family: 'advanced', contexts: EVERYWHERE, returns: 'Geolocation', summary: 'A place, from latitude and longitude in degrees.',
    parameters: [number('latitude'), number('longitude')],
    implement: ({ args }) => (frame) => place(args[0]?.(frame) ?? null, args[1]?.(frame) ?? null),
  },
  {
    name: 'DISTANCE', family: 'advanced', contexts: EVERYWHERE, returns: 'Number', summary: 'How far two places are apart, in "mi" or "km".',
    parameters: [geolocation('location1'), geolocation('location2'), parameter(['text'], 'literal')('unit')],
    implement: strict<[Geolocation, Geolocation, string]>(distance),
  },
];
