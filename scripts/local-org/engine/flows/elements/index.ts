/** The elements that record-triggered flows may have in this org, by their name in the metadata. */
import type { FlowTrigger } from '../../schema.ts';
import type { MetadataNode, Part } from '../metadata.ts';
import type { FlowElement } from '../program.ts';
import type { FlowScope } from '../targets.ts';
import { compileAssignment } from './assignment.ts';
import { compileCreateRecords } from './createRecords.ts';
import { compileCustomError } from './customError.ts';
import { compileDecision } from './decision.ts';
import { compileDeleteRecords } from './deleteRecords.ts';
import { compileGetRecords } from './getRecords.ts';
import { compileLoop } from './loop.ts';
import { compileUpdateRecords } from './updateRecords.ts';

export interface ElementKind {
  /** For messages: `assignment Set`. */
  readonly called: string;
  /** Flows that Salesforce lets have it. */
  readonly triggers: readonly FlowTrigger[];
  compile(node: MetadataNode, where: string, scope: FlowScope): FlowElement;
}

const ALL: readonly FlowTrigger[] = ['RecordBeforeSave', 'RecordAfterSave', 'RecordBeforeDelete'];
/** A before-save flow sets the record itself and writes nothing else (Salesforce Help, flow considerations for before-save updates). */
const NOT_BEFORE_SAVE: readonly FlowTrigger[] = ['RecordAfterSave', 'RecordBeforeDelete'];

export const ELEMENTS = {
  assignments: { called: 'assignment', triggers: ALL, compile: compileAssignment },
  customErrors: { called: 'custom error', triggers: ALL, compile: compileCustomError },
  decisions: { called: 'decision', triggers: ALL, compile: compileDecision },
  loops: { called: 'loop', triggers: ALL, compile: compileLoop },
  recordCreates: { called: 'Create Records', triggers: NOT_BEFORE_SAVE, compile: compileCreateRecords },
  recordDeletes: { called: 'Delete Records', triggers: NOT_BEFORE_SAVE, compile: compileDeleteRecords },
  recordLookups: { called: 'Get Records', triggers: ALL, compile: compileGetRecords },
  recordUpdates: { called: 'Update Records', triggers: NOT_BEFORE_SAVE, compile: compileUpdateRecords },
} as const satisfies Partial<Record<Part, ElementKind>>;
