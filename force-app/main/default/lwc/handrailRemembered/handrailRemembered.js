/**
 * A function that answers at once while it is asked the same again. A template reads a getter for every row it draws: what it reads must
 * not be computed each time.
 * @template {(...given: any[]) => any} F
 * @param {F} compute pure
 * @returns {F}
 */
export function remembered(compute) {
    let last;
    let answer;
    return /** @type {F} */ (
        (...given) => {
            if (!last || given.some((value, index) => value !== last[index])) {
                answer = compute(...given);
                last = given;
            }
            return answer;
        }
    );
}
