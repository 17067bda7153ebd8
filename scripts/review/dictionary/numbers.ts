/** Metrics: what each counts, for which decision, and what else people call by its name. */
import { readBy } from '../../metrics/extract/needs.ts';
import type { Metric } from '../../playbook/metricModel.ts';
import { conditionsInWords, inWords, resolutionInWords, WINDOWS } from '../../playbook/metricWords.ts';
import { peopleInWords } from '../../playbook/inWords.ts';
import { lineageOf } from '../lineage.ts';
import { anchorOf, criteriaWords, entryOf, fieldWord, type Source } from './entry.ts';
import type { Entry, Section } from './types.ts';

export function metricSection(source: Source): Section {
  return {
    id: 'metrics',
    title: 'Metrics',
    about: 'The numbers that everybody shares: counted once, from the definitions above.',
    heads: { name: 'Metric', code: 'Id', says: 'Counts' },
    entries: source.playbook.metrics.map((metric) => metricEntry(source, metric)),
  };
}

function metricEntry({ playbook }: Source, metric: Metric): Entry {
  const { id, label, means, measure, where, window, unit, tier, owners, decision, slices, splitBy, variants, resolved, minN, inputs, notBefore, definitionVersion, reviewBy, shownFrom } = metric;
  const formula = inWords(measure);
  const { fields, gates, duplicates } = lineageOf(metric, playbook);
  return entryOf({ anchor: anchorOf('metric', id), name: label, code: id, says: means ?? formula }, [
    ['Decides', decision],
    ['Formula', means === null ? null : formula],
    ['Of rows where', conditionsInWords(where)],
    ['Period', WINDOWS[window]],
    ['Unit', unit],
    ['Shown from', shownFrom === null ? null : String(shownFrom)],
    ['Target', targetOf(metric)],
    ['Also counted as', variants.map((variant) => `${variant.label}${variant.usedIn === null ? '' : ` (${variant.usedIn})`}: ${inWords(variant.measure)}`)],
    ['Cut by', [...(splitBy === null ? [] : [splitBy]), ...slices].join(', ')],
    ['Believed', [minN > 0 ? `from ${minN} on` : '', resolved === null ? '' : resolutionInWords(resolved)].filter((part) => part !== '').join('; ')],
    ['Reads', [...new Set(readBy(metric))].map((field) => fieldWord(playbook, field))],
    ['Gated by', criteriaWords([...new Set(fields.flatMap(({ criteria }) => criteria))])],
    ['Counts how far records came', gates.map(({ object, criteria }) => `past the gates of ${object} (${criteria.length} criteria)`)],
    ['Duplicates', duplicates],
    ['Beside the CRM', inputs.map((input) => `${input}.csv`).join(', ')],
    ['No number before', notBefore],
    ['Tier', tier.replace('_', ' ')],
    ['Owners', peopleInWords(owners)],
    ['Definition', definitionVersion],
    ['Due for review', reviewBy],
  ]);
}

function targetOf({ target: { low, high } }: Metric): string {
  return [low === null ? '' : `from ${low}`, high === null ? '' : `to ${high}`].filter((bound) => bound !== '').join(' ');
}
