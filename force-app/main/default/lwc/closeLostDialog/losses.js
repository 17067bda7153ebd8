/** What the losses so far say beside the form: the reasons at this stage, and how far the budget of a reason is used. Pure. */
import { gql } from 'lightning/graphql';
import { percentText } from 'c/handrailFigures';
import { format } from 'c/handrailLabels';
import { playbook } from 'c/handrailPlaybook';
import { texts } from './texts';

const METRIC = 'loss_mix';
const sliceOf = (reason, stage) => `loss_reason=${reason};loss_stage=${stage}`;
/** Length of the longest bar. */
const LONGEST = 100;

/** @param {string} stage */
export const lossVariables = (stage) => ({ metrics: [METRIC], slices: playbook.lossReasons.map(({ name }) => sliceOf(name, stage)) });

/**
 * @param {import('c/handrailFigures').Figures} figures
 * @param {string} stage where the deal stands
 * @param {import('c/handrailPlaybook').RawValue} chosen
 * @param {(reason: string) => string} called how the org calls a reason
 * @returns {{ text: string, rows: object[] } | null} null when no sync has counted losses at this stage
 */
export function lossesAt(figures, stage, chosen, called) {
    const found = playbook.lossReasons.map(({ name }) => ({ name, figure: figures(METRIC, sliceOf(name, stage)) })).filter(({ figure }) => figure?.numerator > 0);
    if (found.length === 0) {
        return null;
    }
    const total = found[0].figure.denominator;
    const most = Math.max(...found.map(({ figure }) => figure.numerator));
    const rows = found
        .sort((left, right) => right.figure.numerator - left.figure.numerator)
        .map(({ name, figure: { numerator } }) => ({
            name,
            text: called(name),
            count: numerator,
            width: Math.round((numerator / most) * LONGEST),
            label: format(texts.goesRow, called(name), numerator, total),
            className: name === chosen ? 'hr-loss hr-loss_chosen' : 'hr-loss'
        }));
    return { text: format(texts.goesText, total), rows };
}

/** Losses of an owner in the present fiscal quarter, by reason. Everybody sees their own deals, whatever sharing hides of others. */
export const OWN_LOSSES = gql`
    query handrailOwnLosses($owner: ID, $stage: Picklist) {
        uiapi {
            aggregate {
                Opportunity(
                    where: {
                        and: [
                            { OwnerId: { eq: $owner } }
                            { StageName: { eq: $stage } }
                            {
                                or: [
                                    { Handrail_Stage_Entered_At__c: { eq: { literal: THIS_FISCAL_QUARTER } } }
                                    { and: [{ Handrail_Stage_Entered_At__c: { eq: null } }, { LastStageChangeDate: { eq: { literal: THIS_FISCAL_QUARTER } } }] }
                                ]
                            }
                        ]
                    }
                    groupBy: { Handrail_Loss_Reason__c: { group: true } }
                    first: 200
                ) {
                    edges {
                        node {
                            aggregate {
                                Handrail_Loss_Reason__c @optional {
                                    value
                                }
                                Id {
                                    count {
                                        value
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
`;

/**
 * @param {any} data answer of the query
 * @returns {Map<string, number> | null} losses by reason; a reason of before counts as the one in its place
 */
export function ownLossesIn(data) {
    const edges = data?.uiapi?.aggregate?.Opportunity?.edges;
    if (!edges) {
        return null;
    }
    const now = new Map(playbook.lossReasons.filter(({ replacedBy }) => replacedBy).map(({ name, replacedBy }) => [name, replacedBy]));
    return edges.reduce((counts, { node: { aggregate } }) => {
        const given = aggregate.Handrail_Loss_Reason__c?.value ?? '';
        const reason = now.get(given) ?? given;
        return counts.set(reason, (counts.get(reason) ?? 0) + (aggregate.Id?.count?.value ?? 0));
    }, new Map());
}

/**
 * @param {Map<string, number> | null} own
 * @param {import('c/handrailPlaybook').RawValue} chosen
 * @param {(reason: string) => string} called how the org calls a reason
 * @returns {string} how far the budget of the chosen reason is used; empty where it has none
 */
export function budgetText(own, chosen, called) {
    const most = playbook.lossReasons.find(({ name }) => name === chosen)?.atMost?.ofOwner ?? null;
    if (own === null || most === null) {
        return '';
    }
    const losses = [...own.values()].reduce((sum, count) => sum + count, 0);
    const given = own.get(String(chosen)) ?? 0;
    const text = format(texts.budget, called(String(chosen)), percentText(most / 100), given, losses);
    // This loss is one more of both; the first is always free.
    const isUsed = given + 1 > 1 && (given + 1) * 100 > most * (losses + 1);
    return isUsed ? `${text} ${texts.budgetUsed}` : text;
}
