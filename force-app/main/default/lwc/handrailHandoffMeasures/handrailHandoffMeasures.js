import { api, LightningElement, wire } from 'lwc';
import { graphql } from 'lightning/graphql';
import going from '@salesforce/label/c.handrailHandoffGoing';
import goingText from '@salesforce/label/c.handrailHandoffGoingText';
import measure from '@salesforce/label/c.handrailHandoffMeasure';
import team from '@salesforce/label/c.handrailHandoffTeam';
import completeSent from '@salesforce/label/c.handrailHandoffCompleteSent';
import answeredInTime from '@salesforce/label/c.handrailHandoffAnsweredInTime';
import kickoffInTime from '@salesforce/label/c.handrailHandoffKickoffInTime';
import { FIGURES, figuresIn, NO_FIGURES, percentText } from 'c/handrailFigures';
import { format, labels } from 'c/handrailLabels';
import { displayDate } from 'c/handrailRecord';

/** What is measured of handoffs, in the order of the work. */
const MEASURES = [
    { metric: 'handoff_completeness', label: completeSent },
    { metric: 'handoff_answered', label: answeredInTime },
    { metric: 'kickoff_on_time', label: kickoffInTime }
];

/** How the handoffs of one sender go, beside those of everybody. Nothing before the first sync. */
export default class HandrailHandoffMeasures extends LightningElement {
    texts = { going, measure, team, noValue: labels.noValue };
    figuresQuery = FIGURES;
    figures = NO_FIGURES;

    /** @type {string} who sent the handoff: the name, and the username that tells two people of one name apart */
    @api senderName = '';
    /** @type {string} */
    @api senderUsername = '';

    @wire(graphql, { query: '$figuresQuery', variables: '$figuresVariables' })
    receiveFigures({ data }) {
        this.figures = data ? figuresIn(data) : this.figures;
    }

    get slices() {
        return [`owner=${this.senderName}`, `owner=${this.senderName} (${this.senderUsername})`];
    }

    get figuresVariables() {
        return this.senderName ? { metrics: MEASURES.map(({ metric }) => metric), slices: this.slices } : undefined;
    }

    /** One row per measure that was counted for somebody. */
    get rows() {
        return MEASURES.map(({ metric, label }) => ({
            metric,
            label,
            own: cellOf(this.slices.map((slice) => this.figures(metric, slice)).find(Boolean)),
            team: cellOf(this.figures(metric))
        })).filter(({ own, team: all }) => own.text !== '' || all.text !== '');
    }

    get isShown() {
        return this.rows.length > 0;
    }

    get note() {
        const days = MEASURES.map(({ metric }) => this.figures(metric)?.asOf).filter(Boolean);
        return days.length > 0 ? format(goingText, displayDate(String(days[0]).slice(0, 10))) : '';
    }
}

/** @param {import('c/handrailFigures').Figure | null | undefined} figure */
function cellOf(figure) {
    return { text: figure && figure.value !== null ? percentText(figure.value) : '' };
}
