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
	name: 'Default playbook',
	version: '2026.4.0',
	currency: 'USD',
	qualifiedRank: 30,
	businessHours: {
		timeZone: 'America/New_York',
		days: {
			'1': { from: '09:00', to: '17:00' },
			'2': { from: '09:00', to: '17:00' },
			'3': { from: '09:00', to: '17:00' },
			'4': { from: '09:00', to: '17:00' },
			'5': { from: '09:00', to: '17:00' }
		},
		holidays: []
	},
	serviceLevels: [
		{ id: 'S1', label: 'MQL handed to a person', clock: 'business', target: 'most', targets: [{ for: null, within: { count: 15, unit: 'minutes' }, warnAt: { count: 10, unit: 'minutes' } }] },
		{ id: 'S2', label: 'First response', clock: 'business', target: 'most', targets: [{ for: 'hand-raiser', within: { count: 5, unit: 'minutes' }, warnAt: { count: 3, unit: 'minutes' } }, { for: 'other MQL', within: { count: 4, unit: 'hours' }, warnAt: { count: 3, unit: 'hours' } }] },
		{ id: 'S3', label: 'Sales decides', clock: 'business', target: 'most', targets: [{ for: null, within: { count: 2, unit: 'days' }, warnAt: { count: 1, unit: 'days' } }] },
		{ id: 'S4', label: 'SQL becomes a deal or ends', clock: 'business', target: 'most', targets: [{ for: null, within: { count: 20, unit: 'days' }, warnAt: { count: 15, unit: 'days' } }] },
		{ id: 'S5', label: 'Handoff answered', clock: 'business', target: 'most', targets: [{ for: null, within: { count: 1, unit: 'days' }, warnAt: { count: 4, unit: 'hours' } }] },
		{ id: 'S6', label: 'Kickoff held', clock: 'wall', target: 'most', targets: [{ for: null, within: { count: 48, unit: 'hours' }, warnAt: { count: 24, unit: 'hours' } }] },
		{ id: 'S7', label: 'First value', clock: 'wall', target: 'most', targets: [{ for: null, within: { count: 30, unit: 'days' }, warnAt: { count: 21, unit: 'days' } }] },
		{ id: 'S8', label: 'First invoice', clock: 'wall', target: 'most', targets: [{ for: null, within: { count: 5, unit: 'days' }, warnAt: { count: 3, unit: 'days' } }] },
		{ id: 'S9', label: 'Live billing', clock: 'wall', target: 'most', targets: [{ for: null, within: { count: 7, unit: 'days' }, warnAt: { count: 5, unit: 'days' } }] },
		{ id: 'S10', label: 'Renewal opened ahead; late from 90 days', clock: 'wall', target: 'least', targets: [{ for: null, within: { count: 120, unit: 'days' }, warnAt: { count: 125, unit: 'days' } }] },
		{ id: 'S11', label: 'Sales answers an expansion signal', clock: 'business', target: 'most', targets: [{ for: null, within: { count: 5, unit: 'days' }, warnAt: { count: 3, unit: 'days' } }] },
		{ id: 'S12', label: 'Rejection worked', clock: 'business', target: 'most', targets: [{ for: 'lead', within: { count: 5, unit: 'days' }, warnAt: null }, { for: 'handoff', within: { count: 1, unit: 'days' }, warnAt: null }] }
	],
	gateEvents: false,
	competitors: ['None known', 'Status quo / in-house', 'Orrery', 'Basalt', 'Kestrel', 'Other'],
	override: { mostDays: 14, approver: 'the owner\'s manager, who is not the requester' },
	escalation: [
		{ overdue: '100 % of the target', share: 1, after: null, to: 'the owner' },
		{ overdue: '200 % of the target', share: 2, after: null, to: 'the owner\'s manager' },
		{ overdue: '400 % of the target', share: 4, after: null, to: 'both joint owners, in the next GTM sync' },
		{ overdue: '4 weeks', share: null, after: { count: 28, unit: 'days' }, to: 'the Council' }
	],
	lossReasons: [
		{ name: 'Competitor', outcomeClass: 'lost', for: 'all', details: ['Competitor: better product fit', 'Competitor: lower price', 'Competitor: incumbent kept', 'Competitor: stronger relationship'] },
		{ name: 'Price', outcomeClass: 'lost', for: 'all', details: ['Price: over budget', 'Price: value not proven', 'Price: terms not accepted'] },
		{ name: 'Product', outcomeClass: 'lost', for: 'all', details: ['Product: missing feature', 'Product: missing integration', 'Product: security or compliance', 'Product: scale or performance'] },
		{ name: 'Other', outcomeClass: 'lost', for: 'all', details: ['Other: explained in note'], atMost: { ofQuarter: 5, ofOwner: 10 } },
		{ name: 'Timing', outcomeClass: 'derail', for: 'all', details: ['Timing: project postponed', 'Timing: budget cycle missed', 'Timing: reorganisation'] },
		{ name: 'No Decision', outcomeClass: 'derail', for: 'all', details: ['No Decision: status quo kept', 'No Decision: champion left', 'No Decision: went silent'] },
		{ name: 'Not Qualified', outcomeClass: 'derail', for: 'new', details: ['Not Qualified: too small', 'Not Qualified: outside our market', 'Not Qualified: no authority'] },
		{ name: 'Not Adopted', outcomeClass: 'churn', for: 'renewal', details: ['Not Adopted: never live', 'Not Adopted: usage dropped', 'Not Adopted: champion left'] },
		{ name: 'Business Closed', outcomeClass: 'churn', for: 'renewal', details: ['Business Closed: acquired', 'Business Closed: shut down'] },
		{ name: 'Duplicate', outcomeClass: 'void', for: 'all', details: ['Duplicate: same deal exists', 'Duplicate: entered in error'] }
	]
};

