import { LightningElement, api, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import { failureOf, firstMessage } from 'c/handrailErrors';
import { format } from 'c/handrailLabels';
import { ageInDays, lacksAccess, LATEST_RUN, METRICS, momentText, nameFiscalYears, resultsIn, runIn, texts } from 'c/handrailNumbers';

/** Numbers are synced once a day; a day that was missed shows. */
const OLD_DAYS = 2;

/**
 * The frame of a page of numbers: it reads them, in batches, and shows its content when they are there. Fires `numbers`
 * with `{ results, run }`. While they are not there it says why.
 */
export default class HandrailFrame extends LightningElement {
    texts = texts;
    variables;
    results;
    run;
    errors;
    answer;
    batches = new Map();
    isRunKnown = false;

    @api title;
    @api eyebrow;
    @api icon;
    /** Stands when there are no numbers yet, in place of the usual sentence. */
    @api emptyText;

    /** Ids of the metrics that the page shows. */
    @api
    get metrics() {
        return this.variables?.metrics;
    }
    set metrics(ids) {
        this.batches = new Map();
        this.results = undefined;
        this.variables = ids ? { metrics: [...ids], after: null } : undefined;
    }

    get metricsQuery() {
        return this.variables ? METRICS : undefined;
    }

    @wire(graphql, { query: '$metricsQuery', variables: '$variables' })
    receiveMetrics(answer) {
        this.answer = answer;
        if (answer.errors?.length) {
            this.errors = answer.errors;
        } else if (answer.data) {
            this.errors = undefined;
            const { results, next } = resultsIn(answer.data);
            this.batches.set(this.variables.after, results);
            if (next && !this.batches.has(next)) {
                this.variables = { ...this.variables, after: next };
            } else {
                this.results = [...this.batches.values()].flat();
                this.tell();
            }
        }
    }

    @wire(graphql, { query: LATEST_RUN })
    receiveRun({ data, errors }) {
        if (data || errors) {
            // Who may not see runs sees numbers all the same.
            this.run = data ? runIn(data) : null;
            nameFiscalYears(this.run?.isYearNamedByEnd ?? false);
            this.isRunKnown = true;
            this.tell();
        }
    }

    tell() {
        if (this.results && this.isRunKnown) {
            this.dispatchEvent(new CustomEvent('numbers', { detail: { results: this.results, run: this.run } }));
        }
    }

    get isReady() {
        return this.isRunKnown && this.results?.length > 0;
    }

    get isLoading() {
        return !this.isReady && this.absence.state === 'loading';
    }

    /** Why there is no content; read only while there is none. */
    get absence() {
        if (this.errors && !this.results) {
            const message = firstMessage(this.errors);
            return lacksAccess(this.errors)
                ? { state: 'forbidden', heading: texts.forbiddenTitle, text: texts.forbiddenText }
                : { state: 'error', heading: format(texts.errorTitle, this.title), text: failureOf(this.errors) ? message : format(texts.errorText, message), details: this.errors.map((error) => error.message).join('\n') };
        }
        const isEmpty = this.isRunKnown && this.results?.length === 0;
        return isEmpty ? { state: 'empty', heading: texts.emptyTitle, text: this.emptyText ?? texts.emptyText } : { state: 'loading', text: format(texts.loading, this.title) };
    }

    get asOfText() {
        return this.run?.asOf ? format(texts.asOf, momentText(this.run.asOf)) : '';
    }

    get versionText() {
        return this.run?.version ? format(texts.definitions, this.run.version) : '';
    }

    get staleText() {
        const age = this.isReady && this.run?.asOf ? ageInDays(this.run.asOf) : 0;
        return age >= OLD_DAYS ? format(texts.staleStrip, momentText(this.run.asOf), age) : '';
    }

    get partlyText() {
        return this.isReady && this.run?.isPartly ? texts.partly : '';
    }

    handleRetry() {
        this.errors = undefined;
        if (this.answer?.refresh) {
            this.answer.refresh();
        } else {
            this.variables = { ...this.variables };
        }
    }
}
