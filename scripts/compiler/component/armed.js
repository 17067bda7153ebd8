/**
 * One arm of an experiment: asked of those who take part, or of all others.
 * @param {string} permission
 * @param {boolean} holder
 * @param {Predicate} applies
 * @returns {Predicate}
 */
function armed(permission, holder, applies) {
    return (record, context) => (context.experiments || []).includes(permission) === holder && applies(record, context);
}
