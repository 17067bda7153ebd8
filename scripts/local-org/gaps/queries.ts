import type { GapArea } from './gap.ts';

export const queriesGaps: GapArea = {
  area: 'Queries and search',
  gaps: [],
};
