/**
 * Setup Audit Trail. Salesforce documents the object, not the texts: `Action` and `Display` are this org's own
 * wording in the platform's style, and the gap list says so. Nothing should match on them word for word.
 */
import type { Scalar } from '../../engine/types.ts';
import type { Schema } from '../../engine/schema.ts';
import type { Component } from '../component.ts';
import { ownerOf, partOf } from '../registry.ts';
import { flagOf, textOf } from '../xml/element.ts';

export interface Change {
  readonly before: Component | undefined;
  readonly after: Component | undefined;
}

interface Entry {
  readonly Action: string;
  readonly Display: string;
}

const words = (type: string): string => type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();

/** Which part of a validation rule changed, most telling first. */
function ruleChange(before: Component, after: Component): Entry {
  const name = partOf(after.fullName);
  const on = ownerOf(after.fullName);
  const differs = (element: string): boolean => textOf(before.content, element) !== textOf(after.content, element);
  if (flagOf(before.content, 'active') !== flagOf(after.content, 'active')) {
    const verb = flagOf(after.content, 'active') ? 'Activated' : 'Deactivated';
    return { Action: `validationRule${verb}`, Display: `${verb} validation rule ${name} on ${on}` };
  }
  if (differs('errorConditionFormula')) return { Action: 'changedValidationFormula', Display: `Changed formula of validation rule ${name} on ${on}` };
  if (differs('errorMessage')) return { Action: 'changedValidationMessage', Display: `Changed error message of validation rule ${name} on ${on}` };
  return { Action: 'changedValidationRule', Display: `Changed validation rule ${name} on ${on}` };
}

function entryOf({ before, after }: Change): Entry {
  const component = (after ?? before) as Component;
  const verb = before === undefined ? 'Created' : after === undefined ? 'Deleted' : 'Changed';
  if (component.type === 'ValidationRule' && before !== undefined && after !== undefined) return ruleChange(before, after);
  const owner = component.type === 'CustomMetadata' ? '' : ownerOf(component.fullName);
  const name = owner === '' ? component.fullName : partOf(component.fullName);
  return { Action: `${verb.toLowerCase()}${component.type}`.slice(0, 40), Display: `${verb} ${words(component.type)} ${name}${owner === '' ? '' : ` on ${owner}`}` };
}

/** Row of SetupAuditTrail for one change. */
export function auditRow(change: Change, schema: Schema, userId: string, at: string): Record<string, Scalar> {
  const component = (change.after ?? change.before) as Component;
  const object = schema.object(ownerOf(component.fullName) || component.fullName);
  const entry = entryOf(change);
  return {
    Action: entry.Action, Display: entry.Display, Section: object === undefined || component.type === 'CustomMetadata' ? words(component.type) : `Customize ${object.labelPlural}`,
    DelegateUser: null, ResponsibleNamespacePrefix: null, CreatedByContext: null, CreatedByIssuer: null, CreatedById: userId, CreatedDate: at,
  };
}
