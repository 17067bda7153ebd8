import type { GapArea } from './gap.ts';

export const flowsGaps: GapArea = {
  area: 'Flows',
  gaps: [],
};