/** @type {Readonly<Record<string, PlaybookObject>>} */
export const objects = {
	Opportunity: {
		apiName: 'Opportunity',
		label: 'Opportunity',
		stageField: 'StageName',
		previousStageField: 'Handrail_Previous_Stage__c',
		categoryField: 'ForecastCategoryName',
		overridesField: 'Handrail_Overrides__c',
		stages: [
			{ name: 'Closed Lost', rank: 0, buyerAction: 'Says no, or stops', purpose: 'learn', maxDays: null, closed: true, won: false, categories: ['Omitted'], forecastCategory: 'Omitted' },
			{ name: 'Prospecting', rank: 10, buyerAction: 'Agrees to a first conversation about a problem they have', purpose: 'decide whether to invest', maxDays: 14, closed: false, won: false, categories: ['Pipeline', 'Omitted'], forecastCategory: 'Pipeline' },
			{ name: 'Qualification', rank: 20, buyerAction: 'Confirms the problem is worth solving this year and says who pays', purpose: 'decide what counts as pipeline', maxDays: 21, closed: false, won: false, categories: ['Pipeline', 'Omitted'], forecastCategory: 'Pipeline' },
			{ name: 'Needs Analysis', rank: 30, buyerAction: 'Describes how it works today and what success would look like', purpose: 'fit and scope; first stage of qualified pipeline', maxDays: 30, closed: false, won: false, categories: ['Pipeline', 'Omitted'], forecastCategory: 'Pipeline' },
			{ name: 'Value Proposition', rank: 40, buyerAction: 'Agrees what solving it is worth and asks to test', purpose: 'earn an evaluation', maxDays: 21, closed: false, won: false, categories: ['Pipeline', 'Best Case', 'Omitted'], forecastCategory: 'Pipeline' },
			{ name: 'Id. Decision Makers', rank: 50, buyerAction: 'Names everyone who must agree and brings us to them', purpose: 'reach the people who decide', maxDays: 21, closed: false, won: false, categories: ['Pipeline', 'Best Case', 'Omitted'], forecastCategory: 'Pipeline' },
			{ name: 'Perception Analysis', rank: 60, buyerAction: 'Tests, and tells us where we stand', purpose: 'know before quoting', maxDays: 14, closed: false, won: false, categories: ['Pipeline', 'Best Case', 'Omitted'], forecastCategory: 'Pipeline' },
			{ name: 'Proposal/Price Quote', rank: 70, buyerAction: 'Confirms a written scope and names who handles purchasing', purpose: 'price what was agreed', maxDays: 21, closed: false, won: false, categories: ['Pipeline', 'Best Case', 'Commit', 'Omitted'], forecastCategory: 'Pipeline' },
			{ name: 'Negotiation/Review', rank: 80, buyerAction: 'Returns terms and gives a signature date', purpose: 'sign', maxDays: 21, closed: false, won: false, categories: ['Pipeline', 'Best Case', 'Commit', 'Omitted'], forecastCategory: 'Pipeline' },
			{ name: 'Closed Won', rank: 100, buyerAction: 'Signs', purpose: 'hand over complete', maxDays: null, closed: true, won: true, categories: ['Closed'], forecastCategory: 'Closed' }
		],
		fields: {
			Handrail_Discovery_Held__c: { apiName: 'Handrail_Discovery_Held__c', label: 'Discovery Held On', type: 'Date', help: 'Day the buyer took part in a first real conversation. Not the booking.' },
			Handrail_Economic_Buyer__c: { apiName: 'Handrail_Economic_Buyer__c', label: 'Economic Buyer', type: 'Lookup', help: 'The person who can say yes to the money.', referenceTo: 'Contact' },
			Handrail_Next_Step_Date__c: { apiName: 'Handrail_Next_Step_Date__c', label: 'Next Step Date', type: 'Date', help: 'When the next step happens.' },
			Handrail_Pain__c: { apiName: 'Handrail_Pain__c', label: 'Problem in Their Words', type: 'TextArea', help: 'The problem as the buyer told it. Customer success reads this before the first call.' },
			Handrail_Success_Criteria__c: { apiName: 'Handrail_Success_Criteria__c', label: 'Success Criteria', type: 'TextArea', help: 'How the buyer will know it worked, with a number and a date if they gave one.' },
			Handrail_Contact_Roles__c: { apiName: 'Handrail_Contact_Roles__c', label: 'Contact Roles Counted', type: 'Number', help: 'Contact roles on this deal. Counted automatically.', scale: 0, readOnly: true },
			Handrail_Tech_Eval__c: { apiName: 'Handrail_Tech_Eval__c', label: 'Technical Evaluation', type: 'Picklist', help: 'State of the buyer\'s test. Not Needed is for deals below 25,000.', values: ['Not Needed', 'Scheduled', 'Passed', 'Failed'] },
			Handrail_Tech_Eval_On__c: { apiName: 'Handrail_Tech_Eval_On__c', label: 'Technical Evaluation On', type: 'Date', help: 'Day of the evaluation, ahead or past.' },
			Handrail_Business_Value__c: { apiName: 'Handrail_Business_Value__c', label: 'Value per Year to Buyer', type: 'Currency', help: 'The buyer\'s own estimate of what solving it is worth in a year.', scale: 2 },
			Handrail_Competitor__c: { apiName: 'Handrail_Competitor__c', label: 'Competitor', type: 'Picklist', help: 'Who else they consider. None known is a valid answer once you have asked.', values: ['None known', 'Status quo / in-house', 'Orrery', 'Basalt', 'Kestrel', 'Other'] },
			Handrail_Champion__c: { apiName: 'Handrail_Champion__c', label: 'Champion', type: 'Lookup', help: 'The person who sells for us when we are not in the room.', referenceTo: 'Contact' },
			Handrail_Economic_Buyer_Met__c: { apiName: 'Handrail_Economic_Buyer_Met__c', label: 'Economic Buyer Met On', type: 'Date', help: 'Day the economic buyer spoke with us.' },
			Handrail_Decision_Process__c: { apiName: 'Handrail_Decision_Process__c', label: 'Decision Process', type: 'TextArea', help: 'Who decides, in what order, by when.' },
			Handrail_Buyer_Verdict__c: { apiName: 'Handrail_Buyer_Verdict__c', label: 'Buyer\'s Verdict', type: 'Picklist', help: 'Where the buyer says we stand.', values: ['Preferred', 'Shortlisted', 'Undecided', 'Not Preferred'] },
			Handrail_Scope_Agreed_On__c: { apiName: 'Handrail_Scope_Agreed_On__c', label: 'Scope Agreed On', type: 'Date', help: 'Day the buyer confirmed the written scope.' },
			Handrail_Scope_Link__c: { apiName: 'Handrail_Scope_Link__c', label: 'Scope Document', type: 'Url', help: 'Where the agreed scope is stored.' },
			Handrail_Discount__c: { apiName: 'Handrail_Discount__c', label: 'Discount', type: 'Percent', help: 'Discount on list price.', scale: 2 },
			Handrail_Discount_Approver__c: { apiName: 'Handrail_Discount_Approver__c', label: 'Discount Approved By', type: 'Lookup', help: 'Who approved a discount above 15 percent.', referenceTo: 'User' },
			Handrail_Procurement_Contact__c: { apiName: 'Handrail_Procurement_Contact__c', label: 'Procurement Contact', type: 'Lookup', help: 'Who handles the purchase on their side.', referenceTo: 'Contact' },
			Handrail_Motion__c: { apiName: 'Handrail_Motion__c', label: 'Motion', type: 'Picklist', help: 'What kind of sale this is to finance and customer success.', values: ['New Logo', 'Win-back', 'Expansion', 'Renewal', 'Contraction'] },
			Handrail_Tier__c: { apiName: 'Handrail_Tier__c', label: 'Product Tier', type: 'Picklist', help: 'What they buy.', values: ['Starter', 'Growth', 'Scale'] },
			Handrail_ARR__c: { apiName: 'Handrail_ARR__c', label: 'ARR', type: 'Currency', help: 'Recurring value per year. Negative only for Contraction.', scale: 2 },
			Handrail_One_Off__c: { apiName: 'Handrail_One_Off__c', label: 'One-off Value', type: 'Currency', help: 'Onboarding and services, once.', scale: 2 },
			Handrail_Term_Start__c: { apiName: 'Handrail_Term_Start__c', label: 'Term Start', type: 'Date', help: 'First day of the term.' },
			Handrail_Term_Months__c: { apiName: 'Handrail_Term_Months__c', label: 'Term Months', type: 'Number', help: 'Length of the term.', scale: 0 },
			Handrail_Term_End__c: { apiName: 'Handrail_Term_End__c', label: 'Term End', type: 'Date', help: 'Last day of the term.', readOnly: true },
			Handrail_Base_Deal__c: { apiName: 'Handrail_Base_Deal__c', label: 'Renews or Changes', type: 'Lookup', help: 'The won deal this one renews, expands or reduces.', referenceTo: 'Opportunity' },
			Handrail_Renewal_Risk__c: { apiName: 'Handrail_Renewal_Risk__c', label: 'Renewal Risk', type: 'Picklist', help: 'Your judgement today.', values: ['None', 'Low', 'High'] },
			Handrail_Risk_Reason__c: { apiName: 'Handrail_Risk_Reason__c', label: 'Risk Reason', type: 'Picklist', help: 'What puts the renewal at risk.', values: ['Low usage', 'Champion left', 'Price', 'Product gap', 'Support history', 'Business change'] },
			Handrail_Agreed_Uplift__c: { apiName: 'Handrail_Agreed_Uplift__c', label: 'Agreed Uplift', type: 'Percent', help: 'By how much the contract lets the price rise at this renewal.', scale: 2 },
			Handrail_Push_Reason__c: { apiName: 'Handrail_Push_Reason__c', label: 'Last Push Reason', type: 'Picklist', help: 'Why the close date last moved out.', values: ['Buyer asked', 'Budget', 'Legal or procurement', 'Champion change', 'Our delay', 'Never real'] },
			Handrail_Billing_Contact__c: { apiName: 'Handrail_Billing_Contact__c', label: 'Billing Contact', type: 'Lookup', help: 'Who receives the invoice.', referenceTo: 'Contact' },
			Handrail_Billing_Frequency__c: { apiName: 'Handrail_Billing_Frequency__c', label: 'Billing Frequency', type: 'Picklist', help: 'How we invoice.', values: ['Yearly in advance', 'Quarterly in advance', 'Monthly'] },
			Handrail_Payment_Terms__c: { apiName: 'Handrail_Payment_Terms__c', label: 'Payment Terms', type: 'Picklist', help: 'When they pay.', values: ['Due on receipt', 'Net 30', 'Net 45', 'Net 60'] },
			Handrail_Contract_Status__c: { apiName: 'Handrail_Contract_Status__c', label: 'Contract Status', type: 'Picklist', help: 'State of the paper.', values: ['Not Sent', 'Sent', 'In Redlines', 'Agreed', 'Signed'] },
			Handrail_Promises_Made__c: { apiName: 'Handrail_Promises_Made__c', label: 'Promises Made', type: 'Picklist', help: 'Anything promised beyond the written scope?', values: ['None made', 'Listed below'] },
			Handrail_Promises__c: { apiName: 'Handrail_Promises__c', label: 'Promises', type: 'TextArea', help: 'What was promised, to whom, by when.' },
			Handrail_Kickoff_Owner__c: { apiName: 'Handrail_Kickoff_Owner__c', label: 'Kickoff Owner', type: 'Lookup', help: 'Who in customer success runs the kickoff.', referenceTo: 'User' },
			Handrail_Win_Reason__c: { apiName: 'Handrail_Win_Reason__c', label: 'Win Reason', type: 'Picklist', help: 'Why they chose us, as they said it.', values: ['Product fit', 'Price', 'Relationship', 'Speed', 'References', 'Only option'] },
			Handrail_Loss_Reason__c: { apiName: 'Handrail_Loss_Reason__c', label: 'Loss Reason', type: 'Picklist', help: 'Main reason it ended.', values: ['Competitor', 'Price', 'Product', 'Other', 'Timing', 'No Decision', 'Not Qualified', 'Not Adopted', 'Business Closed', 'Duplicate'] },
			Handrail_Loss_Detail__c: { apiName: 'Handrail_Loss_Detail__c', label: 'Loss Detail', type: 'Picklist', help: 'The detail that belongs to the reason.', values: ['Competitor: better product fit', 'Competitor: lower price', 'Competitor: incumbent kept', 'Competitor: stronger relationship', 'Price: over budget', 'Price: value not proven', 'Price: terms not accepted', 'Product: missing feature', 'Product: missing integration', 'Product: security or compliance', 'Product: scale or performance', 'Other: explained in note', 'Timing: project postponed', 'Timing: budget cycle missed', 'Timing: reorganisation', 'No Decision: status quo kept', 'No Decision: champion left', 'No Decision: went silent', 'Not Qualified: too small', 'Not Qualified: outside our market', 'Not Qualified: no authority', 'Not Adopted: never live', 'Not Adopted: usage dropped', 'Not Adopted: champion left', 'Business Closed: acquired', 'Business Closed: shut down', 'Duplicate: same deal exists', 'Duplicate: entered in error'] },
			Handrail_Loss_Note__c: { apiName: 'Handrail_Loss_Note__c', label: 'What Happened', type: 'TextArea', help: 'What the buyer said, and who told us.' },
			Handrail_Revisit_On__c: { apiName: 'Handrail_Revisit_On__c', label: 'Revisit On', type: 'Date', help: 'When to come back.' },
			Handrail_Exclude__c: { apiName: 'Handrail_Exclude__c', label: 'Exclude from Metrics', type: 'Picklist', help: 'RevOps only. Leaves sales metrics; Migration still counts as ARR.', values: ['Migration', 'Test', 'Duplicate'], readOnly: true },
			Handrail_Stage_Entered_At__c: { apiName: 'Handrail_Stage_Entered_At__c', label: 'Stage Entered At', type: 'DateTime', help: 'Set automatically.', readOnly: true },
			Handrail_Previous_Stage__c: { apiName: 'Handrail_Previous_Stage__c', label: 'Previous Stage', type: 'Text', help: 'Stage before this one. Set automatically.', length: 255, readOnly: true },
			Handrail_Overrides__c: { apiName: 'Handrail_Overrides__c', label: 'Overrides', type: 'Text', help: 'Criteria that this deal is excused from, each with its last day. Written when a request is granted.', length: 255, readOnly: true },
			Handrail_Override_Until__c: { apiName: 'Handrail_Override_Until__c', label: 'Override Until', type: 'Date', help: 'Last day of the longest override of this deal. Forecasts mark deals with one.', readOnly: true },
			AccountId: { apiName: 'AccountId', label: 'Account Name', type: 'Lookup', help: '', referenceTo: 'Account' },
			Amount: { apiName: 'Amount', label: 'Amount', type: 'Currency', help: '', scale: 2 },
			CloseDate: { apiName: 'CloseDate', label: 'Close Date', type: 'Date', help: '' },
			LeadSource: { apiName: 'LeadSource', label: 'Lead Source', type: 'Picklist', help: '', values: ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'] },
			NextStep: { apiName: 'NextStep', label: 'Next Step', type: 'Text', help: '', length: 255 },
			ForecastCategoryName: { apiName: 'ForecastCategoryName', label: 'Forecast Category', type: 'Picklist', help: '', values: ['Omitted', 'Pipeline', 'Best Case', 'Commit', 'Closed'] },
			StageName: { apiName: 'StageName', label: 'Stage', type: 'Picklist', help: '', values: ['Prospecting', 'Qualification', 'Needs Analysis', 'Value Proposition', 'Id. Decision Makers', 'Perception Analysis', 'Proposal/Price Quote', 'Negotiation/Review', 'Closed Won', 'Closed Lost'] },
			OwnerId: { apiName: 'OwnerId', label: 'Opportunity Owner', type: 'Lookup', help: '', referenceTo: 'User' },
			HasOpportunityLineItem: { apiName: 'HasOpportunityLineItem', label: 'Has Line Item', type: 'Checkbox', help: '' }
		},
		criteria: [
			{
				id: 'OPP-PROS-01',
				recordName: 'OPP_PROS_01',
				label: 'Account linked',
				object: 'Opportunity',
				decision: 'Whose history, segment and owner does this deal belong to?',
				message: '[OPP-PROS-01] Which company is this for? Choose it in Account Name.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Prospecting', rank: 10 },
				fields: ['AccountId', 'Handrail_Motion__c', 'StageName'],
				editFields: ['AccountId'],
				requiredFields: ['AccountId'],
				undoFields: ['AccountId'],
				errorField: 'AccountId',
				applies: (record) => !isPicklistValue(record.Handrail_Motion__c, 'Contraction'),
				met: (record) => !isBlank(idOf(record.AccountId))
			},
			{
				id: 'OPP-PROS-02',
				recordName: 'OPP_PROS_02',
				label: 'Discovery held',
				object: 'Opportunity',
				decision: 'Do we lose before or after a real conversation?',
				message: '[OPP-PROS-02] Has the buyer had a first real conversation with us? Enter the day in Discovery Held On (today or earlier).',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Prospecting', rank: 10 },
				fields: ['Handrail_Discovery_Held__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Discovery_Held__c'],
				requiredFields: ['Handrail_Discovery_Held__c'],
				undoFields: ['Handrail_Discovery_Held__c'],
				errorField: 'Handrail_Discovery_Held__c',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record, context) =>
					!isBlank(dayOf(record.Handrail_Discovery_Held__c)) &&
					atMost(dayOf(record.Handrail_Discovery_Held__c), dayOf(context.today))
			},
			{
				id: 'OPP-PROS-03',
				recordName: 'OPP_PROS_03',
				label: 'Source known',
				object: 'Opportunity',
				decision: 'Which channel brings deals that close, not only leads?',
				message: '[OPP-PROS-03] How did this deal begin? Choose a Lead Source.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Prospecting', rank: 10 },
				fields: ['LeadSource', 'Handrail_Motion__c', 'StageName'],
				editFields: ['LeadSource'],
				requiredFields: ['LeadSource'],
				undoFields: ['LeadSource'],
				errorField: 'LeadSource',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Expansion') ||
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record) => !isPicklistValue(record.LeadSource, '')
			},
			{
				id: 'OPP-RENW-01',
				recordName: 'OPP_RENW_01',
				label: 'Base deal linked',
				object: 'Opportunity',
				decision: 'Which ARR does this keep, add or take away?',
				message: '[OPP-RENW-01] Which signed deal does this renew or change? Choose it in Renews or Changes.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Prospecting', rank: 10 },
				fields: ['Handrail_Base_Deal__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Base_Deal__c'],
				requiredFields: ['Handrail_Base_Deal__c'],
				undoFields: ['Handrail_Base_Deal__c'],
				errorField: 'Handrail_Base_Deal__c',
				applies: (record) =>
					isPicklistValue(record.Handrail_Motion__c, 'Expansion') ||
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction'),
				met: (record) => !isBlank(idOf(record.Handrail_Base_Deal__c))
			},
			{
				id: 'OPP-QUAL-01',
				recordName: 'OPP_QUAL_01',
				label: 'Economic buyer named',
				object: 'Opportunity',
				decision: 'Who can sign, and do we have a way to them?',
				message: '[OPP-QUAL-01] Who can say yes to the money? Choose that person in Economic Buyer.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Qualification', rank: 20 },
				fields: ['Handrail_Economic_Buyer__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Economic_Buyer__c'],
				requiredFields: ['Handrail_Economic_Buyer__c'],
				undoFields: ['Handrail_Economic_Buyer__c'],
				errorField: 'Handrail_Economic_Buyer__c',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record) => !isBlank(idOf(record.Handrail_Economic_Buyer__c))
			},
			{
				id: 'OPP-QUAL-02',
				recordName: 'OPP_QUAL_02',
				label: 'Next step has a date ahead',
				object: 'Opportunity',
				decision: 'Is this deal moving, or only open?',
				message: '[OPP-QUAL-02] What happens next, and when? Fill Next Step and set Next Step Date to today or later.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'open_only',
				decays: true,
				overridable: true,
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
					!contains(
						'|to do|unknown|not known|unsure|later|pending|qwerty|same as above|see notes|see above|as discussed|not applicable|blank|empty|dummy|next step|',
						join('|', lowerCase(trim(textOf(record.NextStep))), '|')
					) &&
					!isBlank(
						substitute(lowerCase(trim(textOf(record.NextStep))), firstOf(lowerCase(trim(textOf(record.NextStep)))), '')
					) &&
					!isBlank(dayOf(record.Handrail_Next_Step_Date__c)) &&
					atMost(dayOf(context.today), dayOf(record.Handrail_Next_Step_Date__c))
			},
			{
				id: 'OPP-QUAL-03',
				recordName: 'OPP_QUAL_03',
				label: 'Problem in the buyer\'s words',
				object: 'Opportunity',
				decision: 'Is there a reason to change at all?',
				message: '[OPP-QUAL-03] What problem did the buyer describe? One sentence in Problem in Their Words; customer success will read it too.',
				mode: 'shadow',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Qualification', rank: 20 },
				fields: ['Handrail_Pain__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Pain__c'],
				requiredFields: ['Handrail_Pain__c'],
				undoFields: ['Handrail_Pain__c'],
				errorField: 'Handrail_Pain__c',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record) =>
					!isBlank(textOf(record.Handrail_Pain__c)) &&
					atMost(numberOf(20), lengthOf(trim(textOf(record.Handrail_Pain__c)))) &&
					!contains('|problem in their words|', join('|', lowerCase(trim(textOf(record.Handrail_Pain__c))), '|')) &&
					!isBlank(
						substitute(
							lowerCase(trim(textOf(record.Handrail_Pain__c))),
							firstOf(lowerCase(trim(textOf(record.Handrail_Pain__c)))),
							''
						)
					)
			},
			{
				id: 'OPP-QUAL-04',
				recordName: 'OPP_QUAL_04',
				label: 'Amount estimated',
				object: 'Opportunity',
				decision: 'How much pipeline did we create this week?',
				message: '[OPP-QUAL-04] Roughly how much is this worth? Enter an Amount above zero; you can correct it later.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Qualification', rank: 20 },
				fields: ['Amount', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Amount'],
				requiredFields: ['Amount'],
				undoFields: ['Amount'],
				errorField: 'Amount',
				applies: (record) => !isPicklistValue(record.Handrail_Motion__c, 'Contraction'),
				met: (record) => !isBlank(numberOf(record.Amount)) && below(numberOf(0), numberOf(record.Amount))
			},
			{
				id: 'OPP-RENW-02',
				recordName: 'OPP_RENW_02',
				label: 'Renewal risk judged',
				object: 'Opportunity',
				decision: 'Which customers need help before they need a quote?',
				message: '[OPP-RENW-02] How safe is this renewal? Choose Renewal Risk, and a Risk Reason unless it is None.',
				mode: 'shadow',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Qualification', rank: 20 },
				fields: ['Handrail_Renewal_Risk__c', 'Handrail_Risk_Reason__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Renewal_Risk__c', 'Handrail_Risk_Reason__c'],
				requiredFields: ['Handrail_Renewal_Risk__c'],
				undoFields: ['Handrail_Renewal_Risk__c', 'Handrail_Risk_Reason__c'],
				errorField: 'Handrail_Renewal_Risk__c',
				applies: (record) => isPicklistValue(record.Handrail_Motion__c, 'Renewal'),
				met: (record) =>
					!isPicklistValue(record.Handrail_Renewal_Risk__c, '') &&
					(isPicklistValue(record.Handrail_Renewal_Risk__c, 'None') || !isPicklistValue(record.Handrail_Risk_Reason__c, ''))
			},
			{
				id: 'OPP-NEED-01',
				recordName: 'OPP_NEED_01',
				label: 'Success criteria agreed',
				object: 'Opportunity',
				decision: 'What must customer success deliver in the first 30 days?',
				message: '[OPP-NEED-01] How will the buyer know it worked? Write it in Success Criteria (20 characters or more).',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Needs Analysis', rank: 30 },
				fields: ['Handrail_Success_Criteria__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Success_Criteria__c'],
				requiredFields: ['Handrail_Success_Criteria__c'],
				undoFields: ['Handrail_Success_Criteria__c'],
				errorField: 'Handrail_Success_Criteria__c',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record) =>
					!isBlank(textOf(record.Handrail_Success_Criteria__c)) &&
					atMost(numberOf(20), lengthOf(trim(textOf(record.Handrail_Success_Criteria__c)))) &&
					!isBlank(
						substitute(
							lowerCase(trim(textOf(record.Handrail_Success_Criteria__c))),
							firstOf(lowerCase(trim(textOf(record.Handrail_Success_Criteria__c)))),
							''
						)
					)
			},
			{
				id: 'OPP-NEED-02',
				recordName: 'OPP_NEED_02',
				label: 'More than one contact',
				object: 'Opportunity',
				decision: 'Does this deal survive if our contact leaves?',
				message: '[OPP-NEED-02] Who else at the buyer is involved? Add Contact Roles: two, or three from 100,000 up.',
				mode: 'shadow',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
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
				id: 'OPP-NEED-03',
				recordName: 'OPP_NEED_03',
				label: 'Close date ahead',
				object: 'Opportunity',
				decision: 'Which quarter should finance expect this in?',
				message: '[OPP-NEED-03] The Close Date has passed. When will the buyer sign?',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'open_only',
				decays: true,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Needs Analysis', rank: 30 },
				fields: ['CloseDate', 'Handrail_Motion__c', 'StageName'],
				editFields: ['CloseDate'],
				requiredFields: [],
				undoFields: ['CloseDate'],
				errorField: 'CloseDate',
				applies: (record) => !isPicklistValue(record.Handrail_Motion__c, 'Contraction'),
				met: (record, context) => atMost(dayOf(context.today), dayOf(record.CloseDate))
			},
			{
				id: 'OPP-VALU-01',
				recordName: 'OPP_VALU_01',
				label: 'Technical evaluation scheduled',
				object: 'Opportunity',
				decision: 'Has the buyer put time into this?',
				message: '[OPP-VALU-01] When will they test it? Set Technical Evaluation and its date. Not Needed is fine below 25,000.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Value Proposition', rank: 40 },
				fields: ['Handrail_Tech_Eval__c', 'Amount', 'Handrail_Tech_Eval_On__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Tech_Eval__c', 'Amount', 'Handrail_Tech_Eval_On__c'],
				requiredFields: ['Handrail_Tech_Eval__c'],
				undoFields: ['Handrail_Tech_Eval__c', 'Amount', 'Handrail_Tech_Eval_On__c'],
				errorField: 'Handrail_Tech_Eval__c',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record) =>
					(
						isPicklistValue(record.Handrail_Tech_Eval__c, 'Not Needed') &&
						!isBlank(numberOf(record.Amount)) &&
						below(numberOf(record.Amount), numberOf(25000))
					) ||
					(
						(
							isPicklistValue(record.Handrail_Tech_Eval__c, 'Scheduled') ||
							isPicklistValue(record.Handrail_Tech_Eval__c, 'Passed')
						) &&
						!isBlank(dayOf(record.Handrail_Tech_Eval_On__c))
					)
			},
			{
				id: 'OPP-VALU-02',
				recordName: 'OPP_VALU_02',
				label: 'Worth more than it costs',
				object: 'Opportunity',
				decision: 'Will price kill this late?',
				message: '[OPP-VALU-02] What is solving this worth to them in a year? Enter Value per Year to Buyer; it should be at least the Amount.',
				mode: 'shadow',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Value Proposition', rank: 40 },
				fields: ['Handrail_Business_Value__c', 'Amount', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Business_Value__c', 'Amount'],
				requiredFields: ['Handrail_Business_Value__c', 'Amount'],
				undoFields: ['Handrail_Business_Value__c', 'Amount'],
				errorField: 'Handrail_Business_Value__c',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Expansion') ||
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record) =>
					!isBlank(numberOf(record.Handrail_Business_Value__c)) &&
					below(numberOf(0), numberOf(record.Handrail_Business_Value__c)) &&
					!isBlank(numberOf(record.Amount)) &&
					atMost(numberOf(record.Amount), numberOf(record.Handrail_Business_Value__c))
			},
			{
				id: 'OPP-VALU-03',
				recordName: 'OPP_VALU_03',
				label: 'Competitor known',
				object: 'Opportunity',
				decision: 'Whom do we prepare for?',
				message: '[OPP-VALU-03] Who else do they consider? Choose a Competitor; None known is fine once you have asked.',
				mode: 'shadow',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Value Proposition', rank: 40 },
				fields: ['Handrail_Competitor__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Competitor__c'],
				requiredFields: ['Handrail_Competitor__c'],
				undoFields: ['Handrail_Competitor__c'],
				errorField: 'Handrail_Competitor__c',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Expansion') ||
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record) => !isPicklistValue(record.Handrail_Competitor__c, '')
			},
			{
				id: 'OPP-IDDM-01',
				recordName: 'OPP_IDDM_01',
				label: 'Champion named',
				object: 'Opportunity',
				decision: 'Who sells for us when we are not there?',
				message: '[OPP-IDDM-01] Who on their side wants this to happen? Choose that person in Champion.',
				mode: 'shadow',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Id. Decision Makers', rank: 50 },
				fields: ['Handrail_Champion__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Champion__c'],
				requiredFields: ['Handrail_Champion__c'],
				undoFields: ['Handrail_Champion__c'],
				errorField: 'Handrail_Champion__c',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Expansion') ||
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record) => !isBlank(idOf(record.Handrail_Champion__c))
			},
			{
				id: 'OPP-IDDM-02',
				recordName: 'OPP_IDDM_02',
				label: 'Economic buyer met',
				object: 'Opportunity',
				decision: 'Are we forecasting the buyer\'s view or ours?',
				message: '[OPP-IDDM-02] Has the economic buyer spoken with us? Enter the day in Economic Buyer Met On (today or earlier).',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Id. Decision Makers', rank: 50 },
				fields: ['Handrail_Economic_Buyer_Met__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Economic_Buyer_Met__c'],
				requiredFields: ['Handrail_Economic_Buyer_Met__c'],
				undoFields: ['Handrail_Economic_Buyer_Met__c'],
				errorField: 'Handrail_Economic_Buyer_Met__c',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Expansion') ||
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record, context) =>
					!isBlank(dayOf(record.Handrail_Economic_Buyer_Met__c)) &&
					atMost(dayOf(record.Handrail_Economic_Buyer_Met__c), dayOf(context.today))
			},
			{
				id: 'OPP-IDDM-03',
				recordName: 'OPP_IDDM_03',
				label: 'Decision process known',
				object: 'Opportunity',
				decision: 'How many steps stand between yes and signature?',
				message: '[OPP-IDDM-03] Who decides, in what order, by when? Write it in Decision Process.',
				mode: 'shadow',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Id. Decision Makers', rank: 50 },
				fields: ['Handrail_Decision_Process__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Decision_Process__c'],
				requiredFields: ['Handrail_Decision_Process__c'],
				undoFields: ['Handrail_Decision_Process__c'],
				errorField: 'Handrail_Decision_Process__c',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Expansion') ||
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record) =>
					!isBlank(textOf(record.Handrail_Decision_Process__c)) &&
					atMost(numberOf(20), lengthOf(trim(textOf(record.Handrail_Decision_Process__c)))) &&
					!isBlank(
						substitute(
							lowerCase(trim(textOf(record.Handrail_Decision_Process__c))),
							firstOf(lowerCase(trim(textOf(record.Handrail_Decision_Process__c)))),
							''
						)
					)
			},
			{
				id: 'OPP-PERC-01',
				recordName: 'OPP_PERC_01',
				label: 'Technical evaluation passed',
				object: 'Opportunity',
				decision: 'Should we spend effort on a proposal?',
				message: '[OPP-PERC-01] Did the evaluation pass? Update Technical Evaluation before quoting.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Perception Analysis', rank: 60 },
				fields: ['Handrail_Tech_Eval__c', 'Amount', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Tech_Eval__c', 'Amount'],
				requiredFields: ['Handrail_Tech_Eval__c'],
				undoFields: ['Handrail_Tech_Eval__c', 'Amount'],
				errorField: 'Handrail_Tech_Eval__c',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record) =>
					isPicklistValue(record.Handrail_Tech_Eval__c, 'Passed') ||
					(
						isPicklistValue(record.Handrail_Tech_Eval__c, 'Not Needed') &&
						!isBlank(numberOf(record.Amount)) &&
						below(numberOf(record.Amount), numberOf(25000))
					)
			},
			{
				id: 'OPP-PERC-02',
				recordName: 'OPP_PERC_02',
				label: 'Buyer says we are in',
				object: 'Opportunity',
				decision: 'Are we a choice or a comparison?',
				message: '[OPP-PERC-02] Where does the buyer say we stand? Ask, then set Buyer\'s Verdict; a proposal makes sense from Shortlisted on.',
				mode: 'shadow',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Perception Analysis', rank: 60 },
				fields: ['Handrail_Buyer_Verdict__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Buyer_Verdict__c'],
				requiredFields: ['Handrail_Buyer_Verdict__c'],
				undoFields: ['Handrail_Buyer_Verdict__c'],
				errorField: 'Handrail_Buyer_Verdict__c',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Expansion') ||
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record) =>
					isPicklistValue(record.Handrail_Buyer_Verdict__c, 'Preferred') ||
					isPicklistValue(record.Handrail_Buyer_Verdict__c, 'Shortlisted')
			},
			{
				id: 'OPP-PROP-01',
				recordName: 'OPP_PROP_01',
				label: 'Written scope agreed',
				object: 'Opportunity',
				decision: 'Are we negotiating a price or still a product?',
				message: '[OPP-PROP-01] Has the buyer confirmed the scope in writing? Enter Scope Agreed On and link the Scope Document.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Proposal/Price Quote', rank: 70 },
				fields: ['Handrail_Scope_Agreed_On__c', 'Handrail_Scope_Link__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Scope_Agreed_On__c', 'Handrail_Scope_Link__c'],
				requiredFields: ['Handrail_Scope_Agreed_On__c', 'Handrail_Scope_Link__c'],
				undoFields: ['Handrail_Scope_Agreed_On__c', 'Handrail_Scope_Link__c'],
				errorField: 'Handrail_Scope_Agreed_On__c',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record, context) =>
					!isBlank(dayOf(record.Handrail_Scope_Agreed_On__c)) &&
					atMost(dayOf(record.Handrail_Scope_Agreed_On__c), dayOf(context.today)) &&
					!isBlank(textOf(record.Handrail_Scope_Link__c))
			},
			{
				id: 'OPP-PROP-02',
				recordName: 'OPP_PROP_02',
				label: 'Discount approved',
				object: 'Opportunity',
				decision: 'Is this price ours to offer?',
				message: '[OPP-PROP-02] Discounts above 15 percent need a second pair of eyes. Name who approved it in Discount Approved By.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
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
				id: 'OPP-PROP-03',
				recordName: 'OPP_PROP_03',
				label: 'Procurement contact identified',
				object: 'Opportunity',
				decision: 'Who can delay the signature?',
				message: '[OPP-PROP-03] Who handles the purchase on their side? Choose that person in Procurement Contact.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Proposal/Price Quote', rank: 70 },
				fields: ['Handrail_Procurement_Contact__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Procurement_Contact__c'],
				requiredFields: ['Handrail_Procurement_Contact__c'],
				undoFields: ['Handrail_Procurement_Contact__c'],
				errorField: 'Handrail_Procurement_Contact__c',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Expansion') ||
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record) => !isBlank(idOf(record.Handrail_Procurement_Contact__c))
			},
			{
				id: 'OPP-NEGO-01',
				recordName: 'OPP_NEGO_01',
				label: 'Recurring value stated',
				object: 'Opportunity',
				decision: 'What does ARR become when this is signed?',
				message: '[OPP-NEGO-01] How much of this recurs every year? Enter ARR (0 if nothing recurs).',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Negotiation/Review', rank: 80 },
				fields: ['Handrail_ARR__c', 'StageName'],
				editFields: ['Handrail_ARR__c'],
				requiredFields: ['Handrail_ARR__c'],
				undoFields: ['Handrail_ARR__c'],
				errorField: 'Handrail_ARR__c',
				applies: () => true,
				met: (record) => !isBlank(numberOf(record.Handrail_ARR__c))
			},
			{
				id: 'OPP-NEGO-02',
				recordName: 'OPP_NEGO_02',
				label: 'Term agreed',
				object: 'Opportunity',
				decision: 'When does billing start, and when must we renew?',
				message: '[OPP-NEGO-02] When does the term start and how long is it? Fill Term Start and Term Months (1 to 84).',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Negotiation/Review', rank: 80 },
				fields: ['Handrail_Term_Start__c', 'Handrail_Term_Months__c', 'StageName'],
				editFields: ['Handrail_Term_Start__c', 'Handrail_Term_Months__c'],
				requiredFields: ['Handrail_Term_Start__c', 'Handrail_Term_Months__c'],
				undoFields: ['Handrail_Term_Start__c', 'Handrail_Term_Months__c'],
				errorField: 'Handrail_Term_Start__c',
				applies: () => true,
				met: (record) =>
					!isBlank(dayOf(record.Handrail_Term_Start__c)) &&
					!isBlank(numberOf(record.Handrail_Term_Months__c)) &&
					atMost(numberOf(1), numberOf(record.Handrail_Term_Months__c)) &&
					atMost(numberOf(record.Handrail_Term_Months__c), numberOf(84))
			},
			{
				id: 'OPP-NEGO-03',
				recordName: 'OPP_NEGO_03',
				label: 'Motion chosen',
				object: 'Opportunity',
				decision: 'New customer, returning customer, or more of the same?',
				message: '[OPP-NEGO-03] What kind of sale is this? Choose a Motion; it decides who takes over and how it is counted.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Opportunity',
				trigger: { kind: 'exit', stage: 'Negotiation/Review', rank: 80 },
				fields: ['Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Motion__c'],
				requiredFields: ['Handrail_Motion__c'],
				undoFields: ['Handrail_Motion__c'],
				errorField: 'Handrail_Motion__c',
				applies: () => true,
				met: (record) => !isPicklistValue(record.Handrail_Motion__c, '')
			},
			{
				id: 'OPP-REOP-01',
				recordName: 'OPP_REOP_01',
				label: 'Reopened by RevOps',
				object: 'Opportunity',
				decision: 'Does revenue that was booked stay booked?',
				message: '[OPP-REOP-01] This deal is won and handed over. Ask RevOps to reopen it, and say what changed.',
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
				id: 'OPP-FCST-01',
				recordName: 'OPP_FCST_01',
				label: 'Category fits the stage',
				object: 'Opportunity',
				decision: 'Can finance plan with this category?',
				message: '[OPP-FCST-01] Best Case starts at Value Proposition, Commit at Proposal/Price Quote. Choose a lower Forecast Category for now.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Forecast',
				trigger: { kind: 'change', fields: ['StageName', 'ForecastCategoryName'] },
				fields: ['ForecastCategoryName', 'StageName', 'Handrail_Motion__c'],
				editFields: ['ForecastCategoryName'],
				requiredFields: [],
				undoFields: [],
				errorField: 'ForecastCategoryName',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Expansion') ||
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record) => atMost(
					isPicklistValue(record.ForecastCategoryName, 'Commit') ? numberOf(70) :
					isPicklistValue(record.ForecastCategoryName, 'Best Case') ? numberOf(40) :
					numberOf(0),
					isPicklistValue(record.StageName, 'Prospecting') ? numberOf(10) :
					isPicklistValue(record.StageName, 'Qualification') ? numberOf(20) :
					isPicklistValue(record.StageName, 'Needs Analysis') ? numberOf(30) :
					isPicklistValue(record.StageName, 'Value Proposition') ? numberOf(40) :
					isPicklistValue(record.StageName, 'Id. Decision Makers') ? numberOf(50) :
					isPicklistValue(record.StageName, 'Perception Analysis') ? numberOf(60) :
					isPicklistValue(record.StageName, 'Proposal/Price Quote') ? numberOf(70) :
					isPicklistValue(record.StageName, 'Negotiation/Review') ? numberOf(80) :
					isPicklistValue(record.StageName, 'Closed Won') ? numberOf(100) :
					isPicklistValue(record.StageName, 'Closed Lost') ? numberOf(100) :
					numberOf(0)
				)
			},
			{
				id: 'OPP-FCST-02',
				recordName: 'OPP_FCST_02',
				label: 'Commit has evidence',
				object: 'Opportunity',
				decision: 'What would we tell the board?',
				message: '[OPP-FCST-02] Commit rests on four facts: Economic Buyer Met On, Scope Agreed On, Procurement Contact and a Close Date ahead. Add them or choose Best Case.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: true,
				overridable: false,
				family: 'Forecast',
				trigger: { kind: 'change', fields: ['StageName', 'ForecastCategoryName'] },
				fields: [
					'Handrail_Economic_Buyer_Met__c',
					'Handrail_Scope_Agreed_On__c',
					'Handrail_Procurement_Contact__c',
					'CloseDate',
					'Handrail_Motion__c',
					'ForecastCategoryName',
					'StageName'
				],
				editFields: [
					'Handrail_Economic_Buyer_Met__c',
					'Handrail_Scope_Agreed_On__c',
					'Handrail_Procurement_Contact__c',
					'CloseDate'
				],
				requiredFields: [
					'Handrail_Economic_Buyer_Met__c',
					'Handrail_Scope_Agreed_On__c',
					'Handrail_Procurement_Contact__c'
				],
				undoFields: [],
				errorField: 'ForecastCategoryName',
				applies: (record) =>
					!(
						isPicklistValue(record.Handrail_Motion__c, 'Expansion') ||
						isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
						isPicklistValue(record.Handrail_Motion__c, 'Contraction')
					) &&
					isPicklistValue(record.ForecastCategoryName, 'Commit'),
				met: (record, context) =>
					!isBlank(dayOf(record.Handrail_Economic_Buyer_Met__c)) &&
					!isBlank(dayOf(record.Handrail_Scope_Agreed_On__c)) &&
					!isBlank(idOf(record.Handrail_Procurement_Contact__c)) &&
					atMost(dayOf(context.today), dayOf(record.CloseDate))
			},
			{
				id: 'OPP-FCST-03',
				recordName: 'OPP_FCST_03',
				label: 'Best case has evidence',
				object: 'Opportunity',
				decision: 'What could still land this quarter?',
				message: '[OPP-FCST-03] Best Case rests on an Economic Buyer and a Technical Evaluation that is at least scheduled.',
				mode: 'shadow',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Forecast',
				trigger: { kind: 'change', fields: ['StageName', 'ForecastCategoryName'] },
				fields: [
					'Handrail_Economic_Buyer__c',
					'Handrail_Tech_Eval__c',
					'Handrail_Motion__c',
					'ForecastCategoryName',
					'StageName'
				],
				editFields: ['Handrail_Economic_Buyer__c', 'Handrail_Tech_Eval__c'],
				requiredFields: ['Handrail_Economic_Buyer__c', 'Handrail_Tech_Eval__c'],
				undoFields: [],
				errorField: 'ForecastCategoryName',
				applies: (record) =>
					!(
						isPicklistValue(record.Handrail_Motion__c, 'Expansion') ||
						isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
						isPicklistValue(record.Handrail_Motion__c, 'Contraction')
					) &&
					isPicklistValue(record.ForecastCategoryName, 'Best Case'),
				met: (record) =>
					!isBlank(idOf(record.Handrail_Economic_Buyer__c)) &&
					(
						isPicklistValue(record.Handrail_Tech_Eval__c, 'Scheduled') ||
						isPicklistValue(record.Handrail_Tech_Eval__c, 'Passed') ||
						isPicklistValue(record.Handrail_Tech_Eval__c, 'Not Needed')
					)
			},
			{
				id: 'OPP-LOST-01',
				recordName: 'OPP_LOST_01',
				label: 'Loss reason',
				object: 'Opportunity',
				decision: 'Are we losing on price, timing, product or to someone?',
				message: '[OPP-LOST-01] What ended it? Choose a Loss Reason.',
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
				id: 'OPP-LOST-02',
				recordName: 'OPP_LOST_02',
				label: 'Detail belongs to the reason',
				object: 'Opportunity',
				decision: 'What exactly should product, pricing or marketing change?',
				message: '[OPP-LOST-02] Choose the Loss Detail that begins with the Loss Reason you chose.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Closing',
				trigger: { kind: 'enter', field: 'StageName', value: 'Closed Lost' },
				fields: ['Handrail_Loss_Detail__c', 'Handrail_Loss_Reason__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Loss_Detail__c', 'Handrail_Loss_Reason__c'],
				requiredFields: ['Handrail_Loss_Detail__c'],
				undoFields: ['Handrail_Loss_Detail__c', 'Handrail_Loss_Reason__c'],
				errorField: 'Handrail_Loss_Detail__c',
				applies: (record) =>
					!isPicklistValue(record.Handrail_Motion__c, 'Contraction') &&
					!isPicklistValue(record.Handrail_Loss_Reason__c, ''),
				met: (record) => !!(
					!isPicklistValue(record.Handrail_Loss_Detail__c, '') &&
					begins(textOf(record.Handrail_Loss_Detail__c), join(textOf(record.Handrail_Loss_Reason__c), ':'))
				)
			},
			{
				id: 'OPP-LOST-03',
				recordName: 'OPP_LOST_03',
				label: 'Competitor named',
				object: 'Opportunity',
				decision: 'Do we lose to one rival in particular?',
				message: '[OPP-LOST-03] Who won it? Choose a Competitor.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Closing',
				trigger: { kind: 'enter', field: 'StageName', value: 'Closed Lost' },
				fields: ['Handrail_Competitor__c', 'Handrail_Motion__c', 'Handrail_Loss_Reason__c', 'StageName'],
				editFields: ['Handrail_Competitor__c'],
				requiredFields: ['Handrail_Competitor__c'],
				undoFields: ['Handrail_Competitor__c'],
				errorField: 'Handrail_Competitor__c',
				applies: (record) =>
					!isPicklistValue(record.Handrail_Motion__c, 'Contraction') &&
					isPicklistValue(record.Handrail_Loss_Reason__c, 'Competitor'),
				met: (record) =>
					!isPicklistValue(record.Handrail_Competitor__c, '') &&
					!isPicklistValue(record.Handrail_Competitor__c, 'None known') &&
					!isPicklistValue(record.Handrail_Competitor__c, 'Status quo / in-house')
			},
			{
				id: 'OPP-LOST-04',
				recordName: 'OPP_LOST_04',
				label: 'Evidence after evaluation began',
				object: 'Opportunity',
				decision: 'Do we believe the reason?',
				message: '[OPP-LOST-04] This deal came far. What did the buyer say, and who told us? Two lines in What Happened.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Closing',
				trigger: { kind: 'enter', field: 'StageName', value: 'Closed Lost' },
				fields: ['Handrail_Loss_Note__c', 'Handrail_Motion__c', 'Handrail_Previous_Stage__c', 'StageName'],
				editFields: ['Handrail_Loss_Note__c'],
				requiredFields: ['Handrail_Loss_Note__c'],
				undoFields: ['Handrail_Loss_Note__c'],
				errorField: 'Handrail_Loss_Note__c',
				applies: (record) =>
					!(
						isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
						isPicklistValue(record.Handrail_Motion__c, 'Contraction')
					) &&
					equal(
						sameText(textOf(record.Handrail_Previous_Stage__c), 'Value Proposition') ? numberOf(1) :
						sameText(textOf(record.Handrail_Previous_Stage__c), 'Id. Decision Makers') ? numberOf(1) :
						sameText(textOf(record.Handrail_Previous_Stage__c), 'Perception Analysis') ? numberOf(1) :
						sameText(textOf(record.Handrail_Previous_Stage__c), 'Proposal/Price Quote') ? numberOf(1) :
						sameText(textOf(record.Handrail_Previous_Stage__c), 'Negotiation/Review') ? numberOf(1) :
						numberOf(0),
						numberOf(1)
					),
				met: (record) =>
					!isBlank(textOf(record.Handrail_Loss_Note__c)) &&
					atMost(numberOf(20), lengthOf(trim(textOf(record.Handrail_Loss_Note__c)))) &&
					!isBlank(
						substitute(
							lowerCase(trim(textOf(record.Handrail_Loss_Note__c))),
							firstOf(lowerCase(trim(textOf(record.Handrail_Loss_Note__c)))),
							''
						)
					)
			},
			{
				id: 'OPP-LOST-05',
				recordName: 'OPP_LOST_05',
				label: 'Other is explained',
				object: 'Opportunity',
				decision: 'Which reason is missing from the list?',
				message: '[OPP-LOST-05] Other needs its story: 40 characters or more in What Happened, so that the list can improve.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Closing',
				trigger: { kind: 'enter', field: 'StageName', value: 'Closed Lost' },
				fields: ['Handrail_Loss_Note__c', 'Handrail_Motion__c', 'Handrail_Loss_Reason__c', 'StageName'],
				editFields: ['Handrail_Loss_Note__c'],
				requiredFields: ['Handrail_Loss_Note__c'],
				undoFields: ['Handrail_Loss_Note__c'],
				errorField: 'Handrail_Loss_Note__c',
				applies: (record) =>
					!isPicklistValue(record.Handrail_Motion__c, 'Contraction') &&
					isPicklistValue(record.Handrail_Loss_Reason__c, 'Other'),
				met: (record) =>
					!isBlank(textOf(record.Handrail_Loss_Note__c)) &&
					atMost(numberOf(40), lengthOf(trim(textOf(record.Handrail_Loss_Note__c)))) &&
					!isBlank(
						substitute(
							lowerCase(trim(textOf(record.Handrail_Loss_Note__c))),
							firstOf(lowerCase(trim(textOf(record.Handrail_Loss_Note__c)))),
							''
						)
					)
			},
			{
				id: 'OPP-LOST-06',
				recordName: 'OPP_LOST_06',
				label: 'Reason fits the stage',
				object: 'Opportunity',
				decision: 'Is qualification failing, or hiding a loss?',
				message: '[OPP-LOST-06] A deal with a proposal had been qualified. What changed? Price, Timing or No Decision may fit better.',
				mode: 'shadow',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Closing',
				trigger: { kind: 'enter', field: 'StageName', value: 'Closed Lost' },
				fields: ['Handrail_Previous_Stage__c', 'Handrail_Motion__c', 'Handrail_Loss_Reason__c', 'StageName'],
				editFields: [],
				requiredFields: [],
				undoFields: ['Handrail_Previous_Stage__c'],
				errorField: 'Handrail_Loss_Reason__c',
				applies: (record) =>
					!(
						isPicklistValue(record.Handrail_Motion__c, 'Expansion') ||
						isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
						isPicklistValue(record.Handrail_Motion__c, 'Contraction')
					) &&
					isPicklistValue(record.Handrail_Loss_Reason__c, 'Not Qualified'),
				met: (record) => equal(
					sameText(textOf(record.Handrail_Previous_Stage__c), 'Proposal/Price Quote') ? numberOf(1) :
					sameText(textOf(record.Handrail_Previous_Stage__c), 'Negotiation/Review') ? numberOf(1) :
					numberOf(0),
					numberOf(0)
				)
			},
			{
				id: 'OPP-LOST-07',
				recordName: 'OPP_LOST_07',
				label: 'Come-back date',
				object: 'Opportunity',
				decision: 'When does marketing reopen this?',
				message: '[OPP-LOST-07] Timing changes: when should we come back? Enter Revisit On.',
				mode: 'shadow',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Closing',
				trigger: { kind: 'enter', field: 'StageName', value: 'Closed Lost' },
				fields: ['Handrail_Revisit_On__c', 'CloseDate', 'Handrail_Motion__c', 'Handrail_Loss_Reason__c', 'StageName'],
				editFields: ['Handrail_Revisit_On__c', 'CloseDate'],
				requiredFields: ['Handrail_Revisit_On__c'],
				undoFields: ['Handrail_Revisit_On__c', 'CloseDate'],
				errorField: 'Handrail_Revisit_On__c',
				applies: (record) =>
					!(
						isPicklistValue(record.Handrail_Motion__c, 'Expansion') ||
						isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
						isPicklistValue(record.Handrail_Motion__c, 'Contraction')
					) &&
					isPicklistValue(record.Handrail_Loss_Reason__c, 'Timing'),
				met: (record) =>
					!isBlank(dayOf(record.Handrail_Revisit_On__c)) &&
					below(dayOf(record.CloseDate), dayOf(record.Handrail_Revisit_On__c))
			},
			{
				id: 'OPP-WON-01',
				recordName: 'OPP_WON_01',
				label: 'Billing contact',
				object: 'Opportunity',
				decision: 'Where does the invoice go?',
				message: '[OPP-WON-01] Who receives the invoice? Choose that person in Billing Contact.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Closing',
				trigger: { kind: 'enter', field: 'StageName', value: 'Closed Won' },
				fields: ['Handrail_Billing_Contact__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Billing_Contact__c'],
				requiredFields: ['Handrail_Billing_Contact__c'],
				undoFields: ['Handrail_Billing_Contact__c'],
				errorField: 'Handrail_Billing_Contact__c',
				applies: (record) => !isPicklistValue(record.Handrail_Motion__c, 'Contraction'),
				met: (record) => !isBlank(idOf(record.Handrail_Billing_Contact__c))
			},
			{
				id: 'OPP-WON-02',
				recordName: 'OPP_WON_02',
				label: 'Billing terms',
				object: 'Opportunity',
				decision: 'Can finance invoice without asking sales?',
				message: '[OPP-WON-02] How and when do they pay? Choose Billing Frequency and Payment Terms.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Closing',
				trigger: { kind: 'enter', field: 'StageName', value: 'Closed Won' },
				fields: ['Handrail_Billing_Frequency__c', 'Handrail_Payment_Terms__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Billing_Frequency__c', 'Handrail_Payment_Terms__c'],
				requiredFields: ['Handrail_Billing_Frequency__c', 'Handrail_Payment_Terms__c'],
				undoFields: ['Handrail_Billing_Frequency__c', 'Handrail_Payment_Terms__c'],
				errorField: 'Handrail_Billing_Frequency__c',
				applies: (record) => !isPicklistValue(record.Handrail_Motion__c, 'Contraction'),
				met: (record) =>
					!isPicklistValue(record.Handrail_Billing_Frequency__c, '') &&
					!isPicklistValue(record.Handrail_Payment_Terms__c, '')
			},
			{
				id: 'OPP-WON-03',
				recordName: 'OPP_WON_03',
				label: 'Amounts agree',
				object: 'Opportunity',
				decision: 'Do sales and finance book the same number?',
				message: '[OPP-WON-03] Amount should equal ARR x Term Months / 12 + One-off Value (within 1 percent). Which of them is off?',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Closing',
				trigger: { kind: 'enter', field: 'StageName', value: 'Closed Won' },
				fields: ['Amount', 'Handrail_ARR__c', 'Handrail_Term_Months__c', 'Handrail_One_Off__c', 'StageName'],
				editFields: ['Amount', 'Handrail_ARR__c', 'Handrail_Term_Months__c', 'Handrail_One_Off__c'],
				requiredFields: ['Amount', 'Handrail_ARR__c', 'Handrail_Term_Months__c'],
				undoFields: ['Amount', 'Handrail_ARR__c', 'Handrail_Term_Months__c', 'Handrail_One_Off__c'],
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
									add(
										divide(multiply(numberOf(record.Handrail_ARR__c), numberOf(record.Handrail_Term_Months__c)), numberOf(12)),
										isBlank(numberOf(record.Handrail_One_Off__c)) ? numberOf(0) : numberOf(record.Handrail_One_Off__c)
									)
								)
							)
						),
						largest(numberOf(1), multiply(absolute(numberOf(record.Amount)), numberOf('0.01')))
					)
			},
			{
				id: 'OPP-WON-04',
				recordName: 'OPP_WON_04',
				label: 'Signed',
				object: 'Opportunity',
				decision: 'Is this revenue or a promise?',
				message: '[OPP-WON-04] Closed Won means signed. Set Contract Status to Signed and Close Date to the day of signature.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Closing',
				trigger: { kind: 'enter', field: 'StageName', value: 'Closed Won' },
				fields: ['Handrail_Contract_Status__c', 'CloseDate', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Contract_Status__c', 'CloseDate'],
				requiredFields: ['Handrail_Contract_Status__c'],
				undoFields: ['Handrail_Contract_Status__c', 'CloseDate'],
				errorField: 'Handrail_Contract_Status__c',
				applies: (record) => !isPicklistValue(record.Handrail_Motion__c, 'Contraction'),
				met: (record, context) =>
					isPicklistValue(record.Handrail_Contract_Status__c, 'Signed') &&
					atMost(dayOf(record.CloseDate), dayOf(context.today))
			},
			{
				id: 'OPP-WON-05',
				recordName: 'OPP_WON_05',
				label: 'Promises declared',
				object: 'Opportunity',
				decision: 'What will the customer hold us to?',
				message: '[OPP-WON-05] Was anything promised beyond the scope? Choose Promises Made; if listed, write them in Promises.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Closing',
				trigger: { kind: 'enter', field: 'StageName', value: 'Closed Won' },
				fields: ['Handrail_Promises_Made__c', 'Handrail_Promises__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Promises_Made__c', 'Handrail_Promises__c'],
				requiredFields: ['Handrail_Promises_Made__c'],
				undoFields: ['Handrail_Promises_Made__c', 'Handrail_Promises__c'],
				errorField: 'Handrail_Promises_Made__c',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record) =>
					isPicklistValue(record.Handrail_Promises_Made__c, 'None made') ||
					(
						isPicklistValue(record.Handrail_Promises_Made__c, 'Listed below') &&
						!isBlank(textOf(record.Handrail_Promises__c)) &&
						atMost(numberOf(20), lengthOf(trim(textOf(record.Handrail_Promises__c))))
					)
			},
			{
				id: 'OPP-WON-06',
				recordName: 'OPP_WON_06',
				label: 'Kickoff owner',
				object: 'Opportunity',
				decision: 'Who calls the customer within 48 hours?',
				message: '[OPP-WON-06] Who in customer success runs the kickoff? Choose that person in Kickoff Owner.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Closing',
				trigger: { kind: 'enter', field: 'StageName', value: 'Closed Won' },
				fields: ['Handrail_Kickoff_Owner__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Kickoff_Owner__c'],
				requiredFields: ['Handrail_Kickoff_Owner__c'],
				undoFields: ['Handrail_Kickoff_Owner__c'],
				errorField: 'Handrail_Kickoff_Owner__c',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record) => !isBlank(idOf(record.Handrail_Kickoff_Owner__c))
			},
			{
				id: 'OPP-WON-07',
				recordName: 'OPP_WON_07',
				label: 'Win reason',
				object: 'Opportunity',
				decision: 'What should we repeat?',
				message: '[OPP-WON-07] Why did they choose us? Ask, then choose a Win Reason.',
				mode: 'shadow',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: true,
				family: 'Closing',
				trigger: { kind: 'enter', field: 'StageName', value: 'Closed Won' },
				fields: ['Handrail_Win_Reason__c', 'Handrail_Motion__c', 'StageName'],
				editFields: ['Handrail_Win_Reason__c'],
				requiredFields: ['Handrail_Win_Reason__c'],
				undoFields: ['Handrail_Win_Reason__c'],
				errorField: 'Handrail_Win_Reason__c',
				applies: (record) => !(
					isPicklistValue(record.Handrail_Motion__c, 'Expansion') ||
					isPicklistValue(record.Handrail_Motion__c, 'Renewal') ||
					isPicklistValue(record.Handrail_Motion__c, 'Contraction')
				),
				met: (record) => !isPicklistValue(record.Handrail_Win_Reason__c, '')
			}
		]
	},
	Lead: {
		apiName: 'Lead',
		label: 'Lead',
		stageField: 'Status',
		previousStageField: null,
		categoryField: null,
		overridesField: null,
		stages: [
			{ name: 'Closed - Not Converted', rank: 0, buyerAction: '', purpose: 'will not become a deal now', maxDays: null, closed: true, won: false, categories: [], forecastCategory: '' },
			{ name: 'Open - Not Contacted', rank: 10, buyerAction: '', purpose: 'waits for a person', maxDays: null, closed: false, won: false, categories: [], forecastCategory: '' },
			{ name: 'Working - Contacted', rank: 20, buyerAction: '', purpose: 'somebody is in touch', maxDays: null, closed: false, won: false, categories: [], forecastCategory: '' },
			{ name: 'Closed - Converted', rank: 30, buyerAction: '', purpose: 'became a contact and perhaps a deal', maxDays: null, closed: true, won: true, categories: [], forecastCategory: '' }
		],
		fields: {
			Handrail_Request__c: { apiName: 'Handrail_Request__c', label: 'Request', type: 'Picklist', help: 'What this person asked us for. Demo, Pricing, Trial and Talk to sales count as asking to talk.', values: ['Demo', 'Pricing', 'Trial', 'Talk to sales', 'Content', 'Event', 'None'] },
			Handrail_Engagement_Score__c: { apiName: 'Handrail_Engagement_Score__c', label: 'Engagement Score', type: 'Number', help: '0 to 100, written by marketing automation.', scale: 0 },
			Handrail_Is_MQL__c: { apiName: 'Handrail_Is_MQL__c', label: 'Meets MQL Criteria', type: 'Checkbox', help: 'The agreed MQL definition, computed.', readOnly: true },
			Handrail_MQL_At__c: { apiName: 'Handrail_MQL_At__c', label: 'MQL At', type: 'DateTime', help: 'When the lead first met the MQL criteria in this cycle. Set automatically.', readOnly: true },
			Handrail_Original_Source__c: { apiName: 'Handrail_Original_Source__c', label: 'Original Source', type: 'Text', help: 'Lead source at creation. Set automatically and never changed.', length: 255, readOnly: true },
			Handrail_Assigned_At__c: { apiName: 'Handrail_Assigned_At__c', label: 'Assigned At', type: 'DateTime', help: 'When the present owner received the lead. Set automatically.', readOnly: true },
			Handrail_First_Response_At__c: { apiName: 'Handrail_First_Response_At__c', label: 'First Response At', type: 'DateTime', help: 'First human touch in this cycle. Set automatically when a person changes the status.', readOnly: true },
			Handrail_Sales_Decision__c: { apiName: 'Handrail_Sales_Decision__c', label: 'Sales Decision', type: 'Picklist', help: 'Accept if you will work it as a sales lead; reject with a reason so that marketing learns.', values: ['Accepted', 'Rejected'] },
			Handrail_Decided_At__c: { apiName: 'Handrail_Decided_At__c', label: 'Decided At', type: 'DateTime', help: 'When sales accepted or rejected. Set automatically.', readOnly: true },
			Handrail_SQL_At__c: { apiName: 'Handrail_SQL_At__c', label: 'SQL At', type: 'DateTime', help: 'When sales first accepted this lead. Set automatically.', readOnly: true },
			Handrail_Reject_Reason__c: { apiName: 'Handrail_Reject_Reason__c', label: 'Rejection Reason', type: 'Picklist', help: 'Why sales does not accept this lead. A recycle clears it for the next cycle; its history keeps it.', values: ['Wrong fit', 'No need found', 'Not now', 'Bad contact data', 'Already a customer or open deal', 'Student, vendor or job seeker', 'Duplicate'] },
			Handrail_Need__c: { apiName: 'Handrail_Need__c', label: 'Need in Their Words', type: 'TextArea', help: 'The problem they want solved, as they said it.' },
			Handrail_Timeframe__c: { apiName: 'Handrail_Timeframe__c', label: 'Timeframe', type: 'Picklist', help: 'When they want it solved.', values: ['This quarter', 'Next two quarters', 'This year', 'No plan'] },
			Handrail_Meeting_Held__c: { apiName: 'Handrail_Meeting_Held__c', label: 'Meeting Held On', type: 'Date', help: 'Day the buyer took part in a conversation. Not the booking.' },
			Handrail_Disqualify_Reason__c: { apiName: 'Handrail_Disqualify_Reason__c', label: 'Disqualification Reason', type: 'Picklist', help: 'Why this lead will not become a deal now.', values: ['Not a fit', 'No need', 'Not now', 'Unreachable', 'Chose another vendor', 'Duplicate', 'Spam or test'] },
			Handrail_Revisit_On__c: { apiName: 'Handrail_Revisit_On__c', label: 'Revisit On', type: 'Date', help: 'When marketing should come back to them.' },
			Handrail_Recycle_Count__c: { apiName: 'Handrail_Recycle_Count__c', label: 'Recycle Count', type: 'Number', help: 'How often this lead came back for another cycle. Set automatically.', scale: 0, readOnly: true },
			Email: { apiName: 'Email', label: 'Email', type: 'Email', help: '' },
			Phone: { apiName: 'Phone', label: 'Phone', type: 'Phone', help: '' },
			MobilePhone: { apiName: 'MobilePhone', label: 'Mobile', type: 'Phone', help: '' },
			Company: { apiName: 'Company', label: 'Company', type: 'Text', help: '', length: 255 },
			LeadSource: { apiName: 'LeadSource', label: 'Lead Source', type: 'Picklist', help: '', values: ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'] },
			NumberOfEmployees: { apiName: 'NumberOfEmployees', label: 'Employees', type: 'Number', help: '', scale: 0 },
			OwnerId: { apiName: 'OwnerId', label: 'Lead Owner', type: 'Lookup', help: '', referenceTo: 'User' },
			Status: { apiName: 'Status', label: 'Lead Status', type: 'Picklist', help: '', values: ['Open - Not Contacted', 'Working - Contacted', 'Closed - Converted', 'Closed - Not Converted'] }
		},
		criteria: [
			{
				id: 'LEAD-WORK-01',
				recordName: 'LEAD_WORK_01',
				label: 'A person owns it',
				object: 'Lead',
				decision: 'Who answers if this lead goes quiet?',
				message: '[LEAD-WORK-01] A queue still owns this lead. Take it, or give it to a person in Lead Owner, before marking it contacted.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Lead',
				trigger: { kind: 'enter', field: 'Status', value: 'Working - Contacted' },
				fields: ['OwnerId', 'Status'],
				editFields: [],
				requiredFields: [],
				undoFields: ['OwnerId'],
				errorField: null,
				applies: () => true,
				met: (record) => !!begins(idOf(record.OwnerId), '005')
			},
			{
				id: 'LEAD-WORK-02',
				recordName: 'LEAD_WORK_02',
				label: 'Reachable',
				object: 'Lead',
				decision: 'Can anyone act on this lead at all?',
				message: '[LEAD-WORK-02] How can we reach them? Add an Email, Phone or Mobile.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Lead',
				trigger: { kind: 'enter', field: 'Status', value: 'Working - Contacted' },
				fields: ['Email', 'Phone', 'MobilePhone', 'Status'],
				editFields: ['Email', 'Phone', 'MobilePhone'],
				requiredFields: [],
				undoFields: ['Email', 'Phone', 'MobilePhone'],
				errorField: 'Email',
				applies: () => true,
				met: (record) =>
					!isBlank(textOf(record.Email)) ||
					!isBlank(textOf(record.Phone)) ||
					!isBlank(textOf(record.MobilePhone))
			},
			{
				id: 'LEAD-SQL-01',
				recordName: 'LEAD_SQL_01',
				label: 'Need in their words',
				object: 'Lead',
				decision: 'Is there a problem we solve, and did marketing find it or did we?',
				message: '[LEAD-SQL-01] What do they want solved? A sentence in Need in Their Words lets the next person start where you stopped.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Lead',
				trigger: { kind: 'enter', field: 'Handrail_Sales_Decision__c', value: 'Accepted' },
				fields: ['Handrail_Need__c', 'Handrail_Sales_Decision__c'],
				editFields: ['Handrail_Need__c'],
				requiredFields: ['Handrail_Need__c'],
				undoFields: ['Handrail_Need__c'],
				errorField: 'Handrail_Need__c',
				applies: () => true,
				met: (record) =>
					!isBlank(textOf(record.Handrail_Need__c)) &&
					atMost(numberOf(20), lengthOf(trim(textOf(record.Handrail_Need__c)))) &&
					!isBlank(
						substitute(
							lowerCase(trim(textOf(record.Handrail_Need__c))),
							firstOf(lowerCase(trim(textOf(record.Handrail_Need__c)))),
							''
						)
					)
			},
			{
				id: 'LEAD-SQL-02',
				recordName: 'LEAD_SQL_02',
				label: 'Timing known',
				object: 'Lead',
				decision: 'Work it now, or nurture it?',
				message: '[LEAD-SQL-02] Accepted leads have a time in mind. Choose a Timeframe, or reject with reason Not now so that marketing keeps in touch.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Lead',
				trigger: { kind: 'enter', field: 'Handrail_Sales_Decision__c', value: 'Accepted' },
				fields: ['Handrail_Timeframe__c', 'Handrail_Sales_Decision__c'],
				editFields: ['Handrail_Timeframe__c'],
				requiredFields: ['Handrail_Timeframe__c'],
				undoFields: ['Handrail_Timeframe__c'],
				errorField: 'Handrail_Timeframe__c',
				applies: () => true,
				met: (record) =>
					!isPicklistValue(record.Handrail_Timeframe__c, '') &&
					!isPicklistValue(record.Handrail_Timeframe__c, 'No plan')
			},
			{
				id: 'LEAD-SQL-03',
				recordName: 'LEAD_SQL_03',
				label: 'Source known',
				object: 'Lead',
				decision: 'Which channel earns the next dollar?',
				message: '[LEAD-SQL-03] Where did they come from? Choose a Lead Source; it decides where marketing invests.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Lead',
				trigger: { kind: 'enter', field: 'Handrail_Sales_Decision__c', value: 'Accepted' },
				fields: ['LeadSource', 'Handrail_Sales_Decision__c'],
				editFields: ['LeadSource'],
				requiredFields: ['LeadSource'],
				undoFields: ['LeadSource'],
				errorField: 'LeadSource',
				applies: () => true,
				met: (record) => !isPicklistValue(record.LeadSource, '')
			},
			{
				id: 'LEAD-REJ-01',
				recordName: 'LEAD_REJ_01',
				label: 'Rejection has a reason',
				object: 'Lead',
				decision: 'Wrong criteria, or wrong audience?',
				message: '[LEAD-REJ-01] Why is this not one for sales? Choose a Rejection Reason so that marketing can do better.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Lead',
				trigger: { kind: 'enter', field: 'Handrail_Sales_Decision__c', value: 'Rejected' },
				fields: ['Handrail_Reject_Reason__c', 'Handrail_Sales_Decision__c'],
				editFields: ['Handrail_Reject_Reason__c'],
				requiredFields: ['Handrail_Reject_Reason__c'],
				undoFields: ['Handrail_Reject_Reason__c'],
				errorField: 'Handrail_Reject_Reason__c',
				applies: () => true,
				met: (record) => !isPicklistValue(record.Handrail_Reject_Reason__c, '')
			},
			{
				id: 'LEAD-CONV-01',
				recordName: 'LEAD_CONV_01',
				label: 'Accepted before converted',
				object: 'Lead',
				decision: 'Does the MQL-to-SQL rate mean anything?',
				message: '[LEAD-CONV-01] Convert comes after acceptance. Set Sales Decision to Accepted first.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Lead',
				trigger: { kind: 'enter', field: 'Status', value: 'Closed - Converted' },
				fields: ['Handrail_Sales_Decision__c', 'Status'],
				editFields: ['Handrail_Sales_Decision__c'],
				requiredFields: ['Handrail_Sales_Decision__c'],
				undoFields: ['Handrail_Sales_Decision__c'],
				errorField: 'Handrail_Sales_Decision__c',
				applies: () => true,
				met: (record) => isPicklistValue(record.Handrail_Sales_Decision__c, 'Accepted')
			},
			{
				id: 'LEAD-CONV-02',
				recordName: 'LEAD_CONV_02',
				label: 'Meeting held',
				object: 'Lead',
				decision: 'Do meetings become deals, or only calendar entries?',
				message: '[LEAD-CONV-02] Has the buyer met us? Enter the day in Meeting Held On (today or earlier).',
				mode: 'shadow',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Lead',
				trigger: { kind: 'enter', field: 'Status', value: 'Closed - Converted' },
				fields: ['Handrail_Meeting_Held__c', 'Status'],
				editFields: ['Handrail_Meeting_Held__c'],
				requiredFields: ['Handrail_Meeting_Held__c'],
				undoFields: ['Handrail_Meeting_Held__c'],
				errorField: 'Handrail_Meeting_Held__c',
				applies: () => true,
				met: (record, context) =>
					!isBlank(dayOf(record.Handrail_Meeting_Held__c)) &&
					atMost(dayOf(record.Handrail_Meeting_Held__c), dayOf(context.today))
			},
			{
				id: 'LEAD-LOST-01',
				recordName: 'LEAD_LOST_01',
				label: 'Disqualification has a reason',
				object: 'Lead',
				decision: 'Which leads should we stop buying?',
				message: '[LEAD-LOST-01] What ruled them out? Choose a Disqualification Reason.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Lead',
				trigger: { kind: 'enter', field: 'Status', value: 'Closed - Not Converted' },
				fields: ['Handrail_Disqualify_Reason__c', 'Status'],
				editFields: ['Handrail_Disqualify_Reason__c'],
				requiredFields: ['Handrail_Disqualify_Reason__c'],
				undoFields: ['Handrail_Disqualify_Reason__c'],
				errorField: 'Handrail_Disqualify_Reason__c',
				applies: () => true,
				met: (record) => !isPicklistValue(record.Handrail_Disqualify_Reason__c, '')
			},
			{
				id: 'LEAD-LOST-02',
				recordName: 'LEAD_LOST_02',
				label: 'Come-back date',
				object: 'Lead',
				decision: 'When does nurture hand it back?',
				message: '[LEAD-LOST-02] Not now means later: when? Enter Revisit On.',
				mode: 'shadow',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Lead',
				trigger: { kind: 'enter', field: 'Status', value: 'Closed - Not Converted' },
				fields: ['Handrail_Revisit_On__c', 'Handrail_Disqualify_Reason__c', 'Status'],
				editFields: ['Handrail_Revisit_On__c'],
				requiredFields: ['Handrail_Revisit_On__c'],
				undoFields: ['Handrail_Revisit_On__c'],
				errorField: 'Handrail_Revisit_On__c',
				applies: (record) => isPicklistValue(record.Handrail_Disqualify_Reason__c, 'Not now'),
				met: (record) => !isBlank(dayOf(record.Handrail_Revisit_On__c))
			}
		]
	},
	Handrail_Handoff__c: {
		apiName: 'Handrail_Handoff__c',
		label: 'Handoff',
		stageField: null,
		previousStageField: null,
		categoryField: null,
		overridesField: null,
		stages: [],
		fields: {
			Type__c: { apiName: 'Type__c', label: 'Type', type: 'Picklist', help: 'Between which two teams the customer is passed.', values: ['Sales to Customer Success', 'Onboarding to Success', 'Success to Renewal', 'Customer Success to Sales'] },
			Opportunity__c: { apiName: 'Opportunity__c', label: 'Opportunity', type: 'Lookup', help: 'The deal that was won.', referenceTo: 'Opportunity' },
			Account__c: { apiName: 'Account__c', label: 'Account', type: 'Lookup', help: 'The customer.', referenceTo: 'Account' },
			Sender__c: { apiName: 'Sender__c', label: 'Sender', type: 'Lookup', help: 'Who passes the customer on.', referenceTo: 'User' },
			Receiver__c: { apiName: 'Receiver__c', label: 'Receiver', type: 'Lookup', help: 'Who accepts the customer.', referenceTo: 'User' },
			Status__c: { apiName: 'Status__c', label: 'Status', type: 'Picklist', help: 'Where the handoff stands.', values: ['Sent', 'Accepted', 'Rejected', 'Kicked Off', 'Live', 'Value Reached', 'Closed'] },
			Sent_At__c: { apiName: 'Sent_At__c', label: 'Sent At', type: 'DateTime', help: 'First sending; it never moves. Set automatically.', readOnly: true },
			Resent_At__c: { apiName: 'Resent_At__c', label: 'Resent At', type: 'DateTime', help: 'Last sending after a rejection. Set automatically.', readOnly: true },
			Accepted_At__c: { apiName: 'Accepted_At__c', label: 'Accepted At', type: 'DateTime', help: 'When the receiver accepted. Set automatically.', readOnly: true },
			Rejected_At__c: { apiName: 'Rejected_At__c', label: 'Rejected At', type: 'DateTime', help: 'When the receiver sent it back. Set automatically.', readOnly: true },
			Reject_Reason__c: { apiName: 'Reject_Reason__c', label: 'Reject Reason', type: 'Picklist', help: 'Why the receiver cannot start.', values: ['Success criteria missing', 'Promises unclear', 'Contacts wrong', 'Scope unclear', 'Billing details missing', 'Not our customer', 'Other'] },
			Reject_Note__c: { apiName: 'Reject_Note__c', label: 'What Is Needed', type: 'TextArea', help: 'What the receiver needs from the sender before the work can start.' },
			Items_Required__c: { apiName: 'Items_Required__c', label: 'Items Required', type: 'Number', help: 'How many items this type of handoff has to pass on.', scale: 0, readOnly: true },
			Items_Valid__c: { apiName: 'Items_Valid__c', label: 'Items Valid', type: 'Number', help: 'How many of those items are filled with an answer now.', scale: 0, readOnly: true },
			Items_Required_At_Sending__c: { apiName: 'Items_Required_At_Sending__c', label: 'Items Required at Sending', type: 'Number', help: 'How many items had to be passed on when it was first sent. Set automatically.', scale: 0, readOnly: true },
			Items_Valid_At_Sending__c: { apiName: 'Items_Valid_At_Sending__c', label: 'Items Valid at Sending', type: 'Number', help: 'How many of them were filled with an answer then; what is repaired later does not count. Set automatically.', scale: 0, readOnly: true },
			Kickoff_Held_At__c: { apiName: 'Kickoff_Held_At__c', label: 'Kickoff Held At', type: 'DateTime', help: 'When the customer met us; the customer was present.' },
			Go_Live_On__c: { apiName: 'Go_Live_On__c', label: 'Go-live On', type: 'Date', help: 'Day the customer went live.' },
			First_Value_On__c: { apiName: 'First_Value_On__c', label: 'First Value On', type: 'Date', help: 'The customer\'s own success event, not the end of onboarding.' },
			Value_Evidence__c: { apiName: 'Value_Evidence__c', label: 'Value Evidence', type: 'TextArea', help: 'What happened, or a link to it.' },
			Blocker__c: { apiName: 'Blocker__c', label: 'Blocker', type: 'Picklist', help: 'What holds it up.', values: ['None', 'Waiting on customer', 'Waiting on us', 'Integration', 'Data'] },
			Ordered_On__c: { apiName: 'Ordered_On__c', label: 'Ordered On', type: 'Date', help: 'Written by finance.' },
			First_Invoice_On__c: { apiName: 'First_Invoice_On__c', label: 'First Invoice On', type: 'Date', help: 'Written by finance.' },
			Live_Billing_On__c: { apiName: 'Live_Billing_On__c', label: 'Live Billing On', type: 'Date', help: 'Written by finance.' },
			First_Payment_On__c: { apiName: 'First_Payment_On__c', label: 'First Payment On', type: 'Date', help: 'Written by finance.' }
		},
		criteria: [
			{
				id: 'HAND-ACC-01',
				recordName: 'HAND_ACC_01',
				label: 'Receiver named',
				object: 'Handrail_Handoff__c',
				decision: 'Who owns the customer now?',
				message: '[HAND-ACC-01] Who accepts this customer? Choose that person in Receiver.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Handoff',
				trigger: { kind: 'enter', field: 'Status__c', value: 'Accepted' },
				fields: ['Receiver__c', 'Status__c'],
				editFields: ['Receiver__c'],
				requiredFields: ['Receiver__c'],
				undoFields: ['Receiver__c'],
				errorField: 'Receiver__c',
				applies: () => true,
				met: (record) => !isBlank(idOf(record.Receiver__c))
			},
			{
				id: 'HAND-REJ-01',
				recordName: 'HAND_REJ_01',
				label: 'Rejection has a reason',
				object: 'Handrail_Handoff__c',
				decision: 'What does sales leave out most often?',
				message: '[HAND-REJ-01] What is missing? Choose a Reject Reason; the sender gets it back to complete.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Handoff',
				trigger: { kind: 'enter', field: 'Status__c', value: 'Rejected' },
				fields: ['Reject_Reason__c', 'Status__c'],
				editFields: ['Reject_Reason__c'],
				requiredFields: ['Reject_Reason__c'],
				undoFields: ['Reject_Reason__c'],
				errorField: 'Reject_Reason__c',
				applies: () => true,
				met: (record) => !isPicklistValue(record.Reject_Reason__c, '')
			},
			{
				id: 'HAND-KICK-01',
				recordName: 'HAND_KICK_01',
				label: 'Kickoff happened',
				object: 'Handrail_Handoff__c',
				decision: 'Did the customer meet us within 48 hours?',
				message: '[HAND-KICK-01] When did the customer meet us? Enter Kickoff Held At (now or earlier).',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Handoff',
				trigger: { kind: 'enter', field: 'Status__c', value: 'Kicked Off' },
				fields: ['Kickoff_Held_At__c', 'Status__c'],
				editFields: ['Kickoff_Held_At__c'],
				requiredFields: ['Kickoff_Held_At__c'],
				undoFields: ['Kickoff_Held_At__c'],
				errorField: 'Kickoff_Held_At__c',
				applies: () => true,
				met: (record, context) =>
					!isBlank(instantOf(record.Kickoff_Held_At__c)) &&
					atMost(instantOf(record.Kickoff_Held_At__c), instantOf(context.now))
			},
			{
				id: 'HAND-VAL-01',
				recordName: 'HAND_VAL_01',
				label: 'Value has evidence',
				object: 'Handrail_Handoff__c',
				decision: 'Does time to value measure value or paperwork?',
				message: '[HAND-VAL-01] When did the customer first succeed by their own criteria, and what shows it? Fill First Value On and Value Evidence.',
				mode: 'enforce',
				effectiveFrom: '2026-01-01',
				holds: 'through_won',
				decays: false,
				overridable: false,
				family: 'Handoff',
				trigger: { kind: 'enter', field: 'Status__c', value: 'Value Reached' },
				fields: ['First_Value_On__c', 'Value_Evidence__c', 'Status__c'],
				editFields: ['First_Value_On__c', 'Value_Evidence__c'],
				requiredFields: ['First_Value_On__c', 'Value_Evidence__c'],
				undoFields: ['First_Value_On__c', 'Value_Evidence__c'],
				errorField: 'First_Value_On__c',
				applies: () => true,
				met: (record, context) =>
					!isBlank(dayOf(record.First_Value_On__c)) &&
					atMost(dayOf(record.First_Value_On__c), dayOf(context.today)) &&
					!isBlank(textOf(record.Value_Evidence__c)) &&
					atMost(numberOf(20), lengthOf(trim(textOf(record.Value_Evidence__c))))
			}
		]
	},
	Account: {
		apiName: 'Account',
		label: 'Account',
		stageField: null,
		previousStageField: null,
		categoryField: null,
		overridesField: null,
		stages: [],
		fields: {
			Handrail_Segment__c: { apiName: 'Handrail_Segment__c', label: 'Segment', type: 'Text', help: 'By number of employees: below 200 SMB, below 2,000 Mid-Market, else Enterprise.', length: 255, readOnly: true },
			Handrail_CSM__c: { apiName: 'Handrail_CSM__c', label: 'Customer Success Manager', type: 'Lookup', help: 'Who looks after this customer.', referenceTo: 'User' },
			Handrail_Health__c: { apiName: 'Handrail_Health__c', label: 'Health', type: 'Picklist', help: 'Health of the customer, as customer success sees it today.', values: ['Green', 'Amber', 'Red'] },
			NumberOfEmployees: { apiName: 'NumberOfEmployees', label: 'Employees', type: 'Number', help: '', scale: 0 }
		},
		criteria: []
	}
};

