/** Rows of the Setup Audit Trail: who changed what, and when. */
import type { Schema } from '../../engine/schema.ts';
import type { Scalar } from '../../engine/types.ts';
import { describeChange, type Change } from './auditTexts.ts';

export type { Change } from './auditTexts.ts';

/** Longest text of `Display`; a formula's change holds it twice. */
const MAX_DISPLAY = 1000;

export function auditRows(change: Change, schema: Schema, userId: string, at: string): readonly Record<string, Scalar>[] {
  return describeChange(change, schema).map(({ Action, Section, Display }) => ({
    Action, Section, Display: Display.slice(0, MAX_DISPLAY), DelegateUser: null, ResponsibleNamespacePrefix: null, CreatedByContext: null, CreatedByIssuer: null, CreatedById: userId, CreatedDate: at,
  }));
}
