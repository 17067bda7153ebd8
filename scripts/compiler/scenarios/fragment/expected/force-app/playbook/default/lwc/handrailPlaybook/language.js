/** Generated from the playbook by `handrail build`; change config/playbook instead. */

/**
 * The texts of a playbook in one language; what is absent is said in the playbook's own.
 * @typedef {object} Texts
 * @property {Readonly<Record<string, { label?: string, message?: string, decision?: string }>>} criteria by code
 * @property {Readonly<Record<string, Readonly<Record<string, { buyerAction?: string, purpose?: string }>>>>} stages by object and name
 * @property {Readonly<Record<string, string>>} handoffs labels by id
 * @property {Readonly<Record<string, string>>} clocks labels by id
 * @property {Readonly<Record<string, string>>} phrases by what the playbook says
 */

/** Codes of before, which Salesforce keeps for its languages. */
const KEPT = { he: 'iw', id: 'in' };

/**
 * The texts for a user: those of the language, or of the language without its region.
 * @param {string} lang as `@salesforce/i18n/lang` says it: `de`, `es-MX`
 * @param {Readonly<Record<string, Texts>>} languages by Salesforce's code: `de`, `pt_BR`
 * @returns {Texts | undefined} undefined for the playbook's own language, and for one it is not translated to
 */
export function textsFor(lang, languages) {
	const code = lang.replace('-', '_');
	const [language] = code.split('_');
	return languages[code] ?? languages[language] ?? languages[KEPT[language]];
}

/**
 * Puts the texts in their places, where every reader of the playbook finds them. Once, before anybody has read it.
 * @param {Texts} texts
 * @param {Pick<typeof import('./playbook'), 'handoffs' | 'milestones' | 'objects' | 'playbook'>} playbook
 */
export function speak(texts, { handoffs, milestones, objects, playbook }) {
	const phrase = (text) => texts.phrases[text] ?? text;
	for (const object of Object.values(objects)) {
		object.criteria.forEach((criterion) => Object.assign(criterion, texts.criteria[criterion.id]));
		object.stages.forEach((stage) => Object.assign(stage, texts.stages[object.apiName]?.[stage.name]));
	}
	handoffs.forEach((handoff) => Object.assign(handoff, { label: texts.handoffs[handoff.id] ?? handoff.label }));
	milestones.forEach((milestone) => Object.assign(milestone, { name: phrase(milestone.name) }));
	playbook.serviceLevels.forEach((level) => Object.assign(level, { label: texts.clocks[level.id] ?? level.label }));
	playbook.escalation.forEach((step) => Object.assign(step, { overdue: phrase(step.overdue), to: phrase(step.to) }));
	if (playbook.override !== null) {
		Object.assign(playbook.override, { approver: phrase(playbook.override.approver) });
	}
}
