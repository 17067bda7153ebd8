/** Duplicate rules: after the validation rules, before anything is written. */
import { isChanged, type Draft, type SaveContext } from '../context.ts';
import { planOf, type ObjectPlan } from '../objectPlan.ts';
import { saveErrors } from '../saveErrors.ts';
import type { DuplicateRuleSchema } from '../schema.ts';
import { quoteName } from '../../store/tables.ts';
import type { DuplicateMatch, SaveError, Scalar } from '../types.ts';

type Match = DuplicateRuleSchema['matches'][number];

/** Matches reported at most, as the platform's match engine does. */
const MOST_MATCHES = 100;

interface Condition {
  readonly sql: string;
  readonly values: (string | number)[];
}

function itemCondition(item: Match['items'][number], value: Scalar): Condition {
  const column = quoteName(item.matchField);
  if (value === null) {
    return item.blank === 'MatchBlanks' ? { sql: `${column} IS NULL`, values: [] } : { sql: '0', values: [] };
  }
  return { sql: `${column} = ?`, values: [typeof value === 'boolean' ? Number(value) : value] };
}

/** `1 AND (2 OR 3)` with the items in their places; without a filter all items must match. */
function conditionOf(match: Match, draft: Draft): Condition {
  const items = match.items.map((item) => itemCondition(item, draft.row[item.field] ?? null));
  const filter = match.booleanFilter ?? items.map((_item, index) => index + 1).join(' AND ');
  const values: (string | number)[] = [];
  const sql = filter.replace(/\d+|AND|OR|NOT|[()]|\s+|[^]/gi, (token) => {
    if (/^(AND|OR|NOT|[()]|\s+)$/i.test(token)) {
      return token;
    }
    const item = items[Number(token) - 1];
    values.push(...(item?.values ?? []));
    return item === undefined ? '0' : `(${item.sql})`;
  });
  return { sql: sql === '' ? '0' : sql, values };
}

function matchesOf(match: Match, target: ObjectPlan, draft: Draft, context: SaveContext): string[] {
  const { sql, values } = conditionOf(match, draft);
  const live = target.has('IsDeleted') ? ' AND "IsDeleted" = 0' : '';
  const own = draft.isNew ? '' : String(draft.row['Id']);
  return context.engine.store
    .prepare(`SELECT "Id" FROM ${quoteName(target.object.apiName)} WHERE (${sql})${live} AND "Id" <> ? ORDER BY "Id" LIMIT ${MOST_MATCHES}`)
    .all(...values, own)
    .map((row) => String(row['Id']));
}

function matchResults(rule: DuplicateRuleSchema, draft: Draft, context: SaveContext): DuplicateMatch[] {
  return rule.matches.flatMap((match) => {
    const object = context.engine.schema.object(match.matchObject);
    // An edited record is looked at only when a field that the matching compares has changed.
    if (object === undefined || !match.items.some((item) => isChanged(draft, item.field))) {
      return [];
    }
    const ids = matchesOf(match, planOf(object), draft, context);
    return ids.length === 0 ? [] : [{ entityType: object.apiName, rule: match.matchingRule ?? null, ids }];
  });
}

/**
 * The errors of the rules that find a duplicate: all of those that block, and those that alert unless the request says to
 * save all the same.
 */
export function checkDuplicates(draft: Draft, context: SaveContext): SaveError[] {
  const operation = draft.isNew ? 'insert' : 'update';
  const errors: SaveError[] = [];
  for (const rule of draft.plan.object.duplicateRules ?? []) {
    const blocks = (draft.isNew ? rule.onInsert : rule.onUpdate) === 'Block';
    if (!blocks && (context.options.allowSave === true || !rule.alertOn.includes(operation))) {
      continue;
    }
    const matches = matchResults(rule, draft, context);
    if (matches.length > 0) {
      errors.push(saveErrors.duplicatesDetected(rule.alertText, {
        allowSave: !blocks, duplicateRule: rule.fullName.replace(/^.*\./, ''), duplicateRuleEntityType: draft.plan.object.apiName, errorMessage: rule.alertText, matches,
      }));
    }
  }
  return errors;
}
