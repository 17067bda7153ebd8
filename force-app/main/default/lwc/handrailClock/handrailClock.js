/** Clocks: what they show, and what moves them on a page. */
export { businessDue, businessTime, clockText, isOpen, lengthOf, nextOpening, readClock } from './reading';
export { startTicking } from './ticker';

/** @typedef {import('./reading').Calendar} Calendar */
/** @typedef {import('./reading').ClockKind} ClockKind */
/** @typedef {import('./reading').ClockState} ClockState */
/** @typedef {import('./reading').Duration} Duration */
/** @typedef {import('./reading').Reading} Reading */
