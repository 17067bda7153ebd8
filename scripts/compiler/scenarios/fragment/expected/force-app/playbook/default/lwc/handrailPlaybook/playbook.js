/**
 * Generated from the playbook by `handrail build`; change config/playbook instead.
 *
 * The rules of the org and these predicates are printed from the same trees and mean the same on every record.
 */

/** @typedef {string | number | boolean | null | undefined} RawValue as REST answers it: percent as typed, dates as ISO text */
/** @typedef {Record<string, RawValue>} RecordValues API name to value */
/** @typedef {{ numerator: bigint, denominator: bigint }} Exact */
/** @typedef {Exact | string | number | null} Operand */
/** @typedef {{ today: string, now: string, userId?: string, permissions?: readonly string[] }} EvaluationContext ISO date and date-time; today in the user's time zone; permissions: custom permissions of the playbook that the user holds */
/** @typedef {{ name: string, rank: number, buyerAction: string, purpose: string, maxDays: number | null, closed: boolean, won: boolean, categories: readonly string[], forecastCategory: string }} Stage */
/** @typedef {{ kind: 'exit', stage: string, rank: number } | { kind: 'enter', field: string, value: string } | { kind: 'leave', field: string, value: string } | { kind: 'change', fields: readonly string[] }} Trigger */
/** @typedef {{ apiName: string, label: string, type: string, help: string, values?: readonly string[], referenceTo?: string, length?: number, scale?: number, readOnly?: boolean }} Field */
/** @typedef {(record: RecordValues, context: EvaluationContext) => boolean} Predicate */
/**
 * @typedef {object} Criterion
 * @property {string} id opens every message in brackets
 * @property {string} recordName developer name of its Handrail_Criterion__mdt record, which says whether it is enforced
 * @property {string} label
 * @property {string} object
 * @property {string} decision the decision that fails when this is blank
 * @property {string} message the whole message, code first
 * @property {'enforce' | 'shadow'} mode as declared; the custom metadata record says what holds in this org
 * @property {string} effectiveFrom ISO date
 * @property {'through_won' | 'open_only'} holds
 * @property {boolean} decays true when time alone can break it
 * @property {boolean} overridable somebody may be excused for a time
 * @property {string} family
 * @property {Trigger} trigger
 * @property {readonly string[]} fields all fields that applies and met read
 * @property {readonly string[]} editFields the fields a person fills, in order
 * @property {readonly string[]} requiredFields those of them that cannot be blank, whatever the others say
 * @property {readonly string[]} undoFields a change of one of them asks again after the gate
 * @property {string | null} errorField field that carries the message
 * @property {Predicate} applies
 * @property {Predicate} met
 */
/** @typedef {{ object: string, field: string, label: string, answered: Predicate }} HandoffItem */
/** @typedef {{ id: string, label: string, type: string, clocks: readonly string[], criteria: readonly string[], items: readonly HandoffItem[] }} Handoff type: value of Type__c */
/** @typedef {{ count: number, unit: 'minutes' | 'hours' | 'days' }} Duration */
/** @typedef {{ name: string, counts: 'business' | 'wall', within: Duration, field: string | null }} Milestone */
/** @typedef {{ for: string | null, within: Duration, warnAt: Duration | null }} Target */
/** @typedef {{ id: string, label: string, clock: 'business' | 'wall', target: 'most' | 'least', targets: readonly Target[] }} ServiceLevel */
/** @typedef {{ timeZone: string, days: Readonly<Record<number, { from: string, to: string }>>, holidays: readonly string[] }} BusinessHours */
/** @typedef {{ name: string, outcomeClass: string, for: string, details: readonly string[], replacedBy?: string, atMost?: { ofQuarter: number, ofOwner: number } }} LossReason replacedBy: no longer chosen, and what counts in its place; atMost: percent of a fiscal quarter's losses */
/** @typedef {{ overdue: string, share: number | null, after: Duration | null, to: string }} EscalationStep share of the target, or time since it ran out */
/** @typedef {{ name: string, version: string, currency: string, qualifiedRank: number, businessHours: BusinessHours, serviceLevels: readonly ServiceLevel[], gateEvents: boolean, competitors: readonly string[], override: { mostDays: number, approver: string } | null, escalation: readonly EscalationStep[], lossReasons: readonly LossReason[] }} Playbook */
/**
 * @typedef {object} PlaybookObject
 * @property {string} apiName
 * @property {string} label
 * @property {string | null} stageField
 * @property {string | null} previousStageField stamped with the stage before this one
 * @property {string | null} categoryField forecast category
 * @property {string | null} overridesField exceptions granted: `|CODE:last day|…`
 * @property {readonly Stage[]} stages in rank order, the lost stage first
 * @property {Readonly<Record<string, Field>>} fields
 * @property {readonly Criterion[]} criteria
 */

