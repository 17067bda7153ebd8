/** `lightning/navigation`, for the pages that exist here. */
const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');

/** Wires that show where the page stands. */
const readers = new Set();

function urlOf({ type, attributes = {}, state = {} }) {
    switch (type) {
        case 'standard__recordPage':
            return `/lightning/r/${encodeURIComponent(attributes.objectApiName)}/${encodeURIComponent(attributes.recordId)}/view`;
        case 'standard__navItemPage':
            return `/lightning/n/${encodeURIComponent(attributes.apiName)}${queryOf(state)}`;
        case 'standard__webPage':
            return attributes.url;
        default:
            throw new Error(`This page has no ${type}.`);
    }
}

/** A page keeps state of one's own only under names with a namespace, as `c__owner`; others are dropped, as on the platform. */
function queryOf(state) {
    const entries = Object.entries(state).filter(([name, value]) => name.includes('__') && value !== undefined && value !== null);
    return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`;
}

function pageReference() {
    const { base, object, recordId } = globalThis.handrailPage;
    const state = Object.fromEntries([...new URLSearchParams(window.location.search)].filter(([name]) => name.includes('__')));
    const [, tab] = /^\/lightning\/n\/([^/]+)/.exec(window.location.pathname.slice(base.length)) ?? [];
    if (recordId) {
        return { type: 'standard__recordPage', attributes: { objectApiName: object, recordId, actionName: 'view' }, state };
    }
    return tab && !object ? { type: 'standard__navItemPage', attributes: { apiName: decodeURIComponent(tab) }, state } : { type: 'standard__objectPage', attributes: { objectApiName: object, actionName: 'list' }, state };
}

/** Another state of the page that is open changes the address and tells its readers; anything else loads. */
function go(url, replace) {
    const target = new URL(url, window.location.href);
    if (target.origin !== window.location.origin || target.pathname !== window.location.pathname) {
        window.location.assign(url);
        return;
    }
    window.history[replace ? 'replaceState' : 'pushState'](null, '', url);
    tell();
}

function tell() {
    readers.forEach((emit) => emit(pageReference()));
}

window.addEventListener('popstate', tell);

export const NavigationMixin = (Base) =>
    class extends Base {
        [Navigate](reference, replace = false) {
            go(withUser(urlOf(reference)), replace);
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
    return user.inAddress === '' ? base + url : `${base}${url}${url.includes('?') ? '&' : '?'}${user.inAddress}`;
}

export class CurrentPageReference {
    constructor(emit) {
        this.emit = emit;
        emit(pageReference());
    }

    connect() {
        readers.add(this.emit);
    }

    update() {}

    disconnect() {
        readers.delete(this.emit);
    }
}
