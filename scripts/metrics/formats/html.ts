/** Metrics as a section of the HTML report: the whole numbers first, then how they split. */
import { peopleInWords } from '../../playbook/inWords.ts';
import type { BusinessFunction } from '../../playbook/model.ts';
import { html, type Html } from '../../shared/html.ts';
import type { MetricResult, MetricState, Standing } from '../types.ts';
import { recordsDetail } from './records.ts';
import { verdictInWords } from '../verdict.ts';
import { asShown, countedFrom, NO_VALUE, placeText, shownNumber, shownValue, STATE_WORDS, stateText } from './value.ts';
import { capital } from '../../shared/words.ts';

const CHIPS: Readonly<Record<MetricState, string>> = { ok: 'ok', undefined: '', immature: 'info', low_n: '', partial_access: 'warn', stale: 'warn' };

/** What is read first stands first; the names are those of the playbook's tiers. */
const TIERS: Readonly<Record<string, string>> = { north_star: 'North star', operational: 'Operational', leading: 'Leading', diagnostic: 'Diagnostic' } satisfies Record<MetricResult['tier'], string>;

/** What the playbook says of a metric, for the columns that are no numbers. */
export interface MetricWords {
  readonly owners: readonly BusinessFunction[];
  readonly decision: string;
  /** The definition in one sentence. */
  readonly means?: string | null;
  /** What it hangs on, a sentence each. */
  readonly behind?: readonly string[];
}

/** @param instanceUrl of the org, so that the records behind a number can be opened there */
export function metricsSection(results: readonly MetricResult[], wordsOf: (id: string) => MetricWords, instanceUrl?: string): Html {
  const [first] = results;
  const tiers = Object.keys(TIERS).flatMap((tier) => {
    const own = results.filter((result) => result.tier === tier);
    return own.length === 0 ? [] : [{ id: `tier-${tier}`, title: TIERS[tier] ?? tier, own }];
  });
  return html`<h2 id="metrics">Metrics</h2>
<p class="weak">A dash is never a zero. The state says why there is no number.${first ? ` As of ${first.asOf.slice(0, 16).replace('T', ' ')} UTC.` : ''}</p>
${tiers.length < 2 ? null : html`<p class="tiers">${tiers.map(({ id, title, own }) => html`<a href="#${id}">${title} ${new Set(own.map((result) => result.id)).size}</a>`)}</p>`}
${tiers.map(({ id, title, own }) => html`<h3 class="tier" id="${id}">${title}</h3>${tierTables(title, own, wordsOf, instanceUrl)}`)}`;
}

/** The whole numbers of a tier, then how they split. */
function tierTables(title: string, results: readonly MetricResult[], wordsOf: (id: string) => MetricWords, instanceUrl: string | undefined): Html {
  const totals = results.filter(({ slice }) => Object.keys(slice).length === 0);
  const whole = html`<div class="scroll" tabindex="0" role="region" aria-label="${title} metrics"><table role="table" class="stack"><caption>Each number with the records it was counted from, and what other conventions would say.</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Metric</th><th role="columnheader" scope="col" class="number">Value</th><th role="columnheader" scope="col">State</th><th role="columnheader" scope="col">Counted from</th><th role="columnheader" scope="col">Decision it serves</th><th role="columnheader" scope="col">Joint owners</th></tr></thead>
<tbody role="rowgroup">${totals.map((result) => totalRow(result, wordsOf(result.id), instanceUrl))}</tbody></table></div>`;
  const wholes = new Set(totals.map(({ id }) => id));
  return html`${totals.length === 0 ? null : whole}
<div class="splits">${splitsOf(results).map((split) => splitTable(split, wholes.has(split.rows[0]?.id ?? '') ? undefined : wordsOf, instanceUrl))}</div>`;
}

/** On a phone the cells stand below each other, each with its label; the roles say that it is a table all the same. */
function totalRow(result: MetricResult, words: MetricWords, instanceUrl: string | undefined): Html {
  return html`<tr role="row"><th role="rowheader" scope="row">${result.label}<br><span class="weak">${placeText(result)}</span>${definition(result, words)}</th>
<td role="cell" class="number strong">${valueCell(result)}</td>
<td role="cell">${chip(result)}${result.reason === null ? null : html`<br><span class="weak">${result.reason}</span>`}</td>
<td role="cell" data-label="Counted from">${countedFrom(result)}${variants(result)}${recordsDetail(result, instanceUrl)}</td>
<td role="cell" data-label="Decision it serves">${words.decision}</td><td role="cell" data-label="Joint owners">${peopleInWords(words.owners)}</td></tr>`;
}

