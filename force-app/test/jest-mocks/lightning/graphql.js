/**
 * The stub of sfdx-lwc-jest knows one query at a time and its `gql` answers nothing, so that every wire waits. Here a
 * document is its text, and an answer goes to the instances whose query holds a word.
 */
import { createTestWireAdapter } from '@salesforce/wire-service-jest-util';

export class graphql extends createTestWireAdapter() {
    /**
     * @param {string} word that only the meant queries contain, such as the name of an operation
     * @param {{ data?: object, errors?: object[], refresh?: () => Promise<void> }} result
     */
    static answer(word, result) {
        super.emit({ data: undefined, errors: undefined, ...result }, (config) => Boolean(config.query?.includes(word)));
    }
}

export const gql = (strings, ...values) => String.raw({ raw: strings }, ...values);
