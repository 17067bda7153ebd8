import { nearest } from '../../formula/index.ts';
import { problem } from '../diagnostics.ts';
import type { OpportunitySource } from '../schema/opportunity.ts';
import type { SourceFile } from '../sources.ts';
import { didYouMean, type Check } from './check.ts';

export const qualifiedStage: Check = {
  name: 'the first qualified stage is one of the stages',
  *run({ files }) {
    const file = files.find(({ name }) => name === 'opportunity.yaml') as SourceFile<OpportunitySource> | undefined;
    if (!file) return;
    const { qualified_from: value, object, stage_field: field, stages } = file.data;
    const names = stages.map(({ name }) => name);
    if (!names.includes(value)) yield problem('unknown-stage', file.yaml.locate(['qualified_from']), { object, field, value }, didYouMean(nearest(value, names), `It has: ${names.join(', ')}.`));
  },
};
