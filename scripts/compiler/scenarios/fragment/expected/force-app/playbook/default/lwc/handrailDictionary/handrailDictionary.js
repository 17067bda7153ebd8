/**
 * Generated from the playbook by `handrail build`; change config/playbook instead.
 *
 * What the words and the numbers mean. The numbers themselves are synced records.
 */

/** @typedef {'MKT' | 'SAL' | 'CS' | 'FIN' | 'PRD' | 'REV'} BusinessFunction */
/** @typedef {'percent' | 'ratio' | 'minutes' | 'days' | 'months' | 'currency' | 'count'} Unit percent as a share: 0.25 is 25 % */
/** @typedef {{ low: number | null, high: number | null }} Band in the unit of the metric; null is open */
/** @typedef {{ id: string, label: string, formula: string, unit: Unit, usedIn: string | null }} MetricVariant usedIn: where people meet this convention */
/**
 * @typedef {object} MetricDefinition
 * @property {string} id
 * @property {string} label
 * @property {'north_star' | 'operational' | 'leading' | 'diagnostic'} tier
 * @property {Unit} unit
 * @property {string | null} means how it is counted, in one sentence
 * @property {string} formula the same in terms of columns
 * @property {string | null} expression over named parts, `open / to_go`; null where the number is no arithmetic
 * @property {Readonly<Record<string, 'count' | 'currency' | 'percent' | 'number'>>} figures how its inputs are written: numerator and denominator, or the names in the expression
 * @property {string} counts which rows belong to it at all; empty: all
 * @property {string} window the period when none is asked for, in words
 * @property {readonly BusinessFunction[]} owners
 * @property {string} decision the decision it serves
 * @property {number | null} shownFrom a value below this is shown as this
 * @property {Band} target
 * @property {readonly MetricVariant[]} variants the same question under other conventions
 * @property {readonly string[]} slices dimensions it may be cut by
 * @property {string | null} splitBy dimension it is always cut by
 * @property {number} minN fewer in the denominator is low_n
 * @property {string | null} matures when a cohort may be believed, in words
 * @property {number | null} matureShare share of the cohort that must be resolved
 * @property {readonly string[]} inputs files it needs beside the CRM
 * @property {string | null} notBefore ISO date; periods that begin earlier have no number
 * @property {readonly string[]} every how often it is looked at
 * @property {string} version `win_rate@1`
 * @property {string | null} reviewBy ISO date
 */
/** @typedef {{ id: string, case: string, verdict: string }} TermExample */
/** @typedef {{ id: string, name: string, means: string, test: string, owners: readonly BusinessFunction[], approver: string, systemOfRecord: string, reviewBy: string, examples: readonly TermExample[] }} Term */
/** @typedef {{ id: string, pack: string, meeting: string, when: string, minutes: number, who: readonly BusinessFunction[], preRead: readonly string[], agenda: readonly { topic: string, minutes: number }[], metrics: readonly string[] }} Cadence pack: its name for `handrail review`; metrics: ids */
/** @typedef {{ name: string, version: string, currency: string, fiscalYearStart: number }} Dictionary fiscalYearStart: month, 1 to 12 */

/** @type {Dictionary} */
export const dictionary = { name: 'Fragment', version: '2026.4.0', currency: 'USD', fiscalYearStart: 1 };

/** @type {Readonly<Record<BusinessFunction, string>>} */
export const functions = {
	MKT: 'Marketing',
	SAL: 'Sales',
	CS: 'Customer Success',
	FIN: 'Finance',
	PRD: 'Product',
	REV: 'RevOps'
};

/** What most metrics have in common is said once: Salesforce limits the size of this file. */
const USUAL = {
	means: null, expression: null, figures: {}, counts: '', shownFrom: null, target: { low: null, high: null }, variants: [], slices: [], splitBy: null, minN: 10, matures: null, matureShare: null,
	inputs: [], notBefore: null, every: [], reviewBy: null
};

/**
 * @param {any} given
 * @returns {MetricDefinition}
 */
function metric(given) {
	const variants = (given.variants ?? []).map((/** @type {any} */ variant) => ({ unit: given.unit, usedIn: null, ...variant }));
	return { ...USUAL, ...given, variants };
}

/** @type {readonly MetricDefinition[]} */
export const metrics = [
	metric({ id: 'win_rate', label: 'Win rate', tier: 'operational', unit: 'percent', means: 'Deals won over deals closed.', formula: 'number of rows where outcome is won, divided by number of rows where outcome is won or lost', expression: 'numerator / denominator', figures: { numerator: 'count', denominator: 'count' }, counts: 'qualified is true', window: 'the last twelve full months', owners: ['SAL', 'PRD'], decision: 'Where do we compete well?', target: { low: 0.2, high: null }, variants: [{ id: 'amount', label: 'By amount', formula: 'sum of amount where outcome is won, divided by sum of amount', usedIn: 'Board deck' }], slices: ['segment'], matures: 'immature until 80% of the rows are resolved (outcome is won or lost)', matureShare: 0.8, every: ['month'], version: 'win_rate@3', reviewBy: '2026-09-30' }),
	metric({ id: 'coverage', label: 'Coverage "to go"', tier: 'leading', unit: 'ratio', formula: 'open / to_go, where open is the sum of amount where kind is open; to_go is the sum of amount where kind is quota', expression: 'open / to_go', figures: { open: 'currency', to_go: 'currency' }, window: 'the fiscal quarter of the day', owners: ['MKT', 'SAL'], decision: 'More pipeline?', minN: 0, inputs: ['quota'], version: 'coverage@1', reviewBy: '2026-12-31' })
];

/** @type {readonly Term[]} */
export const terms = [
	{ id: 'commit', name: 'commit', means: 'will close this period, buyer has shown it', test: 'category Commit, OPP-FCST-02', owners: ['SAL', 'FIN'], approver: 'Council', systemOfRecord: 'Salesforce', reviewBy: '2026-09-30', examples: [{ id: 'T09', case: 'verbal yes', verdict: 'not yet' }] }
];

/** @type {readonly Cadence[]} */
export const cadences = [
	{
		id: 'forecast_call',
		pack: 'weekly-forecast',
		meeting: 'Forecast call',
		when: 'every Tuesday',
		minutes: 30,
		who: ['SAL', 'FIN'],
		preRead: ['bridge to date'],
		agenda: [{ topic: 'call by owner', minutes: 15 }],
		metrics: ['win_rate']
	}
];