/** @type {Playbook} */
export const playbook = {
	name: 'Fragment',
	version: '2026.4.0',
	currency: 'USD',
	qualifiedRank: 30,
	businessHours: {
		timeZone: 'America/New_York',
		days: { '1': { from: '09:00', to: '17:00' } },
		holidays: ['2026-01-01']
	},
	serviceLevels: [
		{ id: 'S5', label: 'Handoff answered', clock: 'business', target: 'most', targets: [{ for: null, within: { count: 1, unit: 'days' }, warnAt: { count: 4, unit: 'hours' } }] }
	],
	gateEvents: false,
	competitors: ['None known'],
	override: null,
	escalation: [],
	lossReasons: [{ name: 'Price', outcomeClass: 'lost', for: 'all', details: ['Price: over budget'] }]
};

/** @type {Readonly<Record<string, PlaybookObject>>} */
export const objects = {
	Opportunity: {
		apiName: 'Opportunity',
		label: 'Opportunity',
		stageField: 'StageName',
		previousStageField: 'Handrail_Previous_Stage__c',
		categoryField: 'ForecastCategoryName',
		overridesField: null,
		stages: [
			{ name: 'Closed Lost', rank: 0, buyerAction: 'Ends Closed Lost', purpose: 'Purpose of Closed Lost', maxDays: null, closed: true, won: false, categories: ['Omitted'], forecastCategory: 'Omitted' },
			{ name: 'Prospecting', rank: 10, buyerAction: 'Ends Prospecting', purpose: 'Purpose of Prospecting', maxDays: 21, closed: false, won: false, categories: ['Pipeline', 'Omitted'], forecastCategory: 'Pipeline' },
			{ name: 'Qualification', rank: 20, buyerAction: 'Ends Qualification', purpose: 'Purpose of Qualification', maxDays: 21, closed: false, won: false, categories: ['Pipeline', 'Omitted'], forecastCategory: 'Pipeline' },
			{ name: 'Needs Analysis', rank: 30, buyerAction: 'Ends Needs Analysis', purpose: 'Purpose of Needs Analysis', maxDays: 21, closed: false, won: false, categories: ['Pipeline', 'Omitted'], forecastCategory: 'Pipeline' },
			{ name: 'Value Proposition', rank: 40, buyerAction: 'Ends Value Proposition', purpose: 'Purpose of Value Proposition', maxDays: 21, closed: false, won: false, categories: ['Pipeline', 'Omitted'], forecastCategory: 'Pipeline' },
			{ name: 'Id. Decision Makers', rank: 50, buyerAction: 'Ends Id. Decision Makers', purpose: 'Purpose of Id. Decision Makers', maxDays: 21, closed: false, won: false, categories: ['Pipeline', 'Omitted'], forecastCategory: 'Pipeline' },
			{ name: 'Perception Analysis', rank: 60, buyerAction: 'Ends Perception Analysis', purpose: 'Purpose of Perception Analysis', maxDays: 21, closed: false, won: false, categories: ['Pipeline', 'Omitted'], forecastCategory: 'Pipeline' },
			{ name: 'Proposal/Price Quote', rank: 70, buyerAction: 'Ends Proposal/Price Quote', purpose: 'Purpose of Proposal/Price Quote', maxDays: 21, closed: false, won: false, categories: ['Pipeline', 'Omitted'], forecastCategory: 'Pipeline' },
			{ name: 'Negotiation/Review', rank: 80, buyerAction: 'Ends Negotiation/Review', purpose: 'Purpose of Negotiation/Review', maxDays: 21, closed: false, won: false, categories: ['Pipeline', 'Omitted'], forecastCategory: 'Pipeline' },
			{ name: 'Closed Won', rank: 100, buyerAction: 'Ends Closed Won', purpose: 'Purpose of Closed Won', maxDays: null, closed: true, won: true, categories: ['Closed'], forecastCategory: 'Closed' }
		],
		fields: {
			StageName: { apiName: 'StageName', label: 'StageName', type: 'Picklist', help: 'Help of StageName.', values: ['Closed Lost', 'Prospecting', 'Qualification', 'Needs Analysis', 'Value Proposition', 'Id. Decision Makers', 'Perception Analysis', 'Proposal/Price Quote', 'Negotiation/Review', 'Closed Won'] },
			ForecastCategoryName: { apiName: 'ForecastCategoryName', label: 'ForecastCategoryName', type: 'Picklist', help: 'Help of ForecastCategoryName.', values: ['Omitted', 'Pipeline', 'Best Case', 'Commit', 'Closed'] },
			OwnerId: { apiName: 'OwnerId', label: 'OwnerId', type: 'Lookup', help: 'Help of OwnerId.', referenceTo: 'User' },
			Amount: { apiName: 'Amount', label: 'Amount', type: 'Currency', help: 'Help of Amount.', scale: 2 },
			CloseDate: { apiName: 'CloseDate', label: 'CloseDate', type: 'Date', help: 'Help of CloseDate.' },
			NextStep: { apiName: 'NextStep', label: 'NextStep', type: 'Text', help: 'Help of NextStep.', length: 255 },
			Handrail_Motion__c: { apiName: 'Handrail_Motion__c', label: 'Motion', type: 'Picklist', help: 'Help of Motion.', values: ['New Logo', 'Win-back', 'Expansion', 'Renewal', 'Contraction'] },
			Handrail_Economic_Buyer__c: { apiName: 'Handrail_Economic_Buyer__c', label: 'Economic Buyer', type: 'Lookup', help: 'Help of Economic Buyer.', referenceTo: 'Contact' },
			Handrail_Next_Step_Date__c: { apiName: 'Handrail_Next_Step_Date__c', label: 'Next Step Date', type: 'Date', help: 'Help of Next Step Date.' },
			Handrail_Pain__c: { apiName: 'Handrail_Pain__c', label: 'Problem in "Their" Words', type: 'TextArea', help: 'Help of Pain.' },
			Handrail_Discount__c: { apiName: 'Handrail_Discount__c', label: 'Discount', type: 'Percent', help: 'Help of Discount.', scale: 2 },
			Handrail_Discount_Approver__c: { apiName: 'Handrail_Discount_Approver__c', label: 'Discount Approver', type: 'Lookup', help: 'Help of Discount Approver.', referenceTo: 'User' },
			Handrail_Contact_Roles__c: { apiName: 'Handrail_Contact_Roles__c', label: 'Contact Roles', type: 'Number', help: 'Help of Contact Roles.', scale: 0, readOnly: true },
			Handrail_ARR__c: { apiName: 'Handrail_ARR__c', label: 'ARR', type: 'Currency', help: 'Help of ARR.', scale: 2 },
			Handrail_Term_Start__c: { apiName: 'Handrail_Term_Start__c', label: 'Term Start', type: 'Date', help: 'Help of Term Start.' },
			Handrail_Term_Months__c: { apiName: 'Handrail_Term_Months__c', label: 'Term Months', type: 'Number', help: 'Help of Term Months.', scale: 0 },
			Handrail_Term_End__c: { apiName: 'Handrail_Term_End__c', label: 'Term End', type: 'Date', help: 'Help of Term End.', readOnly: true },
			Handrail_Loss_Reason__c: { apiName: 'Handrail_Loss_Reason__c', label: 'Loss Reason', type: 'Picklist', help: 'Help of Loss Reason.', values: ['Competitor', 'Price', 'Other'] },
			Handrail_Signed__c: { apiName: 'Handrail_Signed__c', label: 'Signed', type: 'Checkbox', help: 'Help of Signed.' },
			Handrail_Scope_Link__c: { apiName: 'Handrail_Scope_Link__c', label: 'Scope Link', type: 'Url', help: 'Help of Scope Link.' },
			Handrail_Needs__c: { apiName: 'Handrail_Needs__c', label: 'Needs', type: 'MultiselectPicklist', help: 'Help of Needs.', values: ['Routing', 'Mobile'] },
			Handrail_Story__c: { apiName: 'Handrail_Story__c', label: 'Story', type: 'LongTextArea', help: 'Help of Story.', length: 4000 },
			Handrail_Met_At__c: { apiName: 'Handrail_Met_At__c', label: 'Met At', type: 'DateTime', help: 'Help of Met At.' },
			Handrail_Previous_Stage__c: { apiName: 'Handrail_Previous_Stage__c', label: 'Previous Stage', type: 'Text', help: 'Help of Previous Stage.', length: 255, readOnly: true }
		},
		criteria: [
			{
				id: 'OPP-QUAL-01',
				recordName: 'OPP_QUAL_01',
				label: 'Economic buyer named',
				object: 'Opportunity',
				decision: 'Decision of OPP-QUAL-01?',
				message: '[OPP-QUAL-01] What is missing?',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Qualification', rank: 20 },
				fields: ['Handrail_Economic_Buyer__c', 'StageName'],
				editFields: ['Handrail_Economic_Buyer__c'],
				requiredFields: ['Handrail_Economic_Buyer__c'],
				undoFields: ['Handrail_Economic_Buyer__c'],
				errorField: 'Handrail_Economic_Buyer__c',
				applies: () => true,
				met: (record) => !isBlank(idOf(record.Handrail_Economic_Buyer__c))
			},
			{
				id: 'OPP-QUAL-02',
				recordName: 'OPP_QUAL_02',
				label: 'Next step has a date ahead',
				object: 'Opportunity',
				decision: 'Decision of OPP-QUAL-02?',
				message: '[OPP-QUAL-02] What is missing?',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'open_only',
				decays: true,
				overridable: false,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Qualification', rank: 20 },
				fields: ['NextStep', 'Handrail_Next_Step_Date__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['NextStep', 'Handrail_Next_Step_Date__c'],
				requiredFields: ['NextStep', 'Handrail_Next_Step_Date__c'],
				undoFields: ['NextStep', 'Handrail_Next_Step_Date__c'],
				errorField: 'NextStep',
				applies: (record) => !isPicklistValue(record.Handrail_Motion__c, 'Contraction'),
				met: (record, context) =>
					!isBlank(textOf(record.NextStep)) &&
					atMost(numberOf(5), lengthOf(trim(textOf(record.NextStep)))) &&
					!contains('|nextstep|', join('|', lowerCase(trim(textOf(record.NextStep))), '|')) &&
					!isBlank(
						substitute(lowerCase(trim(textOf(record.NextStep))), firstOf(lowerCase(trim(textOf(record.NextStep)))), '')
					) &&
					!isBlank(dayOf(record.Handrail_Next_Step_Date__c)) &&
					atMost(dayOf(context.today), dayOf(record.Handrail_Next_Step_Date__c))
			},
			{
				id: 'OPP-NEED-02',
				recordName: 'OPP_NEED_02',
				label: 'More than one contact',
				object: 'Opportunity',
				decision: 'Decision of OPP-NEED-02?',
				message: '[OPP-NEED-02] What is missing?',
				mode: 'shadow',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Needs Analysis', rank: 30 },
				fields: ['Handrail_Contact_Roles__c', 'Amount', 'Handrail_Motion__c', 'StageName'],
				editFields: [],
				requiredFields: [],
				undoFields: [],
				errorField: 'Handrail_Contact_Roles__c',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Expansion') ||
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record) =>
					!isBlank(numberOf(record.Handrail_Contact_Roles__c)) &&
					atMost(
						(!isBlank(numberOf(record.Amount)) && atMost(numberOf(100000), numberOf(record.Amount))) ?
						numberOf(3) :
						numberOf(2),
						numberOf(record.Handrail_Contact_Roles__c)
					)
			},
			{
				id: 'OPP-PROP-02',
				recordName: 'OPP_PROP_02',
				label: 'Discount approved',
				object: 'Opportunity',
				decision: 'Decision of OPP-PROP-02?',
				message: '[OPP-PROP-02] What is missing?',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Proposal/Price Quote', rank: 70 },
				fields: ['Handrail_Discount__c', 'Handrail_Discount_Approver__c', 'OwnerId', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Discount__c', 'Handrail_Discount_Approver__c'],
				requiredFields: [],
				undoFields: ['Handrail_Discount__c', 'Handrail_Discount_Approver__c', 'OwnerId'],
				errorField: 'Handrail_Discount_Approver__c',
				applies: (record) => !isPicklistValue(record.Handrail_Motion__c, 'Contraction'),
				met: (record) =>
					isBlank(percentOf(record.Handrail_Discount__c)) ||
					atMost(percentOf(record.Handrail_Discount__c), numberOf('0.15')) ||
					(
						!isBlank(idOf(record.Handrail_Discount_Approver__c)) &&
						!sameText(idOf(record.Handrail_Discount_Approver__c), idOf(record.OwnerId))
					)
			},
			{
				id: 'OPP-FCST-01',
				recordName: 'OPP_FCST_01',
				label: 'Commit has evidence',
				object: 'Opportunity',
				decision: 'Decision of OPP-FCST-01?',
				message: '[OPP-FCST-01] What is missing?',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Forecast',
				trigger: { kind: 'change', fields: ['StageName', 'ForecastCategoryName'] },
				fields: ['CloseDate', 'Handrail_Motion__c', 'ForecastCategoryName', 'StageName'],
				editFields: ['CloseDate'],
				requiredFields: [],
				undoFields: [],
				errorField: 'ForecastCategoryName',
				applies: (record) =>
					!(
						isPicklistValue(record.Handrail_Motion__c, 'Expansion') ||
						isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
						isPicklistValue(record.Handrail_Motion__c, 'Contraction')
					) &&
					isPicklistValue(record.ForecastCategoryName, 'Commit'),
				met: (record, context) => atMost(dayOf(context.today), dayOf(record.CloseDate))
			},
			{
				id: 'OPP-LOST-01',
				recordName: 'OPP_LOST_01',
				label: 'Loss reason',
				object: 'Opportunity',
				decision: 'Decision of OPP-LOST-01?',
				message: '[OPP-LOST-01] What is missing?',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Closing',
				trigger: { kind: 'enter', field: 'StageName', value: 'Closed Lost' },
				fields: ['Handrail_Loss_Reason__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Loss_Reason__c'],
				requiredFields: ['Handrail_Loss_Reason__c'],
				undoFields: ['Handrail_Loss_Reason__c'],
				errorField: 'Handrail_Loss_Reason__c',
				applies: (record) => !isPicklistValue(record.Handrail_Motion__c, 'Contraction'),
				met: (record) => !isPicklistValue(record.Handrail_Loss_Reason__c, '')
			},
			{
				id: 'OPP-WON-01',
				recordName: 'OPP_WON_01',
				label: 'Amounts agree',
				object: 'Opportunity',
				decision: 'Decision of OPP-WON-01?',
				message: '[OPP-WON-01] What is missing?',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Closing',
				trigger: { kind: 'enter', field: 'StageName', value: 'Closed Won' },
				fields: ['Amount', 'Handrail_ARR__c', 'Handrail_Term_Months__c', 'StageName'],
				editFields: ['Amount', 'Handrail_ARR__c', 'Handrail_Term_Months__c'],
				requiredFields: ['Amount', 'Handrail_ARR__c', 'Handrail_Term_Months__c'],
				undoFields: ['Amount', 'Handrail_ARR__c', 'Handrail_Term_Months__c'],
				errorField: 'Amount',
				applies: () => true,
				met: (record) =>
					!isBlank(numberOf(record.Amount)) &&
					!isBlank(numberOf(record.Handrail_ARR__c)) &&
					!isBlank(numberOf(record.Handrail_Term_Months__c)) &&
					atMost(
						absolute(
							add(
								numberOf(record.Amount),
								negate(
									divide(multiply(numberOf(record.Handrail_ARR__c), numberOf(record.Handrail_Term_Months__c)), numberOf(12))
								)
							)
						),
						largest(numberOf(1), multiply(absolute(numberOf(record.Amount)), numberOf('0.01')))
					)
			},
			{
				id: 'OPP-REOP-01',
				recordName: 'OPP_REOP_01',
				label: 'Reopened by RevOps',
				object: 'Opportunity',
				decision: 'Decision of OPP-REOP-01?',
				message: '[OPP-REOP-01] What is missing?',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Closing',
				trigger: { kind: 'leave', field: 'StageName', value: 'Closed Won' },
				fields: ['StageName'],
				editFields: [],
				requiredFields: [],
				undoFields: [],
				errorField: 'StageName',
				applies: armed('Handrail_Reopen_Deals', false, () => true),
				met: () => false
			},
			{
				id: 'OPP-WON-02',
				recordName: 'OPP_WON_02',
				label: 'Signed',
				object: 'Opportunity',
				decision: 'Decision of OPP-WON-02?',
				message: '[OPP-WON-02] What is missing?',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Closing',
				trigger: { kind: 'enter', field: 'StageName', value: 'Closed Won' },
				fields: ['Handrail_Signed__c', 'StageName'],
				editFields: ['Handrail_Signed__c'],
				requiredFields: [],
				undoFields: ['Handrail_Signed__c'],
				errorField: 'Handrail_Signed__c',
				applies: () => true,
				met: (record) => isChecked(record.Handrail_Signed__c)
			}
		]
	}
};

/** @type {readonly Handoff[]} */
export const handoffs = [];

/** @type {readonly Milestone[]} */
export const milestones = [];

/**
 * @param {string} objectName
 * @returns {PlaybookObject}
 */
function objectOf(objectName) {
	const object = objects[objectName];
	if (!object) {
		throw new Error(`The playbook says nothing about ${objectName}.`);
	}
	return object;
}

/**
 * @param {string} objectName
 * @param {RawValue} stageName
 * @returns {Stage | null} null for a stage the playbook does not know
 */
export function stageOf(objectName, stageName) {
	return objectOf(objectName).stages.find((stage) => stage.name === stageName) || null;
}

/**
 * The stage after this one; null when the stage is closed or unknown.
 * @param {string} objectName
 * @param {RawValue} stageName
 * @returns {Stage | null}
 */
export function nextStageOf(objectName, stageName) {
	const stage = stageOf(objectName, stageName);
	if (stage === null || stage.closed) {
		return null;
	}
	return objectOf(objectName).stages.find((candidate) => candidate.rank > stage.rank) || null;
}

/**
 * What ends a stage: its own exit criteria, and those of entering the next stage where that has some.
 * @param {string} objectName
 * @param {string} stageName
 * @returns {{ stage: Stage | null, next: Stage | null, criteria: Criterion[] }}
 */
export function gateOf(objectName, stageName) {
	const object = objectOf(objectName);
	const next = nextStageOf(objectName, stageName);
	const criteria = object.criteria.filter(({ trigger }) =>
		trigger.kind === 'exit'
			? trigger.stage === stageName
			: trigger.kind === 'enter' &&
			  trigger.field === object.stageField &&
			  next !== null &&
			  trigger.value === next.name
	);
	return { stage: stageOf(objectName, stageName), next, criteria };
}

/**
 * What holds a record in its closed stage, for users without the permission to reopen it.
 * @param {string} objectName
 * @param {string} stageName
 * @param {EvaluationContext} context
 * @returns {Criterion[]} those that this user cannot pass
 */
export function reopeningOf(objectName, stageName, context) {
	return objectOf(objectName).criteria.filter(
		(criterion) => criterion.trigger.kind === 'leave' && criterion.trigger.value === stageName && criterion.applies({}, context)
	);
}

/**
 * The fields to write when a record moves to a stage. Salesforce resets the forecast category on every change of
 * stage, so the present one is written along where the new stage allows it.
 * @param {string} objectName
 * @param {RecordValues} record
 * @param {string} stageName
 * @returns {RecordValues}
 */
export function stageChange(objectName, record, stageName) {
	const { stageField, categoryField } = objectOf(objectName);
	const stage = stageOf(objectName, stageName);
	/** @type {RecordValues} */
	const changes = stageField === null ? {} : { [stageField]: stageName };
	if (categoryField !== null && stage !== null && stage.categories.length > 0) {
		const present = record[categoryField];
		changes[categoryField] =
			typeof present === 'string' && stage.categories.includes(present) ? present : stage.forecastCategory;
	}
	return changes;
}

/**
 * The record as the rules will see it: with the changes, and with the stage before this one as the packaged flow
 * stamps it before the rules run.
 * @param {string} objectName
 * @param {RecordValues} record
 * @param {RecordValues} changes
 * @returns {RecordValues}
 */
export function recordAfter(objectName, record, changes) {
	const { stageField, previousStageField } = objectOf(objectName);
	const after = { ...record, ...changes };
	if (stageField !== null && previousStageField !== null && hasChanged(stageField, record, after)) {
		after[previousStageField] = record[stageField];
	}
	return after;
}

/**
 * The criteria that saving these changes brings up, as the validation rules do: entering a stage or a value, and
 * undoing an answer of a gate already passed. Mode, date, bypass and exceptions are left to the caller.
 * @param {string} objectName
 * @param {RecordValues | null} record before the save; null when it is being created
 * @param {RecordValues} changes
 * @param {EvaluationContext} context
 * @returns {Criterion[]} those that apply, met or not
 */
export function criteriaAsked(objectName, record, changes, context) {
	const object = objectOf(objectName);
	const before = record || {};
	const after = record === null ? { ...changes } : recordAfter(objectName, record, changes);
	return object.criteria.filter(
		(criterion) => isAsked(object, criterion, before, after, record === null) && criterion.applies(after, context)
	);
}

/**
 * The last day on which the record is excused from a criterion.
 * @param {Criterion} criterion
 * @param {RecordValues} record
 * @param {EvaluationContext} context
 * @returns {string | null} ISO date; null when it is not excused today
 */
export function excusedUntil(criterion, record, context) {
	const { overridesField } = objectOf(criterion.object);
	const granted = overridesField === null || !criterion.overridable ? null : record[overridesField];
	const entry = `|${criterion.id}:`;
	const text = typeof granted === 'string' ? granted : '';
	const start = text.indexOf(entry);
	const until = start < 0 ? '' : text.slice(start + entry.length, start + entry.length + 10);
	return until >= context.today ? until : null;
}

/**
 * The criteria that moving a record to a stage brings up: all gates up to there, and those of the stage itself.
 * @param {string} objectName
 * @param {RecordValues} record
 * @param {string} stageName
 * @param {EvaluationContext} context
 * @returns {Criterion[]} those that apply, met or not
 */
export function criteriaFor(objectName, record, stageName, context) {
	return criteriaAsked(objectName, record, stageChange(objectName, record, stageName), context);
}

/**
 * @param {string} field
 * @param {RecordValues} before
 * @param {RecordValues} after
 * @returns {boolean}
 */
function hasChanged(field, before, after) {
	return (before[field] ?? '') !== (after[field] ?? '');
}

/**
 * @param {PlaybookObject} object
 * @param {Criterion} criterion
 * @param {RecordValues} before
 * @param {RecordValues} after
 * @param {boolean} isNew
 * @returns {boolean}
 */
function isAsked(object, criterion, before, after, isNew) {
	const { trigger } = criterion;
	const undone = criterion.undoFields.some((field) => hasChanged(field, before, after));
	if (trigger.kind === 'change') {
		return isNew || trigger.fields.some((field) => hasChanged(field, before, after));
	}
	if (trigger.kind === 'enter') {
		return isValue(after[trigger.field], trigger.value) && (isNew || undone || hasChanged(trigger.field, before, after));
	}
	if (trigger.kind === 'leave') {
		return !isNew && isValue(before[trigger.field], trigger.value) && hasChanged(trigger.field, before, after);
	}
	const from = rankOf(object, before);
	const to = rankOf(object, after);
	const passed = to.rank > trigger.rank && !(criterion.holds === 'open_only' && to.closed);
	return passed && (isNew || undone || to.rank > from.rank);
}

/**
 * @param {RawValue} value
 * @param {string} wanted
 * @returns {boolean}
 */
function isValue(value, wanted) {
	return String(value ?? '').toLowerCase() === wanted.toLowerCase();
}

/**
 * Unknown stages, and the lost one, rank 0.
 * @param {PlaybookObject} object
 * @param {RecordValues} record
 * @returns {{ rank: number, closed: boolean }}
 */
function rankOf(object, record) {
	const name = object.stageField === null ? null : record[object.stageField];
	return object.stages.find((stage) => isValue(name, stage.name)) || { rank: 0, closed: false };
}

/**
 * Asked of those who hold a custom permission, or of all others: one arm of an experiment, what is reserved to some.
 * @param {string} permission
 * @param {boolean} holder
 * @param {Predicate} applies
 * @returns {Predicate}
 */
function armed(permission, holder, applies) {
	return (record, context) => (context.permissions || []).includes(permission) === holder && applies(record, context);
}

/**
 * @param {unknown} value
 * @returns {value is null | undefined | ''}
 */
function isBlank(value) {
	return value === null || value === undefined || value === '';
}

/**
 * @param {RawValue} raw
 * @returns {string | null}
 */
function textOf(raw) {
	return isBlank(raw) ? null : String(raw);
}

/**
 * Formulas see ids by their first 15 characters; the last three only repair lost case.
 * @param {RawValue} raw
 * @returns {string | null}
 */
function idOf(raw) {
	const id = textOf(raw);
	return id !== null && /^[A-Za-z0-9]{18}$/.test(id) ? id.slice(0, 15) : id;
}

/**
 * @param {RawValue} raw
 * @returns {boolean}
 */
function isChecked(raw) {
	return raw === true || raw === 'true';
}

/**
 * Reads a decimal exactly: binary floats would decide thresholds wrongly.
 * @param {RawValue} raw
 * @returns {Exact | null}
 */
function numberOf(raw) {
	if (isBlank(raw)) {
		return null;
	}
	const match = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(String(raw).trim());
	if (match === null || match[2] + match[3] === '') {
		return null;
	}
	const scale = match[3].length - Number(match[4] || 0);
	const digits = BigInt(match[1] + match[2] + match[3]);
	// Not written with **, which some toolchains turn into Math.pow; that takes no BigInt.
	const power = BigInt('1' + '0'.repeat(Math.abs(scale)));
	return scale >= 0
		? { numerator: digits, denominator: power }
		: { numerator: digits * power, denominator: BigInt(1) };
}

/**
 * A percent field holds 15 for 15 %, which computes as 0.15.
 * @param {RawValue} raw
 * @returns {Exact | null}
 */
function percentOf(raw) {
	return divide(numberOf(raw), numberOf(100));
}

/**
 * Days since 1970-01-01.
 * @param {RawValue} raw
 * @returns {number | null}
 */
function dayOf(raw) {
	return isBlank(raw) ? null : Date.parse(`${String(raw).slice(0, 10)}T00:00:00Z`) / 86400000;
}

/**
 * @param {Exact | null} left
 * @param {Exact | null} right
 * @returns {Exact | null}
 */
function add(left, right) {
	return left && right
		? {
			  numerator: left.numerator * right.denominator + right.numerator * left.denominator,
			  denominator: left.denominator * right.denominator
		  }
		: null;
}

/**
 * @param {Exact | null} value
 * @returns {Exact | null}
 */
function negate(value) {
	return value && { numerator: -value.numerator, denominator: value.denominator };
}

/**
 * @param {Exact | null} left
 * @param {Exact | null} right
 * @returns {Exact | null}
 */
function multiply(left, right) {
	return left && right
		? { numerator: left.numerator * right.numerator, denominator: left.denominator * right.denominator }
		: null;
}

/**
 * @param {Exact | null} left
 * @param {Exact | null} right never zero: the printer refuses divisors that are not constants
 * @returns {Exact | null}
 */
function divide(left, right) {
	if (!left || !right) {
		return null;
	}
	const sign = right.numerator < BigInt(0) ? BigInt(-1) : BigInt(1);
	return {
		numerator: left.numerator * right.denominator * sign,
		denominator: left.denominator * right.numerator * sign
	};
}

/**
 * @param {Exact | null} value
 * @returns {Exact | null}
 */
function absolute(value) {
	return value && value.numerator < BigInt(0) ? negate(value) : value;
}

/**
 * @param {...(Exact | null)} values
 * @returns {Exact | null} null as soon as one is blank
 */
function largest(...values) {
	return values.reduce((best, value) => best && value && (atMost(best, value) ? value : best));
}

/**
 * @param {Operand} left
 * @param {Operand} right
 * @returns {number | null} below, at or above zero; null when one of them is blank
 */
function order(left, right) {
	if (isBlank(left) || isBlank(right)) {
		return null;
	}
	if (typeof left === 'object' && typeof right === 'object') {
		const difference = left.numerator * right.denominator - right.numerator * left.denominator;
		return difference < BigInt(0) ? -1 : difference > BigInt(0) ? 1 : 0;
	}
	return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * @param {Operand} left
 * @param {Operand} right
 * @returns {boolean}
 */
function atMost(left, right) {
	const difference = order(left, right);
	return difference !== null && difference <= 0;
}

/**
 * A blank text is a text without characters.
 * @param {string | null} left
 * @param {string | null} right
 * @returns {boolean}
 */
function sameText(left, right) {
	return (left || '') === (right || '');
}

/**
 * @param {RawValue} raw value of a picklist field
 * @param {string} value compared without regard to case; '' asks for a blank
 * @returns {boolean}
 */
function isPicklistValue(raw, value) {
	return (textOf(raw) || '').toLowerCase() === value.toLowerCase();
}

/**
 * @param {string | null} value
 * @returns {Exact}
 */
function lengthOf(value) {
	return { numerator: BigInt((value || '').length), denominator: BigInt(1) };
}

/**
 * @param {string | null} value
 * @returns {string}
 */
function trim(value) {
	// As Java's trim: everything up to and including the space character.
	return (value || '').replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, '');
}

/**
 * @param {string | null} value
 * @returns {string | null}
 */
function lowerCase(value) {
	return value && value.toLocaleLowerCase('en-US');
}

/**
 * @param {string | null} value
 * @returns {string | null}
 */
function firstOf(value) {
	return value && value.slice(0, 1);
}

/**
 * @param {string | null} value
 * @param {string | null} old
 * @param {string | null} replacement
 * @returns {string | null} null when there is nothing to search or nothing to search for
 */
function substitute(value, old, replacement) {
	return value && old ? value.split(old).join(replacement || '') : null;
}

/**
 * @param {...(string | null)} parts
 * @returns {string}
 */
function join(...parts) {
	return parts.map((part) => part || '').join('');
}

/**
 * @param {string | null} value
 * @param {string | null} part
 * @returns {boolean}
 */
function contains(value, part) {
	return (value || '').includes(part || '');
}
