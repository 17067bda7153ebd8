/** Components that every org has without a deploy: standard value sets as they are now, and settings with their defaults. */
import { OrgError, type Engine, type Session } from '../engine/types.ts';
import type { PicklistValue, Schema } from '../engine/schema.ts';
import type { ComponentSet } from './component.ts';
import { lookUp } from './lookUp.ts';
import { fileNameOf, settingsRoot } from './registry.ts';
import { STANDARD_VALUE_SETS } from './schema/valueSets.ts';
import { childOf, element, type XmlElement } from './xml/element.ts';

/** Enterprise Edition defaults as the metadata reference states them (LeadConfigSettings, OpportunitySettings, …). */
const DEFAULT_SETTINGS: Readonly<Record<string, Readonly<Record<string, string | Readonly<Record<string, string>>>>>> = {
  Company: { enableCustomFiscalYear: 'false', fiscalYear: { fiscalYearNameBasedOn: 'endingMonth', startMonth: 'January' } },
  LeadConfig: { doesTrackHistory: 'false', enableConversionsOnMobile: 'false', enableOrgWideMergeAndDelete: 'false', shouldLeadConvertRequireValidation: 'true' },
  Opportunity: { autoActivateNewReminders: 'false', customizableProductSchedulesEnabled: 'false', enableFindSimilarOpportunities: 'false', enableOpportunityFieldHistoryTracking: 'true', enableOpportunityTeam: 'false', enableUpdateReminders: 'false', promptToAddProducts: 'false' },
  PathAssistant: { pathAssistantEnabled: 'true' },
  Flow: { enableFlowDeployAsActiveEnabled: 'false', enableLightningRuntimeEnabled: 'true' },
};

export const settingsNames = (): readonly string[] => Object.keys(DEFAULT_SETTINGS);

export interface StandardComponent {
  readonly type: string;
  readonly fullName: string;
  readonly fileName: string;
  readonly content: XmlElement;
}

interface Sources {
  readonly engine: Engine;
  readonly schema: Schema;
  readonly components: ComponentSet;
}

const flag = (name: string, value: unknown): XmlElement => element(name, value === true ? 'true' : 'false');

/** Rows that say more about a value than the picklist does. */
const VALUE_ROWS: Readonly<Record<string, { readonly soql: string; readonly elements: (row: Readonly<Record<string, unknown>>) => readonly XmlElement[] }>> = {
  OpportunityStage: {
    soql: 'SELECT ApiName, IsClosed, IsWon, ForecastCategory, DefaultProbability FROM OpportunityStage',
    elements: (row) => [flag('closed', row['IsClosed']), element('forecastCategory', String(row['ForecastCategory'])), element('probability', String(row['DefaultProbability'])), flag('won', row['IsWon'])],
  },
  LeadStatus: { soql: 'SELECT ApiName, IsConverted FROM LeadStatus', elements: (row) => [flag('converted', row['IsConverted'])] },
};

/** Rows of stages and statuses by API name; none where the org has not been filled yet. */
function rowsByName(engine: Engine, valueSet: string): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const rows = VALUE_ROWS[valueSet];
  if (rows === undefined) return new Map();
  const system: Session = { userId: '', username: 'system', profileName: 'System Administrator', customPermissions: new Set(), timeZone: 'UTC' };
  try {
    return new Map(engine.query(system, rows.soql).records.map((row) => [String(row['ApiName']), row]));
  } catch (error) {
    if (error instanceof OrgError) return new Map();
    throw error;
  }
}

function standardValue(value: PicklistValue, extra: readonly XmlElement[]): XmlElement {
  const own = [element('fullName', value.value), flag('default', value.isDefault), ...(value.active ? [] : [element('isActive', 'false')]), element('label', value.label)];
  return element('standardValue', [...own, ...extra]);
}

function standardValueSet(sources: Sources, name: string): StandardComponent | undefined {
  const [field] = lookUp(STANDARD_VALUE_SETS, name) ?? [];
  const schema = field === undefined ? undefined : sources.schema.field(field.object, field.field);
  if (schema === undefined) return undefined;
  const rows = rowsByName(sources.engine, name);
  const values = schema.picklistValues.map((value) => standardValue(value, rows.get(value.value) === undefined ? [] : VALUE_ROWS[name]?.elements(rows.get(value.value) ?? {}) ?? []));
  return { type: 'StandardValueSet', fullName: name, fileName: fileNameOf('StandardValueSet', name), content: element('StandardValueSet', [element('sorted', 'false'), ...values]) };
}

function settings(components: ComponentSet, name: string): StandardComponent | undefined {
  const key = settingsNames().find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (key === undefined) return undefined;
  const deployed = components.get('Settings', key)?.content;
  const defaults = Object.entries(DEFAULT_SETTINGS[key] ?? {}).filter(([element_]) => deployed === undefined || childOf(deployed, element_) === undefined).map(([name_, value]) => element(name_, typeof value === 'string' ? value : Object.entries(value).map(([part, text]) => element(part, text))));
  const children = [...(deployed?.children ?? []), ...defaults].toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return { type: 'Settings', fullName: key, fileName: fileNameOf('Settings', key), content: element(settingsRoot(key), children) };
}

/** A component that is there without having been deployed; deployed settings are completed with their defaults. */
export function standardComponent(sources: Sources, type: string, fullName: string): StandardComponent | undefined {
  if (type === 'StandardValueSet') return sources.components.has(type, fullName) ? undefined : standardValueSet(sources, fullName);
  return type === 'Settings' ? settings(sources.components, fullName) : undefined;
}
