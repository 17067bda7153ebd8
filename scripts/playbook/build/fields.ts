import type { FieldDefinition, LeadReason, LeadSources, LossReason, Stage } from '../model.ts';
import type { FieldSource, FieldsSource } from '../schema/fields.ts';
import type { SourceFile } from '../sources.ts';
import type { Path } from '../yaml/yamlFile.ts';
import type { Contribution } from './objects.ts';
import type { Places } from './places.ts';

/** Lists of the playbook that picklists take their values from. */
export interface ValueLists {
  readonly competitors: readonly string[];
  readonly lossReasons: readonly LossReason[];
  readonly rejectReasons: readonly LeadReason[];
  readonly disqualifyReasons: readonly LeadReason[];
  readonly leadSources: LeadSources | null;
  /** By object. */
  readonly stages: ReadonlyMap<string, readonly Stage[]>;
}

export function fieldsOf({ data, yaml }: SourceFile<FieldsSource>, lists: ValueLists, places: Places): Contribution {
  const read = (source: FieldSource, existing: boolean, path: Path): FieldDefinition => places.mark({ ...fieldOf(source, data.object, valuesOf(source, data.object, lists)), ...inactiveValuesOf(source, lists), existing, position: yaml.locate(path) }, yaml, path);
  return {
    apiName: data.object,
    fields: [...data.fields.map((source, index) => read(source, false, ['fields', index])), ...(data.existing ?? []).map((source, index) => read(source, true, ['existing', index]))],
  };
}

function valuesOf({ values, values_from: from }: FieldSource, object: string, lists: ValueLists): readonly string[] | undefined {
  switch (from) {
    case undefined:
      return values;
    case 'competitors':
      return lists.competitors;
    case 'loss_reasons':
      return lists.lossReasons.filter(({ replacedBy }) => replacedBy === null).map(({ name }) => name);
    case 'loss_details':
      return lists.lossReasons.flatMap(({ details }) => details);
    case 'reject_reasons':
      return lists.rejectReasons.map(({ name }) => name);
    case 'disqualify_reasons':
      return lists.disqualifyReasons.map(({ name }) => name);
    case 'lead_sources':
      return lists.leadSources?.values.map(({ name }) => name);
    case 'stages':
      return (lists.stages.get(object) ?? []).map(({ name }) => name);
  }
}

function inactiveValuesOf({ values_from: from }: FieldSource, { lossReasons, leadSources }: ValueLists): Pick<FieldDefinition, 'inactiveValues'> {
  const inactive = from === 'loss_reasons' ? lossReasons.filter(({ replacedBy }) => replacedBy !== null).map(({ name }) => name) : from === 'lead_sources' ? (leadSources?.values.flatMap(({ was }) => was) ?? []) : [];
  return inactive.length === 0 ? {} : { inactiveValues: inactive };
}

function fieldOf(source: FieldSource, object: string, values: readonly string[] | undefined): Omit<FieldDefinition, 'existing' | 'position'> {
  return {
    object,
    apiName: source.name,
    label: source.label,
    type: source.type,
    help: source.help ?? '',
    ...(source.length === undefined ? {} : { length: source.length }),
    ...(source.precision === undefined ? {} : { precision: source.precision }),
    ...(source.scale === undefined ? {} : { scale: source.scale }),
    ...(values === undefined ? {} : { values }),
    ...(source.values_from === undefined ? {} : { valuesFrom: source.values_from }),
    ...(source.reference_to === undefined ? {} : { referenceTo: source.reference_to }),
    ...(source.relationship === undefined ? {} : { relationshipName: source.relationship }),
    ...(source.formula === undefined ? {} : { formula: source.formula }),
    ...(source.counts === undefined ? {} : { counts: source.counts }),
    ...(source.default === undefined ? {} : { default: source.default }),
    ...(source.track_history === undefined ? {} : { trackHistory: source.track_history }),
    ...(source.owners === undefined ? {} : { owners: source.owners }),
    ...(source.business_status === undefined || source.business_status === 'Active' ? {} : { businessStatus: source.business_status }),
    automatic: source.automatic ?? false,
    ...(source.edited_by === 'revops' ? { revopsOnly: true } : {}),
  };
}
