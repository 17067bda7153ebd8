/** An open deal as managers review it: what holds it, what is untidy about it, in words. Pure. */
export { dealOf, judge } from './deals';
export { DEAL_FIELDS, DEAL_NODE } from './fields';
export { daysText, flagTexts } from './words';
/** @typedef {import('./deals').Deal} Deal */
