/** What the playbook says and what the org says, with the words that differ told apart. Pure. */

/** @typedef {{ key: number, text: string, className: string }} Piece */

/** Words between two differences that are compared one by one; more are taken as one difference. */
const MOST_COMPARED = 400;
/** Characters that stay of what is the same, before and after a difference. */
const AROUND = 60;
/** Characters that both sides must have in a row between two differences. */
const LEAST_COMMON = 4;
const GAP = '…';
const WORDS = /\s+|[\w$.]+|[^\w\s]/g;

/**
 * @param {string} expected
 * @param {string} actual
 * @returns {{ expected: Piece[], actual: Piece[] }} each in its own layout; of what is the same only what stands beside a difference
 */
export function sidesOf(expected, actual) {
    const sides = [expected, actual].map((text) => text.match(WORDS) ?? []);
    const [left, right] = sides.map((words) => words.filter((word) => word.trim() !== ''));
    const [inLeft, inRight] = differing(left, right);
    return { expected: piecesOf(sides[0], inLeft), actual: piecesOf(sides[1], inRight) };
}

/**
 * Of one side: places of the words that the other does not have there, and places before which the other has words.
 * @typedef {{ words: Set<number>, gaps: Set<number> }} Differences
 */

/**
 * @param {readonly string[]} left
 * @param {readonly string[]} right
 * @returns {[Differences, Differences]}
 */
function differing(left, right) {
    const shorter = Math.min(left.length, right.length);
    let start = 0;
    while (start < shorter && left[start] === right[start]) {
        start += 1;
    }
    let end = 0;
    while (end < shorter - start && left[left.length - 1 - end] === right[right.length - 1 - end]) {
        end += 1;
    }
    const middles = [left.slice(start, left.length - end), right.slice(start, right.length - end)];
    const common = middles.every(({ length }) => length <= MOST_COMPARED) ? withoutChance(pairs(middles[0], middles[1]), middles[0]) : [];
    /** @type {[Differences, Differences]} */
    const found = [
        { words: new Set(), gaps: new Set() },
        { words: new Set(), gaps: new Set() }
    ];
    let before = [-1, -1];
    for (const pair of [...common, [middles[0].length, middles[1].length]]) {
        for (const side of [0, 1]) {
            for (let index = before[side] + 1; index < pair[side]; index += 1) {
                found[side].words.add(start + index);
            }
            if (pair[side] - before[side] === 1 && pair[1 - side] - before[1 - side] > 1) {
                found[side].gaps.add(start + pair[side]);
            }
        }
        before = pair;
    }
    return found;
}

/**
 * The longest common subsequence.
 * @param {readonly string[]} left
 * @param {readonly string[]} right
 * @returns {[number, number][]} places of its words on both sides
 */
function pairs(left, right) {
    const lengths = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
    for (let i = left.length - 1; i >= 0; i -= 1) {
        for (let j = right.length - 1; j >= 0; j -= 1) {
            lengths[i][j] = left[i] === right[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
        }
    }
    /** @type {[number, number][]} */
    const found = [];
    let [i, j] = [0, 0];
    while (i < left.length && j < right.length) {
        if (left[i] === right[j]) {
            found.push([i, j]);
            i += 1;
            j += 1;
        } else if (lengths[i + 1][j] >= lengths[i][j + 1]) {
            i += 1;
        } else {
            j += 1;
        }
    }
    return found;
}

/**
 * A bracket or a digit that both sides happen to have between two differences is no common ground.
 * @param {[number, number][]} common
 * @param {readonly string[]} left
 */
function withoutChance(common, left) {
    const isNext = ([i, j], [before, beforeOther]) => i === before + 1 && j === beforeOther + 1;
    const runs = [];
    for (const pair of common) {
        const run = runs.at(-1);
        if (run && isNext(pair, run.at(-1))) {
            run.push(pair);
        } else {
            runs.push([pair]);
        }
    }
    return runs.filter((run) => run.reduce((length, [i]) => length + left[i].length, 0) >= LEAST_COMMON).flat();
}

/**
 * @param {readonly string[]} words with the white space between them
 * @param {Differences} differences places among the words alone
 * @returns {Piece[]}
 */
function piecesOf(words, { words: changed, gaps }) {
    const runs = [];
    let place = 0;
    const noteGap = () => gaps.has(place) && runs.push({ text: '', isChanged: true });
    for (const word of words) {
        const isSpace = word.trim() === '';
        if (!isSpace) {
            noteGap();
        }
        const isChanged = isSpace ? changed.has(place - 1) && changed.has(place) : changed.has(place);
        place += isSpace ? 0 : 1;
        if (runs.at(-1)?.isChanged === isChanged) {
            runs.at(-1).text += word;
        } else {
            runs.push({ text: word, isChanged });
        }
    }
    noteGap();
    return runs.map(({ text, isChanged }, index) => ({ key: index, text: indented(isChanged ? text : shortened(text, index > 0, index < runs.length - 1)), className: isChanged ? (text === '' ? 'hr-gap' : 'hr-differs') : '' }));
}

/** What is the same, but for its ends beside a difference; whole where neither side differs. */
function shortened(text, follows, precedes) {
    if (!follows && !precedes) {
        return text;
    }
    const head = follows ? text.slice(0, AROUND).replace(/\S*$/, '') : '';
    const tail = precedes ? text.slice(-AROUND).replace(/^\S*/, '') : '';
    return head.length + tail.length + GAP.length + AROUND / 2 >= text.length ? text : `${head}${GAP}${tail}`;
}

/** A line would break after its indentation when what follows is too long for it. */
function indented(text) {
    return text.replace(/\n +/g, (found) => `\n${'\u00a0'.repeat(found.length - 1)}`);
}
