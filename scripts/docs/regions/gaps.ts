/** What is not there, from the tables that the local org and the formula language keep of it. */
import type { GapArea } from '../../local-org/gaps/index.ts';
import { escape, table } from '../markdown.ts';

const ANSWERS: Readonly<Record<GapArea['gaps'][number]['answer'], string>> = {
  refused: 'refused by name',
  absent: 'as an org without it',
  kept: 'kept, without effect',
  simplified: 'simplified',
};

export function localOrgGaps(areas: readonly GapArea[]): string {
  return areas
    .map(({ area, gaps }) => `### ${area}\n\n${table(['what', 'answer', 'in other words'], gaps.map((gap) => [escape(gap.what), ANSWERS[gap.answer], escape(gap.detail)]))}`)
    .join('\n\n');
}

export function formulaGaps(gaps: readonly { readonly what: string; readonly detail: string }[]): string {
  return table(['what', 'why'], gaps.map(({ what, detail }) => [escape(what), escape(detail)]));
}