/** @type {readonly Handoff[]} */
export const handoffs = [
	{
		id: 'H-WON',
		label: 'Customer to customer success',
		type: 'Sales to Customer Success',
		clocks: ['S5', 'S6'],
		criteria: [],
		items: [
			{
				object: 'Opportunity',
				field: 'Handrail_Pain__c',
				label: 'Problem in Their Words',
				answered: (record) =>
					!isBlank(textOf(record.Handrail_Pain__c)) &&
					atMost(numberOf(3), lengthOf(trim(textOf(record.Handrail_Pain__c)))) &&
					!contains(
						'|n/a|n.a.|none|nil|null|tbd|tbc|tba|todo|to do|test|unknown|not known|unsure|later|pending|asap|xxx|xxxx|abc|asdf|qwerty|---|...|???|same|same as above|see notes|see above|as discussed|not applicable|blank|empty|dummy|problem in their words|',
						join('|', lowerCase(trim(textOf(record.Handrail_Pain__c))), '|')
					) &&
					!isBlank(
						substitute(
							lowerCase(trim(textOf(record.Handrail_Pain__c))),
							firstOf(lowerCase(trim(textOf(record.Handrail_Pain__c)))),
							''
						)
					)
			},
			{
				object: 'Opportunity',
				field: 'Handrail_Success_Criteria__c',
				label: 'Success Criteria',
				answered: (record) =>
					!isBlank(textOf(record.Handrail_Success_Criteria__c)) &&
					atMost(numberOf(3), lengthOf(trim(textOf(record.Handrail_Success_Criteria__c)))) &&
					!contains(
						'|n/a|n.a.|none|nil|null|tbd|tbc|tba|todo|to do|test|unknown|not known|unsure|later|pending|asap|xxx|xxxx|abc|asdf|qwerty|---|...|???|same|same as above|see notes|see above|as discussed|not applicable|blank|empty|dummy|success criteria|',
						join('|', lowerCase(trim(textOf(record.Handrail_Success_Criteria__c))), '|')
					) &&
					!isBlank(
						substitute(
							lowerCase(trim(textOf(record.Handrail_Success_Criteria__c))),
							firstOf(lowerCase(trim(textOf(record.Handrail_Success_Criteria__c)))),
							''
						)
					)
			},
			{
				object: 'Opportunity',
				field: 'Handrail_Economic_Buyer__c',
				label: 'Economic Buyer',
				answered: (record) => !isBlank(idOf(record.Handrail_Economic_Buyer__c))
			},
			{
				object: 'Opportunity',
				field: 'Handrail_Champion__c',
				label: 'Champion',
				answered: (record) => !isBlank(idOf(record.Handrail_Champion__c))
			},
			{
				object: 'Opportunity',
				field: 'Handrail_Tech_Eval__c',
				label: 'Technical Evaluation',
				answered: (record) => !isPicklistValue(record.Handrail_Tech_Eval__c, '')
			},
			{
				object: 'Opportunity',
				field: 'Handrail_Scope_Link__c',
				label: 'Scope Document',
				answered: (record) =>
					!isBlank(textOf(record.Handrail_Scope_Link__c)) &&
					atMost(numberOf(3), lengthOf(trim(textOf(record.Handrail_Scope_Link__c)))) &&
					!contains(
						'|n/a|n.a.|none|nil|null|tbd|tbc|tba|todo|to do|test|unknown|not known|unsure|later|pending|asap|xxx|xxxx|abc|asdf|qwerty|---|...|???|same|same as above|see notes|see above|as discussed|not applicable|blank|empty|dummy|scope document|',
						join('|', lowerCase(trim(textOf(record.Handrail_Scope_Link__c))), '|')
					) &&
					!isBlank(
						substitute(
							lowerCase(trim(textOf(record.Handrail_Scope_Link__c))),
							firstOf(lowerCase(trim(textOf(record.Handrail_Scope_Link__c)))),
							''
						)
					)
			},
			{
				object: 'Opportunity',
				field: 'Handrail_Promises_Made__c',
				label: 'Promises Made',
				answered: (record) => !isPicklistValue(record.Handrail_Promises_Made__c, '')
			},
			{
				object: 'Opportunity',
				field: 'Handrail_Billing_Contact__c',
				label: 'Billing Contact',
				answered: (record) => !isBlank(idOf(record.Handrail_Billing_Contact__c))
			},
			{
				object: 'Opportunity',
				field: 'Handrail_Billing_Frequency__c',
				label: 'Billing Frequency',
				answered: (record) => !isPicklistValue(record.Handrail_Billing_Frequency__c, '')
			},
			{
				object: 'Opportunity',
				field: 'Handrail_Payment_Terms__c',
				label: 'Payment Terms',
				answered: (record) => !isPicklistValue(record.Handrail_Payment_Terms__c, '')
			},
			{
				object: 'Opportunity',
				field: 'Handrail_Term_Start__c',
				label: 'Term Start',
				answered: (record) => !isBlank(dayOf(record.Handrail_Term_Start__c))
			},
			{
				object: 'Opportunity',
				field: 'Handrail_Kickoff_Owner__c',
				label: 'Kickoff Owner',
				answered: (record) => !isBlank(idOf(record.Handrail_Kickoff_Owner__c))
			}
		]
	},
	{
		id: 'H-RENEW',
		label: 'Customer to the renewal owner',
		type: 'Success to Renewal',
		clocks: ['S10'],
		criteria: [],
		items: [
			{
				object: 'Handrail_Handoff__c',
				field: 'First_Value_On__c',
				label: 'First Value On',
				answered: (record) => !isBlank(dayOf(record.First_Value_On__c))
			},
			{
				object: 'Account',
				field: 'Handrail_Health__c',
				label: 'Health',
				answered: (record) => !isPicklistValue(record.Handrail_Health__c, '')
			}
		]
	},
	{
		id: 'H-EXPAND',
		label: 'Expansion signal to sales',
		type: 'Customer Success to Sales',
		clocks: ['S11'],
		criteria: [],
		items: [
			{
				object: 'Opportunity',
				field: 'Handrail_Base_Deal__c',
				label: 'Renews or Changes',
				answered: (record) => !isBlank(idOf(record.Handrail_Base_Deal__c))
			}
		]
	}
];

