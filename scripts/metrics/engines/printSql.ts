/** The whole pack as a script: what `--engine` runs, one statement per step, for people who run it themselves. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Measure } from '../../playbook/metricModel.ts';
import type { Playbook } from '../../playbook/model.ts';
import { chooseMetrics, withRequests, type ComputeOptions } from '../compute.ts';
import { objectsNeeded } from '../extract/needs.ts';
import { FACTS } from '../facts/index.ts';
import { addDays } from '../period.ts';
import { planQueries } from '../plan.ts';
import type { CutColumns, FactQuery, MeasureColumns } from '../planned.ts';
import type { Dialect } from '../relational/dialect.ts';
import { momentOfSnapshot } from '../session.ts';
import { assumedSources, manifestOf, type Naming, type Sources } from './sources.ts';
import { sqlEngine } from './sqlEngine.ts';

export interface PrintSqlOptions extends Omit<ComputeOptions, 'stageOrders'> {
  /** Where the loader has put the objects of the org. */
  readonly schema: readonly string[];
  readonly workSchema: readonly string[];
  readonly naming: Naming;
  /** What is printed must not depend on when, so somebody says it. */
  readonly asOf: string;
}

export const TABLE_PREFIX = 'handrail_';
/** Working time is laid out day by day; nobody asks how fast a lead of longer ago was answered. */
const CALENDAR_DAYS = 6 * 365;
/** An org with one currency does not have it. */
const CURRENCY = 'CurrencyIsoCode';
const NEEDS_ANSWERS = 'The answers of the criteria come from the formula engine: handrail metrics --engine takes them to the warehouse.';

/** SQL that makes the fact tables and asks every metric of them. @throws UnsupportedError naming what the dialect cannot say */
export async function printSql(playbook: Playbook, dialect: Dialect, options: PrintSqlOptions): Promise<string> {
  const { schema, workSchema, naming, asOf } = options;
  const script: string[] = [];
  const severalCurrencies = await hasRates(options.inputsDir);
  // Where the answers of criteria are left out, so are the fields they ask for.
  const needs = objectsNeeded({ ...playbook, metrics: chooseMetrics(playbook, options).filter(({ fact }) => !FACTS[fact].criteria) });
  const read = needs.map(({ object, fields }) => ({ object, fields: fields.filter((field) => severalCurrencies || field !== CURRENCY) }));
  const sources = assumedSources(schema, naming, read);
  const driver = {
    execute: (sql: string): Promise<[]> => {
      // What is asked before the first step is of the org and has no answer here.
      if (script.length > 0) script.push(`${sql};\n`);
      return Promise.resolve([]);
    },
    close: () => Promise.resolve(),
  };
  const engine = sqlEngine({ driver, dialect, sources, workSchema, prefix: TABLE_PREFIX, lasting: true, onStep: (name) => script.push(comment(aboutStep(name))) });
  const manifest = manifestOf(sources, asOf, playbook);
  const firstDay = addDays(momentOfSnapshot(manifest, playbook).today, -CALENDAR_DAYS);
  const source = { engine, manifest, firstDay, refuseCriteria: NEEDS_ANSWERS };
  return withRequests(playbook, source, options, async (session, requests) => {
    const left = requests.filter(({ metric }) => session.refused.has(metric.fact)).map(({ metric }) => metric.id);
    script.push(comment('The numbers. Each query answers all metrics over one fact that are cut alike; dimensions that a row is not cut by are flagged not_by_.'));
    for (const query of planQueries(requests.filter(({ metric }) => !session.refused.has(metric.fact)))) {
      script.push(comment(...aboutQuery(query)));
      await engine.rows(query.relation);
      for (const { column, quantile, relation } of query.waiting) {
        script.push(comment(`Lengths behind ${column} (${quantile}): the estimate of Kaplan and Meier is worked out from these rows.`));
        await engine.rows(relation);
      }
    }
    const used = new Set(requests.map(({ metric }) => metric.fact));
    return [header(playbook, dialect, { ...options, asOf: session.asOf }, { firstDay, left, severalCurrencies, sources, measuresTime: [...used].some((name) => FACTS[name].workingTime) }), ...script].join('\n');
  });
}

/** Whether amounts of several currencies are meant. */
function hasRates(inputsDir: string | undefined): Promise<boolean> {
  return inputsDir === undefined ? Promise.resolve(false) : stat(join(inputsDir, 'currency_rate.csv')).then((found) => found.isFile(), () => false);
}

interface About {
  readonly firstDay: string;
  /** Metrics that are not printed. */
  readonly left: readonly string[];
  readonly severalCurrencies: boolean;
  readonly sources: Sources;
  readonly measuresTime: boolean;
}

function header(playbook: Playbook, { name }: Dialect, { schema, workSchema, asOf }: PrintSqlOptions, { firstDay, left, severalCurrencies, sources, measuresTime }: About): string {
  return comment(
    `Handrail metrics of the playbook ${playbook.name} ${playbook.version} for ${name}, as of ${asOf}.`,
    `Makes tables ${TABLE_PREFIX}* in ${workSchema.join('.')}, which must be there. Reads of ${schema.join('.')}:`,
    ...[...sources.tables.values()].map((table) => `  ${table.name}: ${[...table.columns.values()].map((column) => column.name).join(', ')}`),
    ...(severalCurrencies ? [] : [`Amounts are taken to be in ${playbook.currency}: for an org with several currencies put currency_rate.csv into the folder of --inputs.`]),
    ...(name === 'spark' || name === 'snowflake' ? ['The session must be in UTC.'] : []),
    ...(measuresTime ? [`Working time is laid out from ${firstDay}: clocks of older records are not known.`] : []),
    ...(left.length === 0 ? [] : [`Not in here: ${[...new Set(left)].join(', ')}. ${NEEDS_ANSWERS}`]),
  );
}

/** Comments hold words of the playbook: a line end in one must not end the comment. */
function comment(...lines: readonly string[]): string {
  return lines.map((line) => `-- ${line.replaceAll(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')}`).join('\n');
}

function aboutStep(name: string): string {
  const fact = name.startsWith('fact_') ? name.slice('fact_'.length) : null;
  return fact === null ? `Step ${name}` : `Fact ${fact}`;
}

function aboutQuery({ fact, cuts }: FactQuery): string[] {
  const byMetric = Map.groupBy(cuts, ({ request }) => request);
  const lines = [...byMetric].flatMap(([{ metric, period }, [cut]]) => (cut ? [`${metric.definitionVersion} from ${period.from} to before ${period.to}: ${inWords(cut.main, metric.measure)}`, ...variantsOf(cut)] : []));
  return [`Metrics over ${fact}`, ...lines];
}

function variantsOf({ request, variants }: CutColumns): string[] {
  return variants.map((columns, index) => `  ${request.metric.variants[index]?.id ?? ''}: ${inWords(columns, request.metric.variants[index]?.measure)}`);
}

function inWords({ value, numerator, denominator, n, parts }: MeasureColumns, measure: Measure | undefined): string {
  const formula = measure && 'formula' in measure ? measure.formula : 'formula';
  const one = (of: Pick<MeasureColumns, 'value' | 'numerator' | 'denominator'>): string => of.value ?? `${of.numerator ?? ''} / ${of.denominator ?? ''}`;
  const said = parts ? `${formula} with ${Object.entries(parts).map(([name, part]) => `${name} = ${one(part)}`).join(', ')}` : one({ value, numerator, denominator });
  return `${said}, n ${n}`;
}
