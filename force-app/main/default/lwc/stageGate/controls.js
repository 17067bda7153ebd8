/** Which groups of the gate are open. */

/** The widest a phone is, as in the style sheets. */
const PHONE = '(max-width: 480px)';

const icon = (open) => (open ? 'utility:chevrondown' : 'utility:chevronright');

/**
 * @param {{ shadow?: boolean, met?: boolean }} opened what the user opened or closed; a group nobody touched follows the situation
 * @param {object | null} refusal
 * @param {boolean} showsAfter
 */
export function controlsOf(opened, refusal, showsAfter) {
    const folds = refusal !== null || Boolean(window.matchMedia?.(PHONE).matches);
    const showsShadow = opened.shadow ?? !folds;
    const showsMet = opened.met ?? !folds;
    return { showsShadow, showsMet, shadowIcon: icon(showsShadow), metIcon: icon(showsMet), afterIcon: icon(showsAfter) };
}
