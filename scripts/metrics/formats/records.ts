/** The records behind a number: a drill-down in the report, lines in the terminal. Names come from records and are shown as text. */
import { html, type Html } from '../../shared/html.ts';
import type { MetricResult, RecordList } from '../types.ts';
import { printable } from './value.ts';

/** Lines in the terminal; the others are counted. */
const SHOWN_LINES = 20;

/** The page of a record, where the org's address may be a link at all. */
function linkOf(instanceUrl: string | undefined, id: string): string | null {
  if (instanceUrl === undefined || !URL.canParse(instanceUrl) || !/^[A-Za-z0-9]{15,18}$/.test(id)) return null;
  const { protocol, origin } = new URL(instanceUrl);
  return protocol === 'https:' || protocol === 'http:' ? `${origin}/${id}` : null;
}

export function recordsDetail({ records }: MetricResult, instanceUrl: string | undefined): Html | null {
  if (records === undefined || records.total === 0) return null;
  const row = (id: string): Html => {
    const link = linkOf(instanceUrl, id);
    const shown = html`<code>${id}</code>`;
    return html`<tr><td>${link === null ? shown : html`<a href="${link}" rel="noreferrer">${shown}</a>`}</td><td>${records.names?.[id] ?? ''}</td></tr>`;
  };
  return html`<details><summary>${titleOf(records)}</summary><div class="scroll" tabindex="0" role="region" aria-label="Records"><table><thead><tr><th scope="col">Id</th><th scope="col">Name</th></tr></thead><tbody>${records.ids.map(row)}</tbody></table></div>${restOf(records, records.ids.length)}</details>`;
}

export function recordLines({ records }: MetricResult): string[] {
  if (records === undefined || records.total === 0) return [];
  const shown = records.ids.slice(0, SHOWN_LINES);
  const rest = restOf(records, shown.length);
  return [...shown.map((id) => `${id}  ${printable(records.names?.[id] ?? '')}`.slice(0, 94)), ...(rest === null ? [] : [rest])];
}

function titleOf({ object, total }: RecordList): string {
  return `${total.toLocaleString('en-US')} ${total === 1 ? 'record' : 'records'}${object === null ? '' : ` of ${object}`}`;
}

function restOf({ total }: RecordList, shown: number): string | null {
  return total > shown ? `and ${(total - shown).toLocaleString('en-US')} more` : null;
}
