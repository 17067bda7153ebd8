/** Where compiling a flow says what is the matter with it. */
import type { ObjectSchema } from '../schema.ts';
import { unknownIn, type MetadataNode, type Part } from './metadata.ts';

export interface Report {
  /** Salesforce refuses it as well. */
  wrong(message: string): void;
  /** Salesforce may run it; this org does not. */
  unsupported(what: string): void;
}

/** Reports what a part says beyond what this org executes. */
export function checkPart(node: MetadataNode, part: Part, where: string, report: Report): void {
  for (const name of unknownIn(node, part)) report.unsupported(`${name} in ${where}`);
}

/** Salesforce's words for a field that is not there. */
export const noSuchField = (name: string, object: ObjectSchema): string => `The field "${name}" for the object "${object.apiName}" doesn't exist, or you don't have access to it.`;

/** For a field that a flow may not set, with where it tries. */
export const notEditable = (name: string, object: ObjectSchema, where: string): string => `The field "${name}" for the object "${object.apiName}" can't be set: it is not editable (${where}).`;
