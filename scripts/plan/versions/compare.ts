/** Two versions of a playbook by meaning. Pure; where a file stands, its order, its comments and how a formula is written do not count. */
import { isDeepStrictEqual } from 'node:util';
import { metricsTouchedBy, touchedBy } from '../../drift/breaks.ts';
import type { Metric } from '../../playbook/metricModel.ts';
import type { Criterion, LeadSourceValue, LossReason, Playbook, PlaybookObject, Stage } from '../../playbook/index.ts';
import type { Meaning } from '../types.ts';
import { apart, aspectsOf, differingIn, listed, MEANINGS, members, shown, value, type Aspect, type Aspects } from './aspect.ts';
import { CRITERION, FIELD, STAGE } from './gates.ts';
import { LEAD_SOURCE, LOSS_REASON, METRIC, TERM } from './numbers.ts';
import { CLOCK, HANDOFF } from './practice.ts';
import type { Subject, VersionChange } from './types.ts';

const REASON_FIELD = 'Opportunity.Handrail_Loss_Reason__c';
const SOURCE_FIELDS = ['Opportunity.LeadSource', 'Lead.LeadSource'];

type Touches = Parameters<typeof metricsTouchedBy>[0];

/** How one kind of definition is compared. */
interface Kind<T> {
  readonly subject: Subject;
  readonly nameOf: (item: T) => string;
  readonly labelOf: (item: T) => string;
  readonly aspects: Aspects<T>;
  readonly added: (item: T) => Meaning;
  readonly removed: (item: T) => Meaning;
  /** Metrics that count something else with it. @param differing properties that changed; null: it came or went as a whole */
  readonly touches?: (item: T, differing: readonly (keyof T)[] | null, playbook: Playbook) => Touches;
  /** Whether one that is gone may stand under another name now. */
  readonly mayBe?: (gone: T, come: T) => boolean;
  /** Default: its name. */
  readonly shortName?: (item: T) => string;
  readonly more?: (before: T, after: T, found: readonly Aspect[]) => readonly Aspect[];
}

/** Changes, breaking ones first, then in the order of the subjects. */
export function compareVersions(before: Playbook, after: Playbook): VersionChange[] {
  const all = <T>(kind: Kind<T>, from: readonly T[], to: readonly T[]): VersionChange[] => changesOf(kind, from, to, before, after);
  const changes = [
    ...all(criteria, before.objects.flatMap((object) => object.criteria), after.objects.flatMap((object) => object.criteria)),
    ...objectPairs(before, after).flatMap(([from, to]) => stageChanges(from, to, before, after)),
    ...all(reasons, before.lossReasons, after.lossReasons),
    ...all(sources, before.leadSources?.values ?? [], after.leadSources?.values ?? []),
    ...all<Playbook['terms'][number]>({ subject: 'Term', nameOf: ({ id }) => id, labelOf: ({ name }) => name, aspects: TERM, added: () => 'safe', removed: () => 'breaking' }, before.terms, after.terms),
    ...all<Playbook['metrics'][number]>({ subject: 'Metric', nameOf: ({ id }) => id, labelOf: ({ label }) => label, aspects: METRIC, added: () => 'safe', removed: () => 'breaking', more: versionKept }, before.metrics, after.metrics),
    ...all<PlaybookObject['fields'][number]>(
      {
        subject: 'Field', nameOf: ({ object, apiName }) => `${object}.${apiName}`, labelOf: ({ label }) => label, aspects: FIELD, added: () => 'safe', removed: () => 'breaking',
        touches: ({ object, apiName }) => ({ fields: [`${object}.${apiName}`] }),
      },
      before.objects.flatMap((object) => object.fields),
      after.objects.flatMap((object) => object.fields),
    ),
    ...all<Playbook['handoffs'][number]>({ subject: 'Handoff', nameOf: ({ id }) => id, labelOf: ({ label }) => label, aspects: HANDOFF, added: () => 'risky', removed: () => 'breaking' }, before.handoffs, after.handoffs),
    ...all<Playbook['serviceLevels'][number]>({ subject: 'Clock', nameOf: ({ id }) => id, labelOf: ({ label }) => label, aspects: CLOCK, added: () => 'risky', removed: () => 'breaking' }, before.serviceLevels, after.serviceLevels),
    ...all<Playbook['translations'][number]>({ subject: 'Translation', nameOf: ({ language }) => language, labelOf: ({ language }) => `texts in ${language}`, aspects: TRANSLATION, added: () => 'safe', removed: () => 'safe' }, before.translations, after.translations),
    ...settingChanges(before, after),
  ];
  return changes.toSorted((left, right) => MEANINGS.indexOf(left.meaning) - MEANINGS.indexOf(right.meaning));
}

