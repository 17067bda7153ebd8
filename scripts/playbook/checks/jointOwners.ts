import { problem } from '../diagnostics.ts';
import { at, type Check } from './check.ts';

export const jointOwners: Check = {
  name: 'shared things have two owners',
  *run(context) {
    const { metrics, terms, leadSources } = context.playbook;
    for (const metric of metrics) if (new Set(metric.owners).size < 2) yield problem('owners', at(context, metric, 'owners'), { what: 'Metric', id: metric.id });
    if (leadSources !== null && new Set(leadSources.owners).size < 2) yield problem('owners', at(context, leadSources, 'owners'), { what: 'The list', id: 'lead_sources' });
    for (const term of terms) if (new Set(term.owners).size < 2) yield problem('owners', at(context, term, 'owners'), { what: 'Term', id: `"${term.name}"` });
  },
};