/** @type {readonly Milestone[]} */
export const milestones = [
	{
		name: 'Accepted by customer success',
		counts: 'business',
		within: { count: 1, unit: 'days' },
		field: 'Accepted_At__c'
	},
	{ name: 'Kickoff', counts: 'wall', within: { count: 48, unit: 'hours' }, field: 'Kickoff_Held_At__c' },
	{ name: 'Go-live', counts: 'wall', within: { count: 21, unit: 'days' }, field: 'Go_Live_On__c' },
	{ name: 'First value', counts: 'wall', within: { count: 30, unit: 'days' }, field: 'First_Value_On__c' },
	{ name: 'Adoption check', counts: 'wall', within: { count: 60, unit: 'days' }, field: null }
];

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
 * Milliseconds since 1970. Salesforce writes offsets without a colon, which not every browser reads.
 * @param {RawValue} raw
 * @returns {number | null}
 */
function instantOf(raw) {
	return isBlank(raw) ? null : Date.parse(String(raw).replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
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
 * Every comparison with a blank is false, `differ` included.
 * @param {Operand} left
 * @param {Operand} right
 * @returns {boolean}
 */
function equal(left, right) {
	return order(left, right) === 0;
}

/**
 * @param {Operand} left
 * @param {Operand} right
 * @returns {boolean}
 */
function below(left, right) {
	const difference = order(left, right);
	return difference !== null && difference < 0;
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

/**
 * @param {string | null} value
 * @param {string | null} start
 * @returns {boolean | null} null when there is nothing that could begin
 */
function begins(value, start) {
	return isBlank(value) ? null : value.startsWith(start || '');
}