const criteria: Kind<Criterion> = {
  subject: 'Criterion',
  nameOf: ({ id }) => id,
  labelOf: ({ label }) => label,
  aspects: CRITERION,
  added: ({ mode }) => (mode === 'enforce' ? 'risky' : 'safe'),
  removed: ({ mode }) => (mode === 'enforce' ? 'risky' : 'safe'),
  touches: (criterion) => touchedBy([criterion]),
  mayBe: (gone, come) => gone.object === come.object && gone.label === come.label,
};

const reasons: Kind<LossReason> = {
  subject: 'Reason',
  nameOf: ({ name }) => name,
  labelOf: ({ outcomeClass }) => outcomeClass,
  aspects: LOSS_REASON,
  added: ({ replacedBy }) => (replacedBy === null ? 'safe' : 'risky'),
  removed: () => 'breaking',
  touches: () => ({ fields: [REASON_FIELD] }),
};

const sources: Kind<LeadSourceValue> = {
  subject: 'Source',
  nameOf: ({ name }) => name,
  labelOf: () => 'lead source',
  aspects: LEAD_SOURCE,
  added: ({ was }) => (was.length === 0 ? 'safe' : 'breaking'),
  removed: () => 'breaking',
  touches: () => ({ fields: SOURCE_FIELDS }),
};

function changesOf<T>(kind: Kind<T>, from: readonly T[], to: readonly T[], before: Playbook, after: Playbook): VersionChange[] {
  const { subject, nameOf, labelOf, aspects, touches, more } = kind;
  const [was, is] = [from, to].map((items) => new Map(items.map((item) => [nameOf(item), item]))) as [Map<string, T>, Map<string, T>];
  const metrics = (item: T, playbook: Playbook, differing: readonly (keyof T)[] | null = null): string[] => (touches ? metricsTouchedBy(touches(item, differing, playbook), playbook).metrics : subject === 'Metric' ? [nameOf(item)] : []);
  const criterion = (name: string): string | null => (subject === 'Criterion' ? name : null);
  const heirOf = (item: T): string => {
    const heir = [...is].find(([name, other]) => !was.has(name) && kind.mayBe?.(item, other) === true);
    return heir === undefined ? '' : `; it may be the one now called "${kind.shortName?.(heir[1]) ?? heir[0]}"`;
  };
  return [
    ...[...was].flatMap(([name, item]): VersionChange[] => (is.has(name) ? [] : [{ action: 'remove', type: subject, fullName: name, meaning: kind.removed(item), summary: `${labelOf(item)}: no longer in the playbook${heirOf(item)}`, criterion: criterion(name), metrics: metrics(item, before) }])),
    ...[...is].flatMap(([name, item]): VersionChange[] => {
      const old = was.get(name);
      if (old === undefined) return [{ action: 'add', type: subject, fullName: name, meaning: kind.added(item), summary: `${labelOf(item)}: new`, criterion: criterion(name), metrics: kind.added(item) === 'safe' ? [] : metrics(item, after) }];
      const found = aspectsOf(aspects as Aspects<T & object>, old as T & object, item as T & object);
      const own = [...(more?.(old, item, found) ?? []), ...found];
      const worst = MEANINGS.find((meaning) => own.some((aspect) => aspect.meaning === meaning));
      if (worst === undefined) return [];
      return [{ action: 'change', type: subject, fullName: name, meaning: worst, summary: `${labelOf(item)}: ${own.map(({ says }) => says).join('; ')}`, criterion: criterion(name), metrics: worst === 'safe' ? [] : metrics(item, after, differingIn(aspects as Aspects<T & object>, old as T & object, item as T & object)) }];
    }),
  ];
}

