import { LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { format } from 'c/handrailLabels';
import { amount, companyOf, METRICS, momentText, resultsIn, shortMoney } from 'c/handrailNumbers';
import { remembered } from 'c/handrailRemembered';
import { words } from './words';

const METRIC = 'no_mans_land';
/** What no query of a page can find in the records: who has left, who is missing, which renewals nobody has. By the kind of the metric. */
const KINDS = [
    { code: 'N7', icon: 'utility:opportunity', label: words.deals },
    { code: 'N8', icon: 'utility:people', label: words.customers },
    { code: 'N9', icon: 'utility:refresh', label: words.renewals }
];

/**
 * @param {readonly import('../handrailNumbers/queries').Result[]} results
 * @returns {{ rows: any[], asOf: string } | null} null where the number was never synced
 */
function cardOf(results) {
    const [whole] = companyOf(results);
    if (!whole) {
        return null;
    }
    const rows = KINDS.map(({ code, icon, label }) => {
        const result = results.find(({ slice }) => slice.kind?.startsWith(`${code} `));
        const atStake = result?.variants.find(({ id }) => id === 'amount')?.value ?? 0;
        return { code, icon, label, count: amount(result?.value ?? 0), money: atStake > 0 ? shortMoney(atStake) : '', resultId: result?.id };
    });
    return { rows, asOf: format(words.asOf, momentText(whole.asOf)) };
}

/** Deals, customers and renewals that nobody owns, as of the last sync. Who may not see numbers, or has none yet, sees nothing. */
export default class HandrailOwnerless extends LightningElement {
    words = words;
    query = METRICS;
    variables = { metrics: [METRIC], after: null };
    results = [];
    cardOf = remembered(cardOf);

    @wire(graphql, { query: '$query', variables: '$variables' })
    receive({ data }) {
        this.results = data ? resultsIn(data).results : this.results;
    }

    get card() {
        return this.cardOf(this.results);
    }

    handleRecords(event) {
        const result = this.results.find(({ id }) => id === event.currentTarget.dataset.result);
        this.refs.detail.ask(event.currentTarget, { metric: METRIC, result, startsWithRecords: true });
    }
}
