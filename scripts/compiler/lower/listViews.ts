/** List views that follow from the playbook: deals that stand longer in their stage than its `max_days`. */
import { fieldOf } from '../../playbook/fields.ts';
import type { Playbook, Stage } from '../../playbook/model.ts';
import type { ContentTree, MetadataComponent } from '../metadataModel.ts';
import { objectFolder } from '../paths.ts';

const OBJECT = 'Opportunity';
/** Stamped by the flow Handrail Opportunity Stamp; without it nobody knows how long a deal stands. */
const ENTERED_AT = 'Handrail_Stage_Entered_At__c';
/** A list view takes ten filter rows (Salesforce Help, "Edit List View Filters"); each number of days needs two. */
const MOST_GROUPS = 5;

/** Stages that share a number of days. */
interface Group {
  readonly days: number;
  readonly stages: readonly string[];
}

/** None where the playbook sets no limit. */
export function lowerListViews(playbook: Playbook): MetadataComponent[] {
  const stages = playbook.objects.find(({ apiName }) => apiName === OBJECT)?.stages ?? [];
  const groups = fitted(groupsOf(stages));
  if (groups.length === 0 || fieldOf(playbook, OBJECT, ENTERED_AT) === undefined) return [];
  const name = 'Handrail_Past_Max_Days';
  return [{
    type: 'ListView',
    fullName: `${OBJECT}.${name}`,
    path: `${objectFolder(OBJECT)}/listViews/${name}.listView-meta.xml`,
    content: {
      fullName: name,
      booleanFilter: groups.map((_group, index) => `(${2 * index + 1} AND ${2 * index + 2})`).join(' OR '),
      columns: ['OPPORTUNITY.NAME', 'ACCOUNT.NAME', 'OPPORTUNITY.STAGE_NAME', ENTERED_AT, 'OPPORTUNITY.AMOUNT', 'OPPORTUNITY.CLOSE_DATE', 'CORE.USERS.ALIAS'],
      filterScope: 'Everything',
      filters: groups.flatMap(({ days, stages: names }): ContentTree[] => [
        { field: 'OPPORTUNITY.STAGE_NAME', operation: 'equals', value: names.map(quoted).join(',') },
        { field: ENTERED_AT, operation: 'lessThan', value: `LAST_N_DAYS:${days}` },
      ]),
      label: 'Past Max Days',
    },
  }];
}

function groupsOf(stages: readonly Stage[]): Group[] {
  const limited = stages.filter((stage) => !stage.closed && stage.maxDays !== null);
  const days = [...new Set(limited.map(({ maxDays }) => maxDays ?? 0))].sort((left, right) => left - right);
  return days.map((count) => ({ days: count, stages: limited.filter(({ maxDays }) => maxDays === count).map(({ name }) => name) }));
}

/** As many groups as there is room for: the shortest limit joins the next longer one, so that no deal is listed too early. */
function fitted([first, second, ...rest]: readonly Group[]): readonly Group[] {
  if (first === undefined) return [];
  if (second === undefined) return [first];
  return rest.length + 2 <= MOST_GROUPS ? [first, second, ...rest] : fitted([{ days: second.days, stages: [...first.stages, ...second.stages] }, ...rest]);
}

/** Values stand in one text, parted by commas. */
function quoted(value: string): string {
  return value.includes(',') ? `"${value}"` : value;
}