/** Numbers under one version have to be comparable, so another count needs another version. */
function versionKept(before: Playbook['metrics'][number], after: Playbook['metrics'][number], found: readonly Aspect[]): Aspect[] {
  const counts = found.some(({ meaning }) => meaning === 'breaking');
  return counts && before.definitionVersion === after.definitionVersion ? [{ meaning: 'breaking', says: `counts otherwise and is still ${after.definitionVersion}: raise its version` }] : [];
}

function objectPairs(before: Playbook, after: Playbook): [PlaybookObject | undefined, PlaybookObject | undefined][] {
  const names = new Set([...before.objects, ...after.objects].map(({ apiName }) => apiName));
  return [...names].map((name) => [before.objects.find(({ apiName }) => apiName === name), after.objects.find(({ apiName }) => apiName === name)]);
}

/** What a stage says beside which one it is, and the numbers that rest on that alone. */
function touchedByStage(object: string, differing: readonly (keyof Stage)[] | null, { metrics }: Playbook): Touches {
  const spoken: readonly (keyof Stage)[] = ['buyerAction', 'purpose'];
  const forecast: readonly (keyof Stage)[] = ['forecastCategory', 'probability', 'categories'];
  if (differing === null || differing.some((name) => name !== 'maxDays' && !spoken.includes(name) && !forecast.includes(name))) return { stagesOf: object };
  return {
    ...(differing.some((name) => forecast.includes(name)) && { fields: [`${object}.ForecastCategoryName`] }),
    ...(differing.includes('maxDays') && { metrics: metrics.filter(({ fact }) => fact === 'hygiene').map(({ id }) => id) }),
  };
}

/** Stages by name; one of the same rank under another name was renamed, which is a loss of history all the same. */
function stageChanges(from: PlaybookObject | undefined, to: PlaybookObject | undefined, before: Playbook, after: Playbook): VersionChange[] {
  const object = to?.apiName ?? from?.apiName ?? '';
  const kind: Kind<Stage> = {
    subject: 'Stage',
    nameOf: ({ name }) => `${object}.${name}`,
    labelOf: ({ name }) => name,
    aspects: STAGE,
    added: () => 'breaking',
    removed: () => 'breaking',
    touches: (_stage, differing, playbook) => touchedByStage(object, differing, playbook),
    mayBe: (gone, come) => gone.rank === come.rank,
    shortName: ({ name }) => name,
  };
  const [was, is] = [from?.stages ?? [], to?.stages ?? []];
  const changes = changesOf(kind, was, is, before, after);
  const common = (stages: readonly Stage[], others: readonly Stage[]): string[] => stages.filter(({ name }) => others.some((other) => other.name === name)).toSorted((left, right) => left.rank - right.rank).map(({ name }) => name);
  const [order, newOrder] = [common(was, is), common(is, was)];
  if (isDeepStrictEqual(order, newOrder)) return changes;
  return [...changes, { action: 'change', type: 'Stage', fullName: object, meaning: 'breaking', summary: `stages stand in another order: ${newOrder.join(', ')}`, criterion: null, metrics: metricsTouchedBy({ stagesOf: object }, after).metrics }];
}

/** Another wording of what the playbook says elsewhere: nobody is asked for anything else. */
const TRANSLATION: Aspects<Playbook['translations'][number]> = {
  language: apart,
  position: apart,
  texts: (before, after) => {
    const changed = Object.keys(after).filter((key) => Object.hasOwn(before, key) && before[key] !== after[key]);
    const keys = (texts: typeof before): string[] => Object.keys(texts);
    return [...(changed.length > 0 ? [{ meaning: 'safe' as const, says: `other words for ${listed(changed)}` }] : []), ...members<unknown, string[]>('texts', 'safe', 'safe')(keys(before), keys(after), EITHER)];
  },
};

/** The stage itself: ranks say only in which order stages stand. */
function qualifiedFrom({ objects, qualifiedRank }: Playbook): string | undefined {
  return objects.find(({ apiName }) => apiName === 'Opportunity')?.stages.find(({ rank }) => rank === qualifiedRank)?.name;
}

