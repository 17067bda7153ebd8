/** What stands at the head of a pack, and why there is none. Pure. */
import { failureOf, firstMessage } from 'c/handrailErrors';
import { format } from 'c/handrailLabels';
import { ageInDays, momentText, texts } from 'c/handrailNumbers';
import { lacksAccess } from './queries';
import { words } from './words';

/** Packs are synced once a day; a day that was missed shows. */
const OLD_DAYS = 2;

/**
 * @param {import('./queries').StoredPack} stored one with contents
 * @param {boolean} isEarlier whether there is a later one
 * @returns sentences, each empty where there is nothing to say
 */
export function headOf({ contents, asOf, reviewedAt, reviewedBy }, isEarlier) {
    const age = !isEarlier && asOf ? ageInDays(asOf) : 0;
    const leftOut = contents.leftOut ?? 0;
    return {
        asOf: asOf ? format(texts.asOf, momentText(asOf)) : '',
        version: contents.playbook,
        against: contents.comparedWith ? format(words.against, contents.comparedWith) : words.noEarlier,
        stale: age >= OLD_DAYS ? format(texts.staleStrip, momentText(asOf), age) : '',
        earlier: isEarlier ? words.earlier : '',
        leftOut: leftOut > 0 ? format(words.leftOut, leftOut, contents.name) : '',
        reviewed: reviewedAt ? format(words.reviewed, reviewedBy, momentText(reviewedAt)) : ''
    };
}

/**
 * @param {{ title: string, errors: any, isEmpty: boolean, isUnreadable: boolean }} page
 * @returns {{ state: string, heading?: string, text: string }}
 */
export function absenceOf({ title, errors, isEmpty, isUnreadable }) {
    if (lacksAccess(errors)) {
        return { state: 'forbidden', heading: words.forbiddenTitle, text: words.forbiddenText };
    }
    if (errors || isUnreadable) {
        const message = firstMessage(errors);
        const said = failureOf(errors) ? message : format(texts.errorText, message);
        return { state: 'error', heading: format(texts.errorTitle, title), text: isUnreadable ? words.unreadable : said };
    }
    return isEmpty ? { state: 'empty', heading: words.emptyTitle, text: words.emptyText } : { state: 'loading', text: format(texts.loading, title) };
}
