/** A data dictionary as one HTML file: no network, no script; every name leads to its entry. */
import { html, Html } from '../../shared/html.ts';
import { REPORT_STYLE } from '../../shared/reportStyle.ts';
import { counted } from '../../shared/words.ts';
import { isNames, type Dictionary, type Entry, type Section, type Word } from './types.ts';

const STYLE = `${REPORT_STYLE}
html{scroll-padding-top:12px}
main{max-width:1080px}
.facts{margin-left:0}.facts dt::after{content:":"}
details.index{margin-top:20px}
details.index ul{columns:260px;column-gap:28px;margin:10px 0 0;padding:0;list-style:none;font-size:13px}
details.index li{break-inside:avoid;padding:3px 0}
details.index summary,details.index a{display:inline-block;min-height:24px}
article{display:grid;grid-template-columns:minmax(200px,30%) 1fr;gap:4px 28px;padding:14px 0;border-top:1px solid var(--line);break-inside:avoid-page}
section>p{margin-bottom:12px}
article:target{background:var(--info-bg);box-shadow:0 0 0 8px var(--info-bg)}
article h3{font-size:15px;overflow-wrap:anywhere}article code{color:var(--weak);overflow-wrap:anywhere}
article .says{margin:0;font-size:15px}
article dl{margin:8px 0 0;display:grid;grid-template-columns:minmax(110px,max-content) 1fr;gap:3px 14px;font-size:13px}
article dt{color:var(--weak)}article dd{margin:0;overflow-wrap:anywhere}
article ul{margin:0;padding-left:16px}
@media screen and (max-width:640px){article,article dl{grid-template-columns:1fr}article dl{gap:0}article dd{margin-bottom:6px}}
`;

export function dictionaryHtml({ name, version, sections }: Dictionary): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>Data dictionary: ${name}</title><style>${new Html(STYLE)}</style></head><body>
<header><div class="mark"><span>Data dictionary</span></div><dl class="facts"><div><dt>Playbook</dt><dd>${name}</dd></div><div><dt>Version</dt><dd>${version}</dd></div></dl></header>
<nav aria-label="Sections">${sections.map(({ id, title, entries }) => html`<a href="#${id}">${title} ${entries.length}</a>`)}<span>One file, no network, works offline.</span></nav>
<main>${indexOf(sections)}${sections.map(sectionOf)}</main></body></html>
`.text;
}

/** Every entry by its name, in the order of the alphabet. */
function indexOf(sections: readonly Section[]): Html {
  const entries = sections.flatMap((section) => section.entries.map((entry) => ({ ...entry, title: section.title })));
  const sorted = entries.toSorted((left, right) => left.name.localeCompare(right.name, 'en'));
  return html`<details class="index"><summary>All ${counted(sorted.length, 'entry', 'entries')}, A to Z</summary><ul>${sorted.map(({ anchor, name, title }) => html`<li><a href="#${anchor}">${name}</a> <span class="weak">${title.toLowerCase()}</span></li>`)}</ul></details>`;
}

function sectionOf({ id, title, about, entries }: Section): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><p class="weak">${about}</p>${entries.map(entryOf)}</section>`;
}

function entryOf({ anchor, name, code, says, facts }: Entry): Html {
  const shown = facts.map((fact) => html`<dt>${fact.label}</dt><dd>${isNames(fact) ? fact.words.map((word, index) => [index === 0 ? '' : ', ', wordOf(word)]) : html`<ul>${fact.words.map((word) => html`<li>${wordOf(word)}</li>`)}</ul>`}</dd>`);
  return html`<article id="${anchor}"><div><h3>${name}</h3>${code === '' ? null : html`<code>${code}</code>`}</div><div>${says === '' ? null : html`<p class="says">${says}</p>`}${shown.length === 0 ? null : html`<dl>${shown}</dl>`}</div></article>`;
}

function wordOf(word: Word): Html | string {
  return typeof word === 'string' ? word : html`<a href="#${word.to}">${word.text}</a>`;
}
