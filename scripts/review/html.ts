/** A pack as one HTML file: no network, no script; for a screen, a mail, and paper. */
import { STATE_WORDS } from '../metrics/formats/value.ts';
import { html, Html } from '../shared/html.ts';
import { REPORT_STYLE } from '../shared/reportStyle.ts';
import { clock, periodOfAll, periodOfLine, remarkOf, untitled } from './words.ts';
import type { Block, NumberLine, Pack, PackRecord, Section } from './types.ts';
import { capital } from '../shared/words.ts';

const STYLE = `${REPORT_STYLE}
.facts{margin-left:0}.facts dt::after{content:":"}
main{max-width:1080px}
section.topic{margin-top:28px;break-inside:avoid-page}
section.topic h3{display:flex;gap:10px;align-items:baseline;font-size:16px;border-top:1px solid var(--line);padding-top:14px}
.box{font-variant-numeric:tabular-nums;color:var(--weak);font-weight:400;font-size:13px;white-space:nowrap}
.decision{color:var(--weak)}caption b{color:var(--ink)}
td.change{white-space:nowrap;font-variant-numeric:tabular-nums}
.period{display:block;color:var(--weak);font-weight:400;font-size:13px}.period span{white-space:nowrap}
@media(min-width:800px){th .period{white-space:nowrap}}
ul.records{margin:6px 0 0;padding-left:18px;font-size:13px}
@page{margin:14mm}
`;

export function packHtml(pack: Pack): string {
  let from = 0;
  const agenda = pack.agenda.map((section) => {
    const box = `${clock(from)} to ${clock(from + (section.minutes ?? 0))}`;
    from += section.minutes ?? 0;
    return topic(section, html`<span class="box">${box}</span>`);
  });
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>${pack.meeting}, ${pack.day}</title><style>${new Html(STYLE)}</style></head><body>
<header><div class="mark"><span>${pack.meeting}, ${pack.day}</span></div>
<dl class="facts"><div><dt>When</dt><dd>${pack.when}, ${pack.minutes} minutes</dd></div><div><dt>Who</dt><dd>${pack.who.join(', ')}</dd></div><div><dt>Playbook</dt><dd>${pack.playbook}</dd></div><div><dt>Numbers</dt><dd>as of ${pack.asOf.slice(0, 16).replace('T', ' ')} UTC, ${pack.source}</dd></div></dl></header>
<section class="hero${pack.first.length === 0 ? ' clean' : ''}"><div><h1>${pack.first.length === 0 ? 'Nothing is late' : 'Look at first'}</h1><p class="weak">${pack.comparedWith === null ? 'There is no pack before this one.' : `Changes are against ${pack.comparedWith}.`}</p></div>
${pack.first.length === 0 ? null : html`<ol class="first">${pack.first.map((sentence) => html`<li>${sentence}</li>`)}</ol>`}</section>
<nav aria-label="Sections"><a href="#numbers">The numbers</a><a href="#before">Read before</a><a href="#agenda">Agenda</a></nav>
<main>${pack.opening.map((section) => topic(section, null))}
<h2 id="numbers">The numbers</h2>${block(untitled(pack.headline, 'The numbers'))}
<h2 id="before">Read before</h2>${pack.preRead.map((section) => topic(section, null))}
<h2 id="agenda">Agenda</h2>${agenda}</main></body></html>
`.text;
}

function topic({ title, blocks }: Section, box: Html | null): Html {
  return html`<section class="topic"><h3>${capital(title)}${box}</h3>${blocks.map((one) => block(untitled(one, title)))}</section>`;
}

function block(shown: Block): Html {
  if (shown.kind === 'note') return html`<p>${shown.text}${shown.command === undefined ? null : html` <code>${shown.command}</code>`}</p>`;
  if (shown.kind === 'list') {
    if (shown.rows.length === 0) return html`<p>${shown.title === '' ? null : html`<b>${shown.title}.</b> `}${shown.empty}</p>`;
    return table(shown.title, '', shown.heads.map((head) => html`<th scope="col">${head}</th>`), shown.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${typeof cell === 'string' ? cell : link(cell)}</td>`)}</tr>`), shown.more > 0 ? html`<p class="weak">and ${shown.more} more.</p>` : null);
  }
  // A column that says nothing is left out.
  const has = { change: shown.lines.some(({ change }) => change !== null), counted: shown.lines.some(({ countedFrom }) => countedFrom !== ''), state: shown.lines.some((one) => remarkOf(one) !== '') };
  const heads = [html`<th scope="col">${shown.of}</th>`, html`<th scope="col" class="number">Now</th>`, has.change ? html`<th scope="col">Change</th>` : null, has.counted ? html`<th scope="col">Counted from</th>` : null, has.state ? html`<th scope="col">Note</th>` : null].flatMap((head) => head ?? []);
  return table(shown.title, shown.decision, heads, shown.lines.map((one) => line(one, periodOfLine(one, shown.lines), has)), null, periodOfAll(shown.lines));
}

function table(title: string, decision: string, heads: readonly Html[], rows: readonly Html[], after: Html | null, period = ''): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title || 'Table'}"><table><caption>${title === '' ? null : html`<b>${title}</b>`}${decision === '' ? null : html` <span class="decision">${decision}</span>`}${period === '' ? null : periodOf(period)}</caption><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>${after}`;
}

function line(shown: NumberLine, period: string, has: { readonly change: boolean; readonly counted: boolean; readonly state: boolean }): Html {
  const value = shown.value === '–' ? html`<span role="img" aria-label="No value">–</span>` : shown.value;
  return html`<tr><th scope="row">${shown.label}${period === '' ? null : html`${periodOf(period)}`}${records(shown)}</th><td class="number strong">${value}</td>${has.change ? html`<td class="change">${shown.change ?? ''}</td>` : null}${has.counted ? html`<td>${shown.countedFrom}</td>` : null}${has.state ? html`<td>${shown.state === 'ok' ? null : html`${[shown.state, ...(shown.also ?? [])].map((one, index) => html`${index === 0 ? null : ' '}<span class="chip ${TONES[one]}">${STATE_WORDS[one]}</span>`)}`}${shown.note === null ? null : html` <span class="weak">${shown.note}</span>`}</td>` : null}</tr>`;
}

/** Days are not broken where they have hyphens. */
function periodOf(text: string): Html {
  return html`<span class="period">${text.split(' ').map((word, index) => html`${index === 0 ? '' : ' '}<span>${word}</span>`)}</span>`;
}

const TONES: Readonly<Record<NumberLine['state'], string>> = { ok: 'ok', undefined: '', immature: 'info', low_n: '', partial_access: 'warn', stale: 'warn' };

function records({ records: found, recordsInAll }: NumberLine): Html | null {
  if (found.length === 0) return null;
  const more = recordsInAll - found.length;
  return html`<ul class="records">${found.map((one) => html`<li>${link(one)}</li>`)}${more > 0 ? html`<li>and ${more} more</li>` : null}</ul>`;
}

function link({ name, url }: PackRecord): Html | string {
  return url === undefined ? name : html`<a href="${url}">${name}</a>`;
}
