/** Parts that several topics share. Descriptions become the help that editors show. */
import { z } from 'zod';

const BUSINESS_FUNCTIONS = ['MKT', 'SAL', 'CS', 'FIN', 'PRD', 'REV'] as const;
const POPULATIONS = ['new', 'growth', 'all', 'installed', 'renewal', 'every'] as const;
const FAMILIES = ['Lead', 'Opportunity', 'Forecast', 'Closing', 'Handoff'] as const;

export const apiName = z.string().regex(/^[A-Za-z]\w*$/, 'An API name has letters, digits and underscores, and begins with a letter').max(80);
export const isoDate = z.iso.date({ error: ({ input }) => (/^\d{4}-\d{2}-\d{2}$/.test(String(input)) ? 'The calendar has no such day' : 'A date is written 2026-01-31') });
export const criterionId = z.string().regex(/^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*-\d{2}$/, 'A code looks like OPP-QUAL-01');
export const duration = z.string().regex(/^[1-9]\d{0,4} (minutes?|hours?|days?)$/, 'A duration is written 15 minutes, 4 hours or 2 days');
/** One line of text: a name, a label, a sentence. */
export const line = z.string().min(1).max(1000).regex(/^[^\r\n]*$/, 'One line is wanted here');
export const businessFunction = z.enum(BUSINESS_FUNCTIONS);
export const owners = z.array(businessFunction).min(1).describe('Functions that own it jointly: marketing, sales, customer success, finance, product, RevOps.');
export const object = apiName.describe('API name of the object.');
export const family = z.enum(FAMILIES).describe('Gate family; each has a bypass permission of its own.');
export const population = z.enum(POPULATIONS);
