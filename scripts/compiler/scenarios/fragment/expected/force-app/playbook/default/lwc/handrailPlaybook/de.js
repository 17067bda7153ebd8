/** Generated from the playbook by `handrail build`; change config/playbook instead. */

/** @type {import('./language').Texts} */
export const texts = {
	criteria: {
		'OPP-QUAL-01': { label: 'Entscheider benannt', message: '[OPP-QUAL-01] Wer gibt das Geld frei? In Entscheider "wählen" & speichern.' },
		'OPP-QUAL-02': { decision: 'Bewegt sich das?' }
	},
	stages: { Opportunity: { Qualification: { buyerAction: 'Bestätigt das Problem' } } },
	handoffs: {},
	clocks: { S5: 'Übergabe beantwortet' },
	phrases: {}
};
