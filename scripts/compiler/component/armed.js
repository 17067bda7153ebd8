/**
 * Asked of those who hold a custom permission, or of all others: one arm of an experiment, what is reserved to some.
 * @param {string} permission
 * @param {boolean} holder
 * @param {Predicate} applies
 * @returns {Predicate}
 */
function armed(permission, holder, applies) {
    return (record, context) => (context.permissions || []).includes(permission) === holder && applies(record, context);
}
