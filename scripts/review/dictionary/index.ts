/**
 * The data dictionary of a playbook, for people and places outside the CRM.
 *
 *     playbook -> dictionaryOf -> dictionaryMarkdown | dictionaryHtml | dictionaryWorkbook
 */
import type { Playbook } from '../../playbook/model.ts';
import { sourceOf } from './entry.ts';
import { fieldSection } from './fields.ts';
import { criterionSection, stageSection } from './gates.ts';
import { metricSection } from './numbers.ts';
import { changeSection, clockSection, handoffSection, leadSourceSection, meetingSection, reasonSection } from './practice.ts';
import { termSection } from './terms.ts';
import type { Dictionary } from './types.ts';

export { dictionaryHtml } from './html.ts';
export { dictionaryMarkdown } from './markdown.ts';
export { dictionaryWorkbook } from './workbook.ts';
export type { Dictionary } from './types.ts';

const SECTIONS = [termSection, stageSection, criterionSection, fieldSection, metricSection, handoffSection, clockSection, reasonSection, leadSourceSection, meetingSection, changeSection];

/** @param language one of the playbook's translations; null: its own. What a translation does not say is in the playbook's words. */
export function dictionaryOf(playbook: Playbook, language: string | null = null): Dictionary {
  const source = sourceOf(playbook, language);
  const sections = SECTIONS.map((section) => section(source)).filter(({ entries }) => entries.length > 0);
  return { name: playbook.name, version: playbook.version, language, sections };
}
