/** Criteria asked of the records of an engine: the records come here, the answers go back as a table. */
import { answersOf } from '../criteria/answers.ts';
import { ASKED_VIEW, askedFields, MET_COLUMNS, MET_TABLE, questionsOf, UNASKED_COLUMNS, UNASKED_TABLE } from '../criteria/questions.ts';
import type { Playbook } from '../../playbook/model.ts';
import { aggregate } from '../relational/expression.ts';
import { aggregated, scan } from '../relational/relation.ts';
import type { Value } from '../relational/expression.ts';
import type { Engine } from './engine.ts';

/** More would take longer to carry than anybody waits. */
const MOST_RECORDS = 50_000;

/** @returns why it was not done, in one sentence; null: it was */
export async function carryCriteria(engine: Engine, playbook: Playbook, moment: { readonly asOf: string; readonly timeZone: string }, held: ReadonlySet<string>): Promise<string | null> {
  const { asked, unaskedRanks } = questionsOf(playbook, held);
  const columns = { Id: 'text' as const, ...askedFields(playbook) };
  const records = scan(ASKED_VIEW, columns);
  const [counted] = await engine.rows(aggregated(records, [], { records: aggregate('count') }));
  const count = Number(counted?.['records'] ?? 0);
  if (count > MOST_RECORDS) return `Criteria are asked by the formula engine on this machine, and the ${count} deals of the engine are more than the ${MOST_RECORDS} it fetches. Take a snapshot: handrail extract.`;
  const answers: (readonly Value[])[] = [];
  if (asked.length > 0) for (const record of await engine.rows(records)) for (const { deal, criterion, rank, met, field, content, said, metOn } of answersOf(asked, playbook.placeholders, record, moment)) answers.push([deal, criterion, rank, met, field, content, said, metOn]);
  await engine.load(MET_TABLE, MET_COLUMNS, answers);
  await engine.load(UNASKED_TABLE, UNASKED_COLUMNS, unaskedRanks.map((rank) => [rank]));
  return null;
}
