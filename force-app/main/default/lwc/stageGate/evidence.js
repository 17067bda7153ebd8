/** What the numbers say of a criterion: whether deals that met it were won more often. Pure; the words are custom labels. */
import { percentText } from 'c/handrailFigures';
import { format, labels } from 'c/handrailLabels';
import { objects } from 'c/handrailPlaybook';
import { displayDate } from 'c/handrailRecord';

const METRIC = 'criterion_lift';
const sliceOf = (id) => `criterion=${id}`;

/** @param {string} objectName */
export const evidenceVariables = (objectName) => ({ metrics: [METRIC], slices: objects[objectName].criteria.map(({ id }) => sliceOf(id)) });

/**
 * @param {import('c/handrailFigures').Figures} figures
 * @returns {(id: string) => string} one sentence; empty without a number that may be believed
 */
export function evidenceOf(figures) {
    return (id) => {
        const figure = figures(METRIC, sliceOf(id));
        const { met, met_won: metWon, unmet, unmet_won: unmetWon, low, high } = figure?.parts ?? {};
        if (figure === null || figure.value === null || !(met > 0) || !(unmet > 0) || figure.lastDay === null) {
            return '';
        }
        const text = format(labels.evidenceText, percentText(metWon / met), percentText(unmetWon / unmet), met + unmet, displayDate(figure.lastDay));
        const mayBeChance = typeof low === 'number' && typeof high === 'number' && low <= 0 && high >= 0;
        return mayBeChance ? `${text} ${labels.evidenceChance}` : text;
    };
}
