/** Sources to model: ids resolved, defaults filled, every topic in its place. Decides nothing that a check decides. */
import { metricOf } from '../metricModel.ts';
import { languageOf } from '../languageCodes.ts';
import type { MetricsSource } from '../metricSchema.ts';
import type { Playbook, Position } from '../model.ts';
import type { CadenceSource } from '../schema/cadence.ts';
import type { ClosingSource } from '../schema/closing.ts';
import type { DefinitionsSource } from '../schema/definitions.ts';
import type { FieldsSource } from '../schema/fields.ts';
import type { ForecastSource } from '../schema/forecast.ts';
import type { GovernanceSource } from '../schema/governance.ts';
import type { HandoffsSource } from '../schema/handoffs.ts';
import type { LanguageSource } from '../schema/language.ts';
import type { LeadSource } from '../schema/lead.ts';
import type { OpportunitySource } from '../schema/opportunity.ts';
import type { PostSaleSource } from '../schema/postSale.ts';
import type { ServiceLevelsSource } from '../schema/serviceLevels.ts';
import type { SourceFile } from '../sources.ts';
import type { YamlFile } from '../yaml/yamlFile.ts';
import { closingOf, forecastOf, lossReasonsOf, stagesOf } from './deals.ts';
import { businessHoursOf, duplicatesOf, leadSourcesOf, segmentsOf, termsOf } from './definitions.ts';
import { fieldsOf, type ValueLists } from './fields.ts';
import { translationOf } from './languages.ts';
import { leadsOf, lifecycleOf } from './leads.ts';
import { withHandoffItems } from './handoffItems.ts';
import { objectsOf, type Contribution } from './objects.ts';
import { Places } from './places.ts';
import { cadencesOf, governanceOf, handoffObjectOf, handoffsOf, opensPacksOf, postSaleOf } from './practice.ts';
import { serviceLevelsOf } from './serviceLevels.ts';

/** Stands in while the file cannot be read. */
const NO_DEFINITIONS: SourceFile<DefinitionsSource> = {
  name: 'definitions.yaml',
  yaml: { file: 'definitions.yaml', text: '', value: null, ...atStart('definitions.yaml') },
  data: { name: '', version: '', currency: '', fiscal_year_start: 1, business_hours: { time_zone: 'UTC', days: {}, holidays: [] }, placeholders: [], segments: [], review_by: '9999-12-31', terms: [], examples: [] },
};

function atStart(file: string): Pick<YamlFile, 'locate' | 'locateKey' | 'locateIn'> {
  const start = (): Position => ({ file, line: 1, column: 1 });
  return { locate: start, locateKey: start, locateIn: start };
}

export interface BuiltPlaybook {
  readonly playbook: Playbook;
  readonly places: Places;
  /** False when the definitions or the stages could not be read: then it is good for checking the other files and no more. */
  readonly usable: boolean;
}

export function buildModel(files: readonly SourceFile[]): BuiltPlaybook {
  const places = new Places();
  const find = <T>(name: string): SourceFile<T> | undefined => files.find((file) => file.name === name) as SourceFile<T> | undefined;
  const definitions = find<DefinitionsSource>('definitions.yaml') ?? NO_DEFINITIONS;
  const opportunity = find<OpportunitySource>('opportunity.yaml');
  const lead = find<LeadSource>('lead.yaml');
  const forecast = find<ForecastSource>('forecast.yaml');
  const closings = ['closed-lost.yaml', 'closed-won.yaml'].flatMap((name) => find<ClosingSource>(name) ?? []);
  const handoffs = find<HandoffsSource>('handoffs.yaml');
  const fields = files.filter(({ name }) => name.endsWith('-fields.yaml')) as readonly SourceFile<FieldsSource>[];
  const serviceLevels = find<ServiceLevelsSource>('service-levels.yaml');
  const postSale = find<PostSaleSource>('post-sale.yaml');
  const metrics = find<MetricsSource>('metrics.yaml');
  const cadence = find<CadenceSource>('cadence.yaml');
  const governance = find<GovernanceSource>('governance.yaml');
  const languages = files.filter(({ name }) => languageOf(name) !== undefined) as readonly SourceFile<LanguageSource>[];

  const gates: Contribution[] = [
    ...(opportunity ? [stagesOf(opportunity, places)] : []),
    ...(lead ? [leadsOf(lead, places)] : []),
    ...(forecast ? [forecastOf(forecast, places)] : []),
    ...closings.map((closing) => closingOf(closing, places)),
    ...(handoffs ? [handoffObjectOf(handoffs, places)] : []),
  ];
  const leadLifecycle = lead ? lifecycleOf(lead, places) : null;
  const lossReasons = closings.flatMap((closing) => lossReasonsOf(closing, places));
  const competitors = closings.flatMap(({ data }) => data.competitors ?? []);
  const leadSources = leadSourcesOf(definitions, places);
  const lists: ValueLists = {
    competitors,
    lossReasons,
    rejectReasons: leadLifecycle?.rejectReasons ?? [],
    disqualifyReasons: leadLifecycle?.disqualifyReasons ?? [],
    leadSources,
    stages: new Map(gates.map(({ apiName, stages }) => [apiName, stages ?? []] as const).toReversed()),
  };
  const { data } = definitions;
  const handoffDefinitions = handoffs ? handoffsOf(handoffs, places) : [];
  const objects = objectsOf([...gates, ...fields.map((file) => fieldsOf(file, lists, places))]);
  const playbook: Playbook = {
    name: data.name,
    version: data.version,
    currency: data.currency,
    fiscalYearStart: data.fiscal_year_start,
    businessHours: businessHoursOf(definitions, places),
    placeholders: data.placeholders,
    gateEvents: data.gate_events ?? false,
    duplicates: duplicatesOf(definitions),
    leadSources,
    competitors,
    lossReasons,
    terms: termsOf(definitions, places),
    objects: withHandoffItems(objects, handoffs?.data.object ?? '', handoffDefinitions, data.placeholders, places),
    metrics: metrics ? metrics.data.metrics.map((metric, index) => places.mark(metricOf(metric, metrics.yaml.locate(['metrics', index]), data.review_by), metrics.yaml, ['metrics', index])) : [],
    qualifiedRank: opportunity?.data.stages.find((stage) => stage.name === opportunity.data.qualified_from)?.rank ?? Number.POSITIVE_INFINITY,
    segments: segmentsOf(definitions, places),
    handoffs: handoffDefinitions,
    serviceLevels: serviceLevels ? serviceLevelsOf(serviceLevels, places) : [],
    cadences: cadence ? cadencesOf(cadence, places) : [],
    opensPacks: cadence ? opensPacksOf(cadence) : [],
    leadLifecycle,
    postSale: postSale ? postSaleOf(postSale, places) : null,
    governance: governance ? governanceOf(governance) : null,
    translations: languages.map((file) => translationOf(file, places)),
  };
  return { playbook, places, usable: definitions !== NO_DEFINITIONS && opportunity !== undefined };
}
