import type { DriftReport, Finding, Severity } from '../../drift/types.ts';
import { html, type Html } from '../../shared/html.ts';

const TONE: Readonly<Record<Severity, string>> = { critical: 'bad', high: 'warn', medium: 'info', low: '', info: '' };

export function driftSection(drift: DriftReport): Html {
  const { findings } = drift;
  if (findings.length === 0) return html`<h2 id="drift">Drift</h2><p>Nothing to do. The org says what the playbook says.</p>`;
  return html`<h2 id="drift">Drift: ${findings.length} ${findings.length === 1 ? 'place' : 'places'} where the org departs</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Drift findings"><table><caption>Most severe first.</caption>
<thead><tr><th scope="col">Severity</th><th scope="col">Code</th><th scope="col">What is different</th><th scope="col">Who, when</th><th scope="col">What it breaks</th></tr></thead>
<tbody>${findings.map(row)}</tbody></table></div>`;
}

function row(finding: Finding): Html {
  const breaks = [finding.breaks.criteria, finding.breaks.metrics, finding.breaks.reviews].filter((names) => names.length > 0).map((names) => names.join(', ')).join('; ');
  return html`<tr><td><span class="chip ${TONE[finding.severity]}">${capital(finding.severity)}</span></td>
<td><code>${finding.id}</code></td>
<td class="strong">${finding.summary}${values(finding)}</td>
<td>${[finding.changedBy, finding.changedAt?.slice(0, 16).replace('T', ' ')].filter(Boolean).join(', ') || 'not told by the org'}</td>
<td>${breaks || 'nothing that is computed'}</td></tr>`;
}

function values(finding: Finding): Html | null {
  if (finding.expected === null && finding.actual === null) return null;
  return html`<details><summary>Playbook and org</summary><pre>playbook: ${finding.expected ?? 'does not have it'}
org:      ${finding.actual ?? 'does not have it'}</pre></details>`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
