/** Values as the page shows them, in the locale of the base components and the user's time zone. */
import LOCALE from '@salesforce/i18n/locale';
import TIME_ZONE from '@salesforce/i18n/timeZone';
import { withUser } from 'lightning/navigation';

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

/** People have no page here, and a lookup to several objects does not say where it leads. */
const WITHOUT_PAGE = new Set(['User', 'Group', 'RecordType']);

/**
 * Address of the record a lookup points at.
 * @param {any} info of the field
 * @param {{ value: any }} field
 * @returns {string | undefined} undefined when there is none
 */
export function lookupUrl({ reference, referenceToInfos }, { value }) {
    const [target, ...others] = reference ? referenceToInfos : [];
    return target && others.length === 0 && value && !WITHOUT_PAGE.has(target.apiName) ? withUser(`/lightning/r/${target.apiName}/${value}/view`) : undefined;
}

/** @param {any} info */
export const isNumber = ({ dataType }) => NUMBERS.has(dataType);

/** @param {any} info `Account`, where the platform's field is called `Account ID` */
export const labelOf = ({ label, relationshipName }) => (relationshipName ? label.replace(/ ID$/, '') : label);
