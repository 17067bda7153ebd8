/** What a sync has written, as the query of the figures answers it. */
import { graphql } from 'lightning/graphql';

const field = (value) => ({ value: value ?? null });

/** @param {{ metric: string, slice?: string, state?: string, value?: number | null, numerator?: number, denominator?: number, to?: string, asOf?: string, parts?: object | string }[]} results newest first */
export const figureData = (results) => ({
    uiapi: {
        query: {
            Handrail_Metric__c: {
                edges: results.map(({ metric, slice, state = 'ok', value, numerator, denominator, to = '2026-11-10', asOf = '2026-11-10T05:00:00.000Z', parts }) => ({
                    node: {
                        Metric__c: field(metric), Slice__c: field(slice), State__c: field(state), Value__c: field(value), Numerator__c: field(numerator), Denominator__c: field(denominator),
                        Period_To__c: field(to), As_Of__c: field(asOf), Parts__c: field(typeof parts === 'object' ? JSON.stringify(parts) : parts)
                    }
                }))
            }
        }
    }
});

export const answerFigures = (results) => graphql.answer('handrailFigures', { data: figureData(results) });
