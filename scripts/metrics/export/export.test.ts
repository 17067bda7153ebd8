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
  readonly metrics: readonly { name: string; type: string; type_params: { measure?: string | { name: string; fill_nulls_with: number }; numerator?: string; denominator?: string; expr?: string; metrics?: { name: string }[] } }[];
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
        const measured = typeof params.measure === 'object' ? params.measure.name : params.measure;
        if (measured !== undefined) assert.ok(measures.includes(measured), measured);
        for (const used of [params.numerator, params.denominator, ...(params.metrics ?? []).map((metric) => metric.name)]) assert.ok(used === undefined || metrics.includes(used), used);
      }
      for (const { dimensions, entities, defaults, measures: own } of document.semantic_models) {
        const times = dimensions.filter(({ type }) => type === 'time').map((dimension) => dimension.name);
        for (const date of [defaults.agg_time_dimension, ...own.map((measure) => measure.agg_time_dimension)]) assert.ok(times.includes(date), date);
        assert.ok(entities.every((entity) => !dimensions.some((dimension) => dimension.name === entity.name)));
        // dbt refuses elements with the name of a granularity, or of its own time.
        for (const { name: id } of [...dimensions, ...entities]) assert.match(id, /^(?!(nanosecond|microsecond|millisecond|second|minute|hour|day|week|month|quarter|year|metric_time)$)(?!.*__)[a-z][a-z0-9_]*[a-z0-9]$/);
      }
      const comments = text.split('\n').filter((line) => line.startsWith('#'));
      for (const { name: left } of definitionsOf(playbook).left) assert.ok(comments.some((line) => line.startsWith(`#   ${left}: `)), left);
    });
  }

  test('a ratio, a median and a difference in the words of MetricFlow', () => {
    const document = parse(toMetricFlow(playbook, DIALECTS.bigquery)) as MetricFlow;
    const measure = (name: string): unknown => document.semantic_models.flatMap((model) => model.measures).find((found) => found.name === name);
    const metric = (name: string): unknown => document.metrics.find((found) => found.name === name)?.type_params;
    // No deal is zero deals and zero money, which MetricFlow takes for nothing; no line in a file, and no value to take the median of, stay unknown.
    assert.deepEqual(metric('win_rate_denominator'), { measure: { name: 'win_rate_denominator', fill_nulls_with: 0 } });
    assert.deepEqual(metric('new_business_won'), { measure: { name: 'new_business_won', fill_nulls_with: 0 } });
    assert.deepEqual(metric('cac_numerator'), { measure: 'cac_numerator' });
    assert.deepEqual(metric('sales_cycle'), { measure: 'sales_cycle' });
    assert.deepEqual(metric('win_rate'), { numerator: 'win_rate_numerator', denominator: 'win_rate_denominator' });
    assert.deepEqual(measure('win_rate_denominator'), { name: 'win_rate_denominator', agg: 'count', expr: "CASE WHEN (`outcome` IN ('won', 'lost')) THEN 1 END", agg_time_dimension: 'closed_on' });
    assert.deepEqual(measure('sales_cycle'), { name: 'sales_cycle', agg: 'median', expr: "CASE WHEN (`outcome` IN ('won')) THEN `cycle_days` END", agg_time_dimension: 'closed_on' });
    assert.deepEqual(measure('sales_cycle_p90'), { name: 'sales_cycle_p90', agg: 'percentile', agg_params: { percentile: 0.9 }, expr: "CASE WHEN (`outcome` IN ('won')) THEN `cycle_days` END", agg_time_dimension: 'closed_on' });
  });
});

test('what a metric is always cut by is said, since no form can hold a reader to it', () => {
  const described = definitionsOf(playbook).metrics.filter(({ splitBy }) => splitBy !== null);
  assert.ok(described.some(({ name, splitBy }) => name === 'win_rate_by_stage' && splitBy === 'stage'));
  for (const { description, splitBy } of described) assert.ok(description.includes(`Always cut by ${splitBy ?? ''}.`));
});

interface OsiMetric {
  readonly name: string;
  readonly description: string;
  readonly expression: { readonly dialects: readonly { readonly dialect: string; readonly expression: string }[] };
}

interface Osi {
  readonly version: string;
  readonly datasets: readonly { readonly name: string; readonly source: string; readonly fields: readonly { readonly name: string; readonly datatype: string; readonly dimension?: { readonly is_time: boolean } }[] }[];
  readonly metrics: readonly OsiMetric[];
}

describe('Open Semantic Interchange', () => {
  const document = parse(toOsi(playbook, DIALECTS.snowflake, ['ANALYTICS', 'HANDRAIL'])) as Osi;
  const outcome = document.datasets.find(({ name }) => name === 'outcome');
  const expressionOf = (id: string): unknown => document.metrics.find(({ name }) => name === id)?.expression.dialects;

  test('one model is the document, with the keys of the schema and no other', () => {
    assert.deepEqual(Object.keys(document), ['version', 'name', 'description', 'datasets', 'metrics']);
    assert.equal(document.version, '0.2.0.dev0');
    for (const dataset of document.datasets) assert.deepEqual(Object.keys(dataset), ['name', 'source', 'fields']);
    for (const metric of document.metrics) assert.deepEqual(Object.keys(metric), ['name', 'description', 'expression']);
    for (const all of [document.datasets, document.metrics, ...document.datasets.map(({ fields }) => fields)]) assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
  });

  test('fields have types, and what may be cut by says so', () => {
    assert.equal(outcome?.source, 'ANALYTICS.HANDRAIL.handrail_fact_outcome');
    const field = (id: string): unknown => outcome.fields.filter(({ name }) => name === id).map(({ datatype, dimension }) => ({ datatype, dimension }))[0];
    assert.deepEqual(field('closed_on'), { datatype: 'Date', dimension: { is_time: true } });
    assert.deepEqual(field('segment'), { datatype: 'String', dimension: { is_time: false } });
    assert.deepEqual(field('amount'), { datatype: 'Decimal', dimension: undefined });
  });

  test('expressions name their dataset, and no row is zero money', () => {
    assert.deepEqual(expressionOf('win_rate'), [{ dialect: 'SNOWFLAKE', expression: `CAST(ROUND(CAST(count(CASE WHEN (outcome."outcome" IN ('won')) THEN 1 END) AS DOUBLE) / NULLIF(CAST(count(CASE WHEN (outcome."outcome" IN ('won', 'lost')) THEN 1 END) AS DOUBLE), 0), 8) AS NUMBER(38,8))` }]);
    assert.match(document.metrics.find(({ name }) => name === 'win_rate')?.description ?? '', /Placed in time by closed_on; cut by .*segment/);
    // A count of all rows says which rows by the date that places them.
    assert.deepEqual(expressionOf('mql_volume'), [{ dialect: 'SNOWFLAKE', expression: 'count(lead_cycle."mql_on")' }]);
    assert.match(JSON.stringify(expressionOf('new_business_won')), /coalesce\(sum\(/i);
    const datasets = document.datasets.map(({ name }) => name);
    for (const { name, expression } of document.metrics) for (const { expression: sql } of expression.dialects) assert.ok(datasets.some((dataset) => sql.includes(`${dataset}."`)), `${name}: ${sql}`);
  });

  test('a ratio whose sides are placed in time by two dates is left out and named', () => {
    assert.ok(!document.metrics.some(({ name }) => name === 'lead_to_opportunity_in_period'));
    assert.match(toOsi(playbook, DIALECTS.snowflake, []), /^# {3}lead_to_opportunity_in_period: its numerator is placed in time by \w+, its denominator by \w+$/m);
  });
});
