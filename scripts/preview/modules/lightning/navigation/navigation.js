/** `lightning/navigation`, for the pages that exist here. */
const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');

function urlOf({ type, attributes = {} }) {
    switch (type) {
        case 'standard__recordPage':
            return `/lightning/r/${encodeURIComponent(attributes.objectApiName)}/${encodeURIComponent(attributes.recordId)}/view`;
        case 'standard__webPage':
            return attributes.url;
        default:
            throw new Error(`This page has no ${type}.`);
    }
}

export const NavigationMixin = (Base) =>
    class extends Base {
        [Navigate](reference) {
            window.location.assign(withUser(urlOf(reference)));
        }

        [GenerateUrl](reference) {
            return Promise.resolve(withUser(urlOf(reference)));
        }
    };
NavigationMixin.Navigate = Navigate;
NavigationMixin.GenerateUrl = GenerateUrl;

/**
 * An address of this page: behind its base, and with the user who was chosen.
 * @param {string} url
 */
export function withUser(url) {
    const { base, user } = globalThis.handrailPage;
    if (!url.startsWith('/')) {
        return url;
    }
    return user.isChosen ? `${base}${url}?user=${encodeURIComponent(user.username)}` : base + url;
}

export class CurrentPageReference {
    constructor(emit) {
        const { object, recordId } = globalThis.handrailPage;
        emit(recordId ? { type: 'standard__recordPage', attributes: { objectApiName: object, recordId, actionName: 'view' }, state: {} } : { type: 'standard__objectPage', attributes: { objectApiName: object, actionName: 'list' }, state: {} });
    }

    connect() {}
    update() {}
    disconnect() {}
}
