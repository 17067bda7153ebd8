/** Criteria asked of one record by the formula engine. */
import { FormulaError, type Evaluate, type RawValue } from '../../formula/index.ts';
import type { FieldDefinition } from '../../playbook/model.ts';
import { localDay } from '../../shared/localTime.ts';
import { COMPARED_LENGTH, contentKind, fillersOf, LEAST_LENGTH } from './content.ts';
import { aboutQuestion, type Question } from './questions.ts';

/** The instant of the numbers, which formulas call now. */
export interface Moment {
  readonly asOf: string;
  readonly timeZone: string;
}

/** What a criterion says of a deal, in the order of `MET_COLUMNS`; `rank` of the stage whose gate it is. */
export interface Answer {
  readonly deal: string;
  readonly criterion: string;
  readonly rank: number | null;
  readonly met: boolean;
  readonly field: string | null;
  readonly content: string | null;
  readonly said: string | null;
  readonly metOn: string | null;
}

/** What every criterion that applies says of a record. @param record with instants as ISO text in UTC */
export function* answersOf(questions: readonly Question[], placeholders: readonly string[], record: Readonly<Record<string, unknown>>, { asOf, timeZone }: Moment): Generator<Answer> {
  const values = new Map(Object.entries(record).map(([name, value]) => [name.toLowerCase(), value as RawValue]));
  const input = { now: new Date(asOf), timeZone, record: ([name = '']: readonly string[]) => values.get(name.toLowerCase()) ?? null };
  for (const question of questions) {
    const { applies, met, asked } = question;
    if (applies !== null && !holds(applies, input)) continue;
    const content = asked ? contentOf(asked, values.get(asked.apiName.toLowerCase()) ?? null, placeholders, timeZone) : NO_FIELD;
    yield { deal: String(record['Id']), ...aboutQuestion(question), met: holds(met, input), ...content };
  }
}

/** No answer counts as no, as the rule has it. */
function holds(evaluate: Evaluate, input: Parameters<Evaluate>[0]): boolean {
  try {
    return evaluate(input) === true;
  } catch (error) {
    if (error instanceof FormulaError) return false;
    throw error;
  }
}

/** What TRIM takes away. */
const SPACE = /^[\0- ]+|[\0- ]+$/g;

type Content = Pick<Answer, 'content' | 'said' | 'metOn'>;
const NO_FIELD: Content = { content: null, said: null, metOn: null };

/** A placeholder fills a field and answers nothing: a filler, one character over and over, or next to nothing. */
function contentOf(field: FieldDefinition, value: RawValue, placeholders: readonly string[], timeZone: string): Content {
  const kind = contentKind(field);
  const held = value === null ? '' : String(value);
  const text = kind === 'text' ? held.replaceAll(SPACE, '') : held;
  if (text === '') return { ...NO_FIELD, content: 'blank' };
  if (kind !== 'text') return { ...NO_FIELD, content: 'valid', metOn: kind !== 'day' ? null : field.type === 'DateTime' ? localDay(text, timeZone) : text };
  const folded = text.toLowerCase();
  const characters = [...folded];
  const filler = characters.length < LEAST_LENGTH || fillersOf(field, placeholders).includes(folded) || new Set(characters).size === 1;
  return { ...NO_FIELD, content: filler ? 'placeholder' : 'valid', said: filler ? null : characters.slice(0, COMPARED_LENGTH).join('') };
}
