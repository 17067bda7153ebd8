/** The objects that show a standard value set as records: stages and statuses. */
import type { Scalar } from '../../engine/types.ts';
import { lookUp } from '../lookUp.ts';
import { childrenOf, flagOf, numberOf, textOf, type XmlElement } from '../xml/element.ts';
import { auditFields, type RowWriter } from './row.ts';

/** Forecast category and the label it has in `ForecastCategoryName`. */
const CATEGORY_NAMES: Readonly<Record<string, string>> = { Omitted: 'Omitted', Pipeline: 'Pipeline', BestCase: 'Best Case', MostLikely: 'Most Likely', Forecast: 'Commit', Closed: 'Closed' };

type ValueColumns = (value: XmlElement) => Record<string, Scalar>;

const STATUS_OBJECTS: Readonly<Record<string, { readonly object: string; readonly columns: ValueColumns }>> = {
  OpportunityStage: {
    object: 'OpportunityStage',
    columns: (value) => ({
      IsActive: textOf(value, 'isActive') !== 'false', IsClosed: flagOf(value, 'closed'), IsWon: flagOf(value, 'won'), ForecastCategory: textOf(value, 'forecastCategory'),
      ForecastCategoryName: CATEGORY_NAMES[textOf(value, 'forecastCategory') ?? ''] ?? null, DefaultProbability: numberOf(value, 'probability') ?? 0, Description: textOf(value, 'description'),
    }),
  },
  LeadStatus: { object: 'LeadStatus', columns: (value) => ({ IsConverted: flagOf(value, 'converted'), IsDefault: flagOf(value, 'default') }) },
  TaskStatus: { object: 'TaskStatus', columns: (value) => ({ IsClosed: flagOf(value, 'closed'), IsDefault: flagOf(value, 'default') }) },
};

/** Object whose rows a value set replaces whole, if it has one. */
export const statusObjectOf = (valueSet: string): string | undefined => lookUp(STATUS_OBJECTS, valueSet)?.object;

export const valueSetRows: RowWriter = (component, context) => {
  const status = lookUp(STATUS_OBJECTS, component.fullName);
  const object = status === undefined ? undefined : context.schema.object(status.object);
  if (status === undefined || object === undefined) return [];
  return childrenOf(component.content, 'standardValue').map((value, index) => {
    const apiName = textOf(value, 'fullName') ?? '';
    const row: Record<string, Scalar> = {
      Id: context.rowId(component, status.object, apiName), ...auditFields(component), ApiName: apiName, MasterLabel: textOf(value, 'label') ?? apiName, SortOrder: index + 1, ...status.columns(value),
    };
    return { object: status.object, row: Object.fromEntries(Object.entries(row).filter(([name]) => object.fields.some((field) => field.apiName === name))) };
  });
};
