/** The HTML report: one file, no network, the same order everywhere; what to do comes first. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { mendsOf } from '../drift/report/mend.ts';
import type { DriftReport, Finding, JudgedReport } from '../drift/types.ts';
import { experimentsSection, metricsSection, type MetricWords } from '../metrics/formats/index.ts';
import type { ExperimentReadout } from '../metrics/index.ts';
import type { MetricResult } from '../metrics/types.ts';
import type { Playbook } from '../playbook/model.ts';
import { lineageLines, lineageOf } from '../review/lineage.ts';
import { verdictOf } from '../scan/report/verdict.ts';
import type { ScanReport } from '../scan/types.ts';
import { Html, html } from '../shared/html.ts';
import { REPORT_STYLE } from '../shared/reportStyle.ts';
import { driftSection, mend, nothingOpen } from './report/driftSection.ts';
import { scanSection } from './report/scanSection.ts';
import { counted } from '../shared/words.ts';

export interface ReportInput {
  readonly playbook: Playbook;
  /** What was read: the org's URL or the snapshot's folder. */
  readonly org: string;
  /** Before or after the policy was applied. */
  readonly drift?: DriftReport & Partial<JudgedReport>;
  readonly metrics?: readonly MetricResult[];
  readonly scan?: ScanReport;
  readonly experiments?: readonly ExperimentReadout[];
  /** Address of the org for links to records. */
  readonly instanceUrl?: string;
  readonly exitCode: number;
  /** When the report was made: a file that is kept outlives what it says. */
  readonly at: Date;
}

/** Findings that somebody should act on first. */
const MOST_FIRST_STEPS = 3;

export async function writeHtmlReport(file: string, input: ReportInput): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, renderHtmlReport(input));
}

export function renderHtmlReport(input: ReportInput): string {
  const { playbook, org, drift, metrics, scan, experiments, exitCode } = input;
  const coverage = (drift ?? scan)?.coverage;
  const failing = drift?.findings.filter((finding) => finding.severity === 'critical' || finding.severity === 'high') ?? [];
  const nav = [drift ? html`<a href="#drift">Drift ${drift.findings.length}</a>` : null, metrics ? html`<a href="#metrics">Metrics ${new Set(metrics.map((metric) => metric.id)).size}</a>` : null, experiments ? html`<a href="#experiments">Experiments ${experiments.length}</a>` : null, scan ? html`<a href="#scan">Scan ${scan.violations.length}</a>` : null, html`<a href="#run">Run and coverage</a>`];
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<title>Handrail report</title><style>${new Html(REPORT_STYLE)}</style></head><body>
<header><div class="mark">${MARK}<span>Handrail report</span></div>
<dl class="facts"><div><dt>${/^https?:/.test(org) ? 'Org' : 'Read from'}</dt><dd>${org}</dd></div><div><dt>Playbook</dt><dd>${playbook.name} ${playbook.version}</dd></div><div><dt>Run</dt><dd>${input.at.toISOString().slice(0, 16).replace('T', ' ')} UTC</dd></div>${coverage ? html`<div><dt>API</dt><dd>${coverage.apiCalls} calls</dd></div>` : null}</dl></header>
${drift ? hero(drift, failing, exitCode) : scan ? scanHero(scan, exitCode) : null}
<nav aria-label="Sections">${nav}<span>One file, no network, works offline.</span></nav>
<main>${drift ? driftSection(drift) : null}
${metrics ? metricsSection(metrics, (id) => wordsOf(id, playbook), input.instanceUrl) : null}
${experiments ? experimentsSection(experiments) : null}
${scan ? scanSection(scan, org, playbook.currency) : null}
${runSection(input)}</main></body></html>
`;
  return page.text;
}

/** What the playbook says of a number, and what that hangs on. */
function wordsOf(id: string, playbook: Playbook): MetricWords {
  const metric = playbook.metrics.find((one) => one.id === id);
  return metric ? { ...metric, behind: lineageLines(lineageOf(metric, playbook)) } : { owners: [], decision: '' };
}

function hero(drift: DriftReport & Partial<JudgedReport>, failing: readonly Finding[], exitCode: number): Html {
  const { findings } = drift;
  if (findings.length === 0) return html`<section class="hero clean"><div><h1>✓ Nothing open</h1><p>${nothingOpen(drift)} Exit code ${exitCode}.</p></div></section>`;
  const steps = (failing.length > 0 ? failing : findings).slice(0, MOST_FIRST_STEPS);
  return html`<section class="hero"><div><h1>${failing.length > 0 ? `${counted(failing.length, 'finding needs', 'findings need')} you` : 'Nothing urgent'}</h1>
<p>${findings.length} in all. Exit code ${exitCode}.</p></div>
<ol class="first">${steps.map((finding) => html`<li><b>${finding.summary}</b>${mendsOf(finding).slice(0, 1).map(mend)}</li>`)}</ol></section>`;
}

function scanHero(scan: ScanReport, exitCode: number): Html {
  const { violations, summary } = scan;
  const { text, clean } = verdictOf(scan);
  if (clean) return html`<section class="hero clean"><div><h1>✓ Nothing to do</h1><p>${text}. Exit code ${exitCode}.</p></div></section>`;
  const enforced = summary.filter(({ criterion }) => violations.some((violation) => violation.criterion === criterion)).slice(0, MOST_FIRST_STEPS);
  return html`<section class="hero"><div><h1>${text}</h1><p>Exit code ${exitCode}.</p></div>
<ol class="first">${enforced.map(({ criterion, label, records: own }) => html`<li><b>${label}</b>: ${counted(own, 'record')}<br><code>handrail scan --criterion ${criterion}</code></li>`)}</ol></section>`;
}

function runSection({ drift, scan, playbook }: ReportInput): Html {
  const coverage = [drift, scan].flatMap((report) => (report ? [report.coverage] : []));
  const list = (title: string, items: readonly string[]): Html | null => (items.length === 0 ? null : html`<p><b>${title}</b></p><ul class="plain">${items.map((item) => html`<li>${item}</li>`)}</ul>`);
  return html`<h2 id="run">Run and coverage</h2><p class="weak">Playbook ${playbook.version}, ${playbook.objects.reduce((sum, object) => sum + object.criteria.length, 0)} criteria, ${playbook.metrics.length} metrics.</p>
${coverage.map(({ read, unread }) => [list('Read', read), list('Not checkable', unread)])}`;
}

/** A rail on three posts. */
const MARK = new Html('<svg viewBox="0 0 24 24" aria-hidden="true"><rect width="24" height="24" rx="5" fill="#032d60"/><path d="M4 8h16M7 8v9M12 8v9M17 8v9" stroke="#fff" stroke-width="1.8" stroke-linecap="round" fill="none"/></svg>');
