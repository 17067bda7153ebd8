/** Starts the page: what the server wrote into it decides which component is shown. */
import { createElement } from 'lwc';
import RecordList from 'preview/recordList';
import RecordPage from 'preview/recordPage';
import Toasts from 'preview/toasts';

/** @param {Record<string, any>} components bundles of the project that a record page names, by name */
export function start(components) {
    const { object, recordId, regions, actions, tabComponents, isHome } = globalThis.handrailPage;
    const mount = document.getElementById('page');
    mount.append(createElement('preview-toasts', { is: Toasts }));
    if (recordId) {
        const page = createElement('preview-record-page', { is: RecordPage });
        page.regions = Object.fromEntries(Object.entries(regions).map(([region, items]) => [region, items.map((item) => ({ ...item, constructor: components[item.name] }))]));
        page.actions = actions.map((action) => ({ ...action, constructor: components[action.component] }));
        page.objectApiName = object;
        page.recordId = recordId;
        mount.append(page);
    } else if (object) {
        const list = createElement('preview-record-list', { is: RecordList });
        list.objectApiName = object;
        list.intro = isHome;
        mount.append(list);
    } else {
        tabComponents.forEach((name) => mount.append(createElement(tagOf(name), { is: components[name] })));
    }
}

/** `c-stage-gate` of `stageGate`. */
const tagOf = (name) => `c-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
