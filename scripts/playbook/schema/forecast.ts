/** forecast.yaml: what a forecast category claims. */
import { z } from 'zod';
import { apiName, family, object } from './common.ts';
import { criteria } from './criterion.ts';

export const forecastSchema = z.strictObject({
  object,
  family,
  on_change_of: z.array(apiName).min(1).describe('Asked on creation and whenever one of these fields changes.'),
  criteria,
});

export type ForecastSource = z.infer<typeof forecastSchema>;
