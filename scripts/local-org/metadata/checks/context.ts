/** What a check of a component may look at: the org as it would be after the deploy. */
import type { Schema } from '../../engine/schema.ts';
import type { ComponentSet } from '../component.ts';
import type { Incoming } from '../package/incoming.ts';
import type { XmlElement } from '../xml/element.ts';

export interface OrgLimits {
  /** Active validation rules per object. Enterprise Edition: 100 (Unlimited: 500); source: allocations by edition in Salesforce Help. */
  readonly activeValidationRules: number;
  readonly customFieldsPerObject: number;
  /** Salesforce Help, Custom Settings Limits and Considerations. */
  readonly fieldsPerCustomSetting: number;
}

export const ENTERPRISE_LIMITS: OrgLimits = { activeValidationRules: 100, customFieldsPerObject: 500, fieldsPerCustomSetting: 300 };

export interface CheckContext {
  readonly schema: Schema;
  readonly components: ComponentSet;
  readonly limits: OrgLimits;
  /** Id of the user of a user name; null when there is none. */
  readonly userId: (username: string) => string | null;
}

/** @param node where the problem is; the component itself when absent */
export type Report = (message: string, node?: XmlElement) => void;

export type ComponentCheck = (incoming: Incoming, context: CheckContext, report: Report) => void;

/** The form in which an org names an unresolved reference. */
export const noSuch = (element: string, type: string, name: string): string => `In field: ${element} - no ${type} named ${name} found`;

/** In our words: what custom settings do not have. */
export const notOfSettings = (type: string, setting: string): string => `A ${type} is not allowed on the custom setting ${setting}`;

/** Object and field of `Opportunity.Amount`. */
export function splitField(path: string): { readonly object: string; readonly field: string } {
  const dot = path.indexOf('.');
  return { object: path.slice(0, Math.max(0, dot)), field: path.slice(dot + 1) };
}

/** Letters, digits and single underscores, a letter first, none last. */
export const isDeveloperName = (name: string): boolean => /^[A-Za-z](?:[A-Za-z0-9]|_(?!_|$))*$/.test(name);
