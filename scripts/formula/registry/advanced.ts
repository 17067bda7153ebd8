import type { Decimal } from 'decimal.js';
import { FormulaError, unsupported } from '../evaluate/error.ts';
import { fromDouble, settled, toDouble } from '../evaluate/number.ts';
import { isBlank } from '../evaluate/value.ts';
import type { Geolocation, Value } from '../evaluate/value.ts';
import { problem } from '../problems.ts';
import { compilePattern } from '../regex/match.ts';
import type { Matcher } from '../regex/match.ts';
import type { FormulaContextKind } from '../types.ts';
import { EVERYWHERE, geolocation, number, parameter, simple, strict, text, textOr } from './row.ts';
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

const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The 18-character form of a 15-character id: each letter stands for the capitals among five characters. */
export function caseSafeId(id: string): string {
  if (id.length !== 15) {
    return id;
  }
  let suffix = '';
  for (let group = 0; group < 15; group += 5) {
    let bits = 0;
    for (let bit = 0; bit < 5; bit++) {
      bits |= /[A-Z]/.test(id[group + bit] ?? '') ? 1 << bit : 0;
    }
    suffix += SUFFIX[bits] ?? '';
  }
  return id + suffix;
}

const HTML: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (value: string): string => value.replace(/[<>&"']/g, (character) => HTML[character] ?? character);

function encoder(name: string, summary: string, encode: (value: string) => string): FunctionRow {
  return { name, family: 'advanced', summary, contexts: ['flow'], returns: 'Text', parameters: [text('text')], implement: strict<[string]>(encode) };
}

/** Known by name and place, so that the message says what is missing rather than that the name is wrong. */
function refused(name: string, summary: string, contexts: readonly FormulaContextKind[], row: Pick<FunctionRow, 'parameters' | 'optional' | 'returns'>, reason: string): FunctionRow {
  return {
    name, family: 'advanced', summary, contexts, ...row,
    check: ({ expression }) => [problem('unsupported', `${name} is not supported: ${reason}`, expression.span)],
    implement: () => () => {
      throw unsupported(name, reason);
    },
  };
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
  {
    name: 'CASESAFEID', family: 'advanced', contexts: EVERYWHERE, returns: 'Text', summary: 'The 18-character form of a record id.',
    parameters: [text('id')],
    check: ({ expression, types }) => (types[0] === 'Id' || types[0] === 'Null' ? [] : [problem('unsupported', 'CASESAFEID of a text is not supported: Salesforce converts only texts that are ids of one of its objects.', expression.span, 'Give it an id field.')]),
    implement: ({ args }) => (frame) => {
      const id = args[0]?.(frame) ?? null;
      return isBlank(id) ? null : caseSafeId(id as string);
    },
  },
  encoder('HTMLENCODE', 'The text with HTML\'s own characters escaped.', escapeHtml),
  encoder('JSENCODE', 'The text with quotes and backslashes escaped for JavaScript.', (value) => value.replace(/[\\'"]/g, '\\$&')),
  encoder('URLENCODE', 'The text escaped for a URL.', (value) =>
    encodeURIComponent(value.toWellFormed()).replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`).replaceAll('%20', '+')),
  refused('VLOOKUP', 'A value of another object\'s record, found by its name.', ['validationRule'],
    { parameters: [simple('field_to_return'), simple('field_on_lookup_object'), simple('lookup_value')], returns: 'Text' },
    'it reads records of another object, which a formula on its own cannot see.'),
  refused('CURRENCYRATE', 'The conversion rate of a currency.', EVERYWHERE, { parameters: [text('IsoCode')], returns: 'Number' }, 'rates belong to the org.'),
  refused('HYPERLINK', 'A text that leads to an address.', ['formulaField', 'flow'], { parameters: [text('url'), text('friendly_name'), text('target')], optional: 1, returns: 'Text' }, 'its result is markup that only a page shows.'),
  refused('IMAGE', 'A picture from an address.', ['formulaField'], { parameters: [text('image_url'), text('alternate_text'), number('height'), number('width')], optional: 2, returns: 'Text' }, 'its result is markup that only a page shows.'),
];
