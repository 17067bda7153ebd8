import { outdatedInWords } from '../../drift/policy/apply.ts';
import { mendsOf, type Mend } from '../../drift/report/mend.ts';
import { readableTime } from '../../drift/report/time.ts';
import type { DriftReport, Finding, JudgedReport, Severity } from '../../drift/types.ts';
import { html, type Html } from '../../shared/html.ts';
import { capital, counted } from '../../shared/words.ts';

const MOST_NAMES = 6;

const TONE: Readonly<Record<Severity, string>> = { critical: 'bad', high: 'warn', medium: 'info', low: '', info: '' };

/** @param drift before or after the policy was applied */
export function driftSection(drift: DriftReport & Partial<JudgedReport>): Html {
  const { findings } = drift;
  if (findings.length === 0) return html`<h2 id="drift">Drift</h2><p>${nothingOpen(drift)}</p>${decisions(drift)}`;
  return html`<h2 id="drift">Drift: ${counted(findings.length, 'place')} where the org departs</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Drift findings"><table class="stack"><caption>Most severe first.</caption>
<thead><tr><th scope="col">Severity</th><th scope="col">Code</th><th scope="col">What is different</th><th scope="col">Who, when</th><th scope="col">What it breaks</th></tr></thead>
<tbody>${findings.map(row)}</tbody></table></div>${decisions(drift)}`;
}

/** Where something was decided the org does not say what the playbook says. */
export function nothingOpen({ accepted = [], ignored = [] }: Partial<JudgedReport>): string {
  return accepted.length + ignored.length === 0 ? 'The org says what the playbook says.' : `Nothing is open: ${accepted.length} accepted, ${ignored.length} ignored.`;
}

/** What is not open because somebody decided so, and until when. */
function decisions({ accepted = [], ignored = [], expired = [], outdated = [] }: Partial<JudgedReport>): Html | null {
  if (accepted.length + ignored.length + expired.length + outdated.length === 0) return null;
  return html`<h3>Decided</h3><ul class="plain">${expired.map(({ id, until, how }) => html`<li><span class="chip warn">Over</span> <code>${id}</code> was ${how} until ${until}: decide again, or take the entry out</li>`)}
${outdated.map((entry) => html`<li><code>${entry.id}</code> ${outdatedInWords(entry)}</li>`)}
${accepted.map(({ id, summary, until, reason, owner }) => html`<li><code>${id}</code> ${summary} Accepted until ${until} by ${owner ?? 'nobody'}: ${reason}</li>`)}
${ignored.map(({ id, summary, until, reason }) => html`<li><code>${id}</code> ${summary} Ignored until ${until}: ${reason}</li>`)}</ul>`;
}

function row(finding: Finding): Html {
  const breaks = [finding.breaks.criteria, finding.breaks.metrics, finding.breaks.reviews].filter((names) => names.length > 0);
  return html`<tr><td><span class="chip ${TONE[finding.severity]}">${capital(finding.severity)}</span></td>
<td><code>${finding.id}</code></td>
<td class="strong">${finding.summary}${values(finding)}${mendsOf(finding).map(mend)}</td>
<td data-label="Who, when">${[finding.changedBy, finding.changedAt && readableTime(finding.changedAt)].filter(Boolean).join(', ') || 'not told by the org'}</td>
<td data-label="What it breaks">${breaks.length === 0 ? 'nothing that is computed' : breaks.map((names) => html`<div>${named(names)}</div>`)}</td></tr>`;
}

export function mend({ how, text }: Mend): Html {
  return how === 'setup' ? html`<div class="mend">${text}</div>` : html`<div class="mend"><code>${text}</code></div>`;
}

/** The first names; the others on demand, so that one finding does not fill the page. */
function named(names: readonly string[]): Html {
  const rest = names.slice(MOST_NAMES);
  return html`${names.slice(0, MOST_NAMES).join(', ')}${rest.length === 0 ? null : html`<details><summary>and ${rest.length} more</summary>${rest.join(', ')}</details>`}`;
}

function values(finding: Finding): Html | null {
  if (finding.expected === null && finding.actual === null) return null;
  return html`<details><summary>Playbook and org</summary><pre>playbook: ${finding.expected ?? 'does not have it'}
org:      ${finding.actual ?? 'does not have it'}</pre></details>`;
}
