/** Exported definitions: every metric is in them or named as left out, and what they say leads to what was meant. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { loadPlaybook } from '../../playbook/index.ts';
import { DIALECT_NAMES, DIALECTS } from '../relational/dialects.ts';
import { definitionsOf } from './definitions.ts';
import { toMetricFlow } from './metricflow.ts';
import { toOsi } from './osi.ts';

const { playbook } = await loadPlaybook('config/playbook');
assert.ok(playbook);
const ids = playbook.metrics.flatMap(({ id, variants }) => [id, ...variants.map((variant) => `${id}_${variant.id}`)]);

interface MetricFlow {
  readonly semantic_models: readonly { name: string; defaults: { agg_time_dimension: string }; dimensions: { name: string; type: string }[]; entities: { name: string }[]; measures: { name: string; agg: string; expr: string; agg_time_dimension: string }[] }[];
  readonly metrics: readonly { name: string; type: string; type_params: { measure?: string; numerator?: string; denominator?: string; expr?: string; metrics?: { name: string }[] } }[];
}

test('every metric and variant is told, or left out with a reason', () => {
  const { metrics, left } = definitionsOf(playbook);
  assert.deepEqual([...metrics, ...left].map(({ name }) => name).toSorted(), ids.toSorted());
  assert.ok(metrics.length > 50, `${metrics.length} are told`);
  assert.ok(left.some(({ name, why }) => name === 'onboarding_days' && why.includes('Kaplan')));
});

describe('MetricFlow', () => {
  for (const name of DIALECT_NAMES) {
    test(`${name}: whatever is named is there, once`, () => {
      const text = toMetricFlow(playbook, DIALECTS[name]);
      const document = parse(text) as MetricFlow;
      const measures = document.semantic_models.flatMap((model) => model.measures.map((measure) => measure.name));
      const metrics = document.metrics.map((metric) => metric.name);
      for (const all of [measures, metrics]) assert.equal(new Set(all).size, all.length);
      for (const id of [...measures, ...metrics]) assert.match(id, /^(?!.*__)[a-z][a-z0-9_]*[a-z0-9]$/);
      for (const { type_params: params } of document.metrics) {
        if (params.measure !== undefined) assert.ok(measures.includes(params.measure), params.measure);
        for (const used of [params.numerator, params.denominator, ...(params.metrics ?? []).map((metric) => metric.name)]) assert.ok(used === undefined || metrics.includes(used), used);
      }
      for (const { dimensions, entities, defaults, measures: own } of document.semantic_models) {
        const times = dimensions.filter(({ type }) => type === 'time').map((dimension) => dimension.name);
        for (const date of [defaults.agg_time_dimension, ...own.map((measure) => measure.agg_time_dimension)]) assert.ok(times.includes(date), date);
        assert.ok(entities.every((entity) => !dimensions.some((dimension) => dimension.name === entity.name)));
      }
      const comments = text.split('\n').filter((line) => line.startsWith('#'));
      for (const { name: left } of definitionsOf(playbook).left) assert.ok(comments.some((line) => line.startsWith(`#   ${left}: `)), left);
    });
  }

  test('a ratio, a median and a difference in the words of MetricFlow', () => {
    const document = parse(toMetricFlow(playbook, DIALECTS.bigquery)) as MetricFlow;
    const measure = (name: string): unknown => document.semantic_models.flatMap((model) => model.measures).find((found) => found.name === name);
    const metric = (name: string): unknown => document.metrics.find((found) => found.name === name)?.type_params;
    assert.deepEqual(metric('win_rate'), { numerator: 'win_rate_numerator', denominator: 'win_rate_denominator' });
    assert.deepEqual(measure('win_rate_denominator'), { name: 'win_rate_denominator', agg: 'count', expr: "CASE WHEN (`outcome` IN ('won', 'lost')) THEN 1 END", agg_time_dimension: 'closed_on' });
    assert.deepEqual(measure('sales_cycle'), { name: 'sales_cycle', agg: 'median', expr: "CASE WHEN (`outcome` IN ('won')) THEN `cycle_days` END", agg_time_dimension: 'closed_on' });
    assert.deepEqual(measure('sales_cycle_p90'), { name: 'sales_cycle_p90', agg: 'percentile', agg_params: { percentile: 0.9 }, expr: "CASE WHEN (`outcome` IN ('won')) THEN `cycle_days` END", agg_time_dimension: 'closed_on' });
  });
});

test('Open Semantic Interchange: datasets with typed fields, and expressions over them', () => {
  const document = parse(toOsi(playbook, DIALECTS.snowflake, ['ANALYTICS', 'HANDRAIL'])) as { version: string; semantic_model: { datasets: { name: string; source: string; fields: { name: string; datatype: string }[] }[]; metrics: { name: string; description: string; expression: { dialects: { dialect: string; expression: string }[] } }[] }[] };
  const [model] = document.semantic_model;
  assert.ok(model);
  assert.equal(document.version, '0.2.0.dev0');
  const outcome = model.datasets.find(({ name }) => name === 'outcome');
  assert.equal(outcome?.source, 'ANALYTICS.HANDRAIL.handrail_fact_outcome');
  assert.equal(outcome.fields.find(({ name }) => name === 'closed_on')?.datatype, 'Date');
  const winRate = model.metrics.find(({ name }) => name === 'win_rate');
  assert.deepEqual(winRate?.expression, {
    dialects: [{ dialect: 'SNOWFLAKE', expression: `CAST(ROUND(CAST(count(CASE WHEN (outcome."outcome" IN ('won')) THEN 1 END) AS DOUBLE) / NULLIF(CAST(count(CASE WHEN (outcome."outcome" IN ('won', 'lost')) THEN 1 END) AS DOUBLE), 0), 8) AS NUMBER(38,8))` }],
  });
  assert.match(winRate.description, /Placed in time by closed_on; cut by .*segment/);
});
