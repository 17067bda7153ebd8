import type { GapArea } from './gap.ts';

export const apisGaps: GapArea = {
  area: 'REST, Bulk and OAuth',
  gaps: [],
};
