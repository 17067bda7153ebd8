/** Criteria as rows: how they are drawn, where the messages of a refused save belong, and which the org enforces. */
/** @typedef {import('./rows').Page} Page */
/** @typedef {import('./refusal').Refusal} Refusal */

export { compactRow, criterionRow, refusedRow } from './rows';
export { isMarked, placeMessages, withoutField } from './refusal';
export { enforcedIn, ENFORCEMENT, enforcementOf, newerVersionIn } from './enforcement';
