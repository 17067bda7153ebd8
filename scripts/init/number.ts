/** Codes for criteria: the gate's word and a number, in the order of the rules' names. */
import { ascii, messageFor, oneLine, stageCodes, withoutLeadingCodes } from './names.ts';
import type { Unnumbered } from './translate/rule.ts';
import type { DraftCriterion, OrgStage, Place } from './types.ts';

/** The code of a criterion holds two digits. */
const MOST_PER_GATE = 99;

/** Of what an org shows: its own limit is 255. */
const LONGEST_MESSAGE = 300;

export interface Numbered {
  readonly criteria: readonly DraftCriterion[];
  /** Rules for which a gate had no number left. */
  readonly tooMany: readonly Unnumbered[];
}

export function numberCriteria(criteria: readonly Unnumbered[], stages: readonly OrgStage[], statuses: readonly OrgStage[]): Numbered {
  // The codes of closing are their own, whatever the stages are called.
  const codes = stageCodes(['LOST', 'WON', ...stages.map(({ name }) => name)]);
  const statusCodes = stageCodes(statuses.map(({ name }) => name));
  const used = new Map<string, number>();
  const numbered: DraftCriterion[] = [];
  const tooMany: Unnumbered[] = [];
  for (const { words, ...criterion } of criteria) {
    const prefix = prefixOf(criterion.place, codes, statusCodes);
    const number = (used.get(prefix) ?? 0) + 1;
    if (number > MOST_PER_GATE) {
      tooMany.push({ ...criterion, words });
      continue;
    }
    used.set(prefix, number);
    const id = `${prefix}-${String(number).padStart(2, '0')}`;
    const message = messageFor(id, words) ?? `The rule ${ascii(criterion.rule?.name ?? '') || 'of the org'} is not met.`;
    const own = withoutLeadingCodes(oneLine(words, LONGEST_MESSAGE));
    numbered.push({ ...criterion, id, message, said: own === message || own === '' ? null : own });
  }
  return { criteria: numbered, tooMany };
}

function prefixOf(place: Place, stages: ReadonlyMap<string, string>, statuses: ReadonlyMap<string, string>): string {
  switch (place.kind) {
    case 'exit':
      return `OPP-${stages.get(place.stage) ?? ''}`;
    case 'closed-won':
      return 'OPP-WON';
    case 'closed-lost':
      return 'OPP-LOST';
    case 'status':
      return `LEAD-${statuses.get(place.value) ?? ''}`;
  }
}
