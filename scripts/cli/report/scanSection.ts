import { byOwner } from '../../scan/report/byOwner.ts';
import { HOW } from '../../scan/report/how.ts';
import { recordUrl } from '../../scan/report/links.ts';
import { verdictOf } from '../../scan/report/verdict.ts';
import { exposureInWords } from '../../scan/exposure.ts';
import type { ScanReport, Violation } from '../../scan/types.ts';
import { html, type Html } from '../../shared/html.ts';
import { money } from '../../shared/words.ts';

/** @param instanceUrl where links lead */
export function scanSection(scan: ScanReport, instanceUrl: string, currency: string): Html {
  const { violations, summary, bypass } = scan;
  const exposed = bypass.length === 0 ? null : table('Passing gates by permission', ['Who', 'Gates', 'Since when, and what was written'], bypass.map((one) => [one.person, one.families.join(', '), exposureInWords(one)]));
  if (violations.length === 0) return html`<h2 id="scan">Scan</h2><p>${verdictOf(scan).text}.</p>${exposed}`;
  const labels = new Map(summary.map(({ criterion, label }) => [criterion, label]));
  return html`<h2 id="scan">Scan: ${verdictOf(scan).text}</h2>
${table('By criterion', ['Code', 'Criterion', 'Records', 'Amount'], summary.map((one) => [html`<code>${one.criterion}</code>`, `${one.label}${one.mode === 'shadow' ? ' (shadow)' : ''}`, one.records, money(one.amount, currency)]))}
${table('By owner', ['Owner', 'Records', 'Amount'], byOwner(violations).map(({ owner, records: own, amount }) => [owner ?? 'nobody', own, money(amount, currency)]))}
${table('Records', ['Record', 'Breaks', 'Stage', 'Owner', 'Amount', 'How'], violations.map((violation) => [link(violation, instanceUrl), html`<code>${violation.criterion}</code> ${labels.get(violation.criterion) ?? ''}`, violation.stage ?? '', violation.owner ?? '', money(violation.amount ?? 0, currency), HOW[violation.how] || 'not known']))}
${exposed}`;
}

function link(violation: Violation, instanceUrl: string): Html {
  return html`<a href="${recordUrl(instanceUrl, violation)}">${violation.name}</a>`;
}

function table(caption: string, heads: readonly string[], rows: readonly (readonly (Html | string | number)[])[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="stack"><caption>${caption}</caption><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell, column) => html`<td data-label="${heads[column] ?? ''}">${cell}</td>`)}</tr>`)}</tbody></table></div>`;
}
