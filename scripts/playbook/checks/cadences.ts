import { nearest } from '../../formula/index.ts';
import { problem, type Problem } from '../diagnostics.ts';
import type { Metric } from '../metricModel.ts';
import type { Position } from '../model.ts';
import type { Shown } from '../practiceModel.ts';
import { at, didYouMean, type Check } from './check.ts';

export const cadences: Check = {
  name: 'meetings look at metrics that exist and fit their time',
  needsAllFiles: true,
  *run(context) {
    const { metrics, opensPacks } = context.playbook;
    const file = context.files.find(({ name }) => name === 'cadence.yaml');
    for (const [index, { shows }] of opensPacks.entries()) {
      for (const [place, shown] of shows.entries()) if (file) yield* knownCut(metrics, shown, (name) => file.yaml.locate(['opens_with', index, 'shows', place, name]));
    }
    for (const meeting of context.playbook.cadences) {
      for (const [index, id] of meeting.metrics.entries()) yield* knownMetric(metrics, id, at(context, meeting, 'metrics', index));
      for (const [key, topics] of [['pre_read', meeting.preRead], ['agenda', meeting.agenda]] as const) {
        for (const [index, { shows }] of topics.entries()) {
          for (const [place, shown] of shows.entries()) yield* knownCut(metrics, shown, (name) => at(context, meeting, key, index, 'shows', place, name));
        }
      }
      const minutes = meeting.agenda.reduce((sum, item) => sum + item.minutes, 0);
      if (minutes > meeting.minutes) yield problem('agenda-too-long', at(context, meeting, 'minutes'), { meeting: meeting.meeting, minutes: String(meeting.minutes), agenda: String(minutes) });
    }
  },
};

function* knownMetric(metrics: readonly Metric[], id: string, position: Position): Iterable<Problem> {
  const ids = metrics.map((metric) => metric.id);
  if (!ids.includes(id)) yield problem('unknown-reference', position, { what: 'metric', id }, didYouMean(nearest(id, ids)));
}

function* knownCut(metrics: readonly Metric[], shown: Shown, place: (name: string) => Position): Iterable<Problem> {
  if ('list' in shown) return;
  yield* knownMetric(metrics, shown.metric, place('metric'));
  const metric = metrics.find(({ id }) => id === shown.metric);
  if (shown.by === null || !metric) return;
  const cuts = [...metric.slices, ...(metric.splitBy === null ? [] : [metric.splitBy])];
  if (!cuts.includes(shown.by)) yield problem('unknown-reference', place('by'), { what: `cut of ${metric.id} by`, id: shown.by }, `It is cut by ${cuts.join(', ') || 'nothing'}.`);
}
