import type { GapArea } from './gap.ts';

export const uiApiGaps: GapArea = {
  area: 'UI API and GraphQL',
  gaps: [],
};