function definition({ definitionVersion }: MetricResult, { means, behind = [] }: MetricWords): Html | null {
  const says = means === undefined || means === null ? null : html`<p class="weak">${means} (${definitionVersion})</p>`;
  const hangsOn = behind.length === 0 ? null : html`<ul class="plain weak">${behind.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
  return says === null && hangsOn === null ? null : html`<details><summary>Definition</summary>${says}${hangsOn}</details>`;
}

function valueCell(result: MetricResult): Html | string {
  const value = shownValue(result);
  return value === NO_VALUE ? html`<span role="img" aria-label="No value">${value}</span>` : value;
}

/** A chip for each state that holds. */
function chip({ state, also = [] }: Standing): Html {
  return html`${[state, ...also].map((one, index) => html`${index === 0 ? null : ' '}<span class="chip ${CHIPS[one]}">${STATE_WORDS[one]}</span>`)}`;
}

function variants(result: MetricResult): Html | null {
  if (result.variants.length === 0) return null;
  return html`<details><summary>Under other conventions</summary><ul class="plain">${result.variants.map((variant) => html`<li>${variant.label}: ${shownValue(asShown(result, variant))}${variant.state === 'ok' ? null : ` (${stateText(variant)})`}</li>`)}</ul></details>`;
}

interface Split {
  readonly title: string;
  readonly rows: readonly MetricResult[];
}

/** One table for each metric and each set of dimensions it is cut by. */
function splitsOf(results: readonly MetricResult[]): Split[] {
  const cut = results.filter(({ slice }) => Object.keys(slice).length > 0);
  return [...Map.groupBy(cut, ({ label, slice }) => `${label} by ${dimensionsOf(slice).join(' and ')}`)].map(([title, rows]) => ({ title: title.replace(/^(.* by (\w+)) by \2( and |$)/, '$1$3'), rows }));
}

/** As people read them. */
function dimensionsOf(slice: MetricResult['slice']): string[] {
  return Object.keys(slice).map((dimension) => dimension.replaceAll('_', ' '));
}

/** @param wordsOf where no whole number says what it is */
function splitTable({ title, rows }: Split, wordsOf: ((id: string) => MetricWords) | undefined, instanceUrl: string | undefined): Html {
  const [first] = rows;
  const largest = Math.max(...rows.map((row) => (shownValue(row) === NO_VALUE ? 0 : Math.abs(shownNumber(row) ?? 0))), 0);
  return html`<section><h4>${title}</h4>${placeOf(rows)}${first === undefined || wordsOf === undefined ? null : definition(first, wordsOf(first.id))}<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="split"><thead><tr><th scope="col">${capital(dimensionsOf(rows[0]?.slice ?? {}).join(', '))}</th><th scope="col" class="number">Value</th><th scope="col" class="number">Counted from</th><th scope="col">State</th></tr></thead>
<tbody>${rows.map((row) => html`<tr><th scope="row">${Object.values(row.slice).join(', ')}</th><td class="number strong">${valueCell(row)}${bar(row, largest)}</td><td class="number">${countedFrom(row)}${recordsDetail(row, instanceUrl)}</td><td>${chip(row)}${row.state === 'undefined' || row.state === 'partial_access' || row.also !== undefined ? html`<br><span class="weak">${row.reason}</span>` : null}${row.verdict === undefined ? null : html`<br><span class="weak">${verdictInWords(row.verdict)}</span>`}</td></tr>`)}</tbody></table></div></section>`;
}

/** The period of a split where all its rows have the same: parts of the time name their own. */
function placeOf(rows: readonly MetricResult[]): Html | null {
  const [place, ...others] = new Set(rows.map(placeText));
  return place === undefined || others.length > 0 ? null : html`<p class="weak">${place}</p>`;
}

/** The value once more as a length; the number stands beside it. */
function bar(row: MetricResult, largest: number): Html | null {
  if (largest === 0 || shownValue(row) === NO_VALUE) return null;
  const width = Math.round((100 * Math.abs(shownNumber(row) ?? 0)) / largest);
  return html`<span class="bar" aria-hidden="true"><span style="width:${width}%"></span></span>`;
}
