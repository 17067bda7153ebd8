/** Values as the page shows them, in the locale of the base components and the user's time zone. */
import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';

const NUMBERS = new Set(['Currency', 'Double', 'Int', 'Percent']);
const DAY = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone: 'UTC' });
const INSTANT = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short', timeZone: TIME_ZONE });

const NUMBER = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 18 });

/** @type {Record<string, (value: any) => string>} */
const TEXTS = {
    Double: (value) => NUMBER.format(value),
    Int: (value) => NUMBER.format(value),
    Percent: (value) => `${NUMBER.format(value)}%`,
    Date: (value) => DAY.format(new Date(`${value}T00:00:00Z`)),
    DateTime: (value) => INSTANT.format(new Date(value)),
    Boolean: (value) => (value ? 'Yes' : 'No')
};

/**
 * @param {any} info of the field
 * @param {{ value: any, displayValue: string | null }} field
 * @param {string} [related] name of the record a lookup points at
 * @returns {string} a dash when there is nothing
 */
export function fieldText({ dataType }, { value, displayValue }, related) {
    if (value === null || value === undefined || value === '') {
        return '–';
    }
    return related ?? TEXTS[dataType]?.(value) ?? displayValue ?? String(value);
}

/** @param {any} info */
export const isNumber = ({ dataType }) => NUMBERS.has(dataType);

/** @param {any} info `Account`, where the platform's field is called `Account ID` */
export const labelOf = ({ label, relationshipName }) => (relationshipName ? label.replace(/ ID$/, '') : label);
