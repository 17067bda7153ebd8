import type { GapArea } from './gap.ts';

export const metadataGaps: GapArea = {
  area: 'Metadata and Tooling',
  gaps: [],
};