/** What holds for the whole playbook. Each property of it is judged here or above. */
const SETTINGS: Aspects<Playbook> = {
  name: value('name', 'safe'),
  version: () => [],
  currency: value('currency', 'breaking'),
  fiscalYearStart: value('fiscal year begins in month', 'breaking'),
  qualifiedRank: (_before, _after, of) => value<Playbook, string | undefined>('qualified from', 'breaking')(qualifiedFrom(of.before), qualifiedFrom(of.after), of),
  duplicates: value<Playbook, unknown>('duplicates', 'breaking'),
  // Its values are compared above.
  leadSources: (before, after) => value<Playbook, unknown>('owners of lead sources', 'safe')(before?.owners, after?.owners, EITHER),
  segments: (before, after) => value<Playbook, unknown>('segments', 'breaking')(before.map(({ name, fromEmployees }) => [name, fromEmployees]), after.map(({ name, fromEmployees }) => [name, fromEmployees]), EITHER),
  businessHours: value('business hours', 'risky'),
  gateEvents: value('events at gates are written down', 'risky'),
  placeholders: members('words that are no answer', 'risky', 'risky'),
  competitors: members('competitors', 'safe', 'risky'),
  leadLifecycle: (before, after) => whole('lead lifecycle', 'risky', before, after),
  postSale: (before, after) => whole('after the sale', 'risky', before, after),
  governance: (before, after) => whole('governance', 'risky', before, after),
  cadences: (before, after) => whole('meetings', 'safe', before, after),
  opensPacks: (before, after) => whole('what opens every pack', 'safe', before, after),
  objects: () => [],
  lossReasons: () => [],
  terms: () => [],
  metrics: () => [],
  handoffs: () => [],
  serviceLevels: () => [],
  translations: () => [],
};

const EITHER = { before: undefined as never, after: undefined as never };

/** Compared as a whole, and named by the keys that differ. */
function whole(name: string, meaning: Meaning, before: unknown, after: unknown): Aspect[] {
  const [left, right] = [before, after].map((side) => JSON.parse(JSON.stringify(side, (key, item: unknown) => (key === 'position' ? undefined : item)) ?? 'null') as unknown);
  if (isDeepStrictEqual(left, right)) return [];
  const keysOf = (side: unknown): string[] => (typeof side === 'object' && side !== null && !Array.isArray(side) ? Object.keys(side) : []);
  const entry = (side: unknown, key: string): unknown => (side as Record<string, unknown> | null)?.[key];
  const keys = [...new Set([...keysOf(left), ...keysOf(right)])].filter((key) => !isDeepStrictEqual(entry(left, key), entry(right, key)));
  return [{ meaning, says: keys.length === 0 ? `${name} changed` : `${name}: ${keys.map(shown).join(', ')} changed` }];
}

const OF_FISCAL_YEARS: ReadonlySet<Metric['window']> = new Set(['quarter', 'last_quarter', 'four_quarters']);

/** Settings by which numbers are cut, placed in time or counted, with those that are. */
const RESTING_ON: Partial<Record<keyof Playbook, (metric: Metric, before: Playbook, after: Playbook) => boolean>> = {
  segments: ({ slices }) => slices.includes('segment'),
  // By whole quarters they are called by another year, and are the same days.
  fiscalYearStart: ({ window }, before, after) => (after.fiscalYearStart - before.fiscalYearStart) % 3 !== 0 && OF_FISCAL_YEARS.has(window),
  currency: ({ unit }) => unit === 'currency',
  duplicates: ({ fact }) => fact === 'duplicate',
};

function metricsRestingOn(setting: keyof Playbook, before: Playbook, after: Playbook): string[] {
  const rests = RESTING_ON[setting];
  return rests === undefined ? [] : after.metrics.filter((metric) => rests(metric, before, after)).map(({ id }) => id);
}

function settingChanges(before: Playbook, after: Playbook): VersionChange[] {
  return (Object.keys(SETTINGS) as (keyof Playbook)[]).flatMap((key) =>
    aspectsOf({ [key]: SETTINGS[key] } as unknown as Aspects<Playbook>, before, after).map((aspect): VersionChange => ({ action: 'change', type: 'Setting', fullName: key, meaning: aspect.meaning, summary: aspect.says, criterion: null, metrics: metricsRestingOn(key, before, after) })),
  );
}
