// Functions that printed JavaScript calls. The printer copies those it needs, so that the result stands alone;
// each function is therefore self-contained apart from other functions of this file.

/**
 * @param {unknown} value
 * @returns {value is null | undefined | ''}
 */
function isBlank(value) {
    return value === null || value === undefined || value === '';
}

/**
 * @param {RawValue} raw
 * @returns {string | null}
 */
function textOf(raw) {
    return isBlank(raw) ? null : String(raw);
}

/**
 * Formulas see ids by their first 15 characters; the last three only repair lost case.
 * @param {RawValue} raw
 * @returns {string | null}
 */
function idOf(raw) {
    const id = textOf(raw);
    return id !== null && /^[A-Za-z0-9]{18}$/.test(id) ? id.slice(0, 15) : id;
}

/**
 * @param {RawValue} raw
 * @returns {boolean}
 */
function isChecked(raw) {
    return raw === true || raw === 'true';
}

/**
 * Reads a decimal exactly: binary floats would decide thresholds wrongly.
 * @param {RawValue} raw
 * @returns {Exact | null}
 */
function numberOf(raw) {
    if (isBlank(raw)) {
        return null;
    }
    const match = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(String(raw).trim());
    if (match === null || match[2] + match[3] === '') {
        return null;
    }
    const scale = match[3].length - Number(match[4] || 0);
    const digits = BigInt(match[1] + match[2] + match[3]);
    // Not written with **, which some toolchains turn into Math.pow; that takes no BigInt.
    const power = BigInt('1' + '0'.repeat(Math.abs(scale)));
    return scale >= 0
        ? { numerator: digits, denominator: power }
        : { numerator: digits * power, denominator: BigInt(1) };
}

/**
 * A percent field holds 15 for 15 %, which computes as 0.15.
 * @param {RawValue} raw
 * @returns {Exact | null}
 */
function percentOf(raw) {
    return divide(numberOf(raw), numberOf(100));
}

/**
 * Days since 1970-01-01.
 * @param {RawValue} raw
 * @returns {number | null}
 */
function dayOf(raw) {
    return isBlank(raw) ? null : Date.parse(`${String(raw).slice(0, 10)}T00:00:00Z`) / 86400000;
}

/**
 * Milliseconds since 1970. Salesforce writes offsets without a colon, which not every browser reads.
 * @param {RawValue} raw
 * @returns {number | null}
 */
function instantOf(raw) {
    return isBlank(raw) ? null : Date.parse(String(raw).replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
}

/**
 * @param {Exact | null} left
 * @param {Exact | null} right
 * @returns {Exact | null}
 */
function add(left, right) {
    return left && right
        ? {
              numerator: left.numerator * right.denominator + right.numerator * left.denominator,
              denominator: left.denominator * right.denominator
          }
        : null;
}

/**
 * @param {Exact | null} value
 * @returns {Exact | null}
 */
function negate(value) {
    return value && { numerator: -value.numerator, denominator: value.denominator };
}

/**
 * @param {Exact | null} left
 * @param {Exact | null} right
 * @returns {Exact | null}
 */
function multiply(left, right) {
    return left && right
        ? { numerator: left.numerator * right.numerator, denominator: left.denominator * right.denominator }
        : null;
}

/**
 * @param {Exact | null} left
 * @param {Exact | null} right never zero: the printer refuses divisors that are not constants
 * @returns {Exact | null}
 */
function divide(left, right) {
    if (!left || !right) {
        return null;
    }
    const sign = right.numerator < BigInt(0) ? BigInt(-1) : BigInt(1);
    return {
        numerator: left.numerator * right.denominator * sign,
        denominator: left.denominator * right.numerator * sign
    };
}

/**
 * @param {Exact | null} value
 * @returns {Exact | null}
 */
function absolute(value) {
    return value && value.numerator < BigInt(0) ? negate(value) : value;
}

/**
 * @param {...(Exact | null)} values
 * @returns {Exact | null} null as soon as one is blank
 */
function largest(...values) {
    return values.reduce((best, value) => best && value && (atMost(best, value) ? value : best));
}

/**
 * @param {...(Exact | null)} values
 * @returns {Exact | null} null as soon as one is blank
 */
function smallest(...values) {
    return values.reduce((best, value) => best && value && (atMost(value, best) ? value : best));
}

/**
 * @param {Operand} left
 * @param {Operand} right
 * @returns {number | null} below, at or above zero; null when one of them is blank
 */
function order(left, right) {
    if (isBlank(left) || isBlank(right)) {
        return null;
    }
    if (typeof left === 'object' && typeof right === 'object') {
        const difference = left.numerator * right.denominator - right.numerator * left.denominator;
        return difference < BigInt(0) ? -1 : difference > BigInt(0) ? 1 : 0;
    }
    return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Every comparison with a blank is false, `differ` included.
 * @param {Operand} left
 * @param {Operand} right
 * @returns {boolean}
 */
function equal(left, right) {
    return order(left, right) === 0;
}

/**
 * @param {Operand} left
 * @param {Operand} right
 * @returns {boolean}
 */
function differ(left, right) {
    const difference = order(left, right);
    return difference !== null && difference !== 0;
}

/**
 * @param {Operand} left
 * @param {Operand} right
 * @returns {boolean}
 */
function below(left, right) {
    const difference = order(left, right);
    return difference !== null && difference < 0;
}

/**
 * @param {Operand} left
 * @param {Operand} right
 * @returns {boolean}
 */
function atMost(left, right) {
    const difference = order(left, right);
    return difference !== null && difference <= 0;
}

/**
 * The opposite of a test that may have no answer; no answer stays none.
 * @param {boolean | null} value
 * @returns {boolean | null}
 */
function opposite(value) {
    return value === null ? null : !value;
}

/**
 * A blank text is a text without characters.
 * @param {string | null} left
 * @param {string | null} right
 * @returns {boolean}
 */
function sameText(left, right) {
    return (left || '') === (right || '');
}

/**
 * @param {RawValue} raw value of a picklist field
 * @param {string} value compared without regard to case; '' asks for a blank
 * @returns {boolean}
 */
function isPicklistValue(raw, value) {
    return (textOf(raw) || '').toLowerCase() === value.toLowerCase();
}

/**
 * @param {RawValue} raw values of a multi-select picklist, separated by semicolons
 * @param {string} value
 * @returns {boolean}
 */
function includesValue(raw, value) {
    return (textOf(raw) || '').split(';').some((chosen) => chosen.toLowerCase() === value.toLowerCase());
}

/**
 * @param {string | null} value
 * @returns {Exact}
 */
function lengthOf(value) {
    return { numerator: BigInt((value || '').length), denominator: BigInt(1) };
}

/**
 * @param {string | null} value
 * @returns {string}
 */
function trim(value) {
    // As Java's trim: everything up to and including the space character.
    return (value || '').replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, '');
}

/**
 * @param {string | null} value
 * @returns {string | null}
 */
function lowerCase(value) {
    return value && value.toLocaleLowerCase('en-US');
}

/**
 * @param {string | null} value
 * @returns {string | null}
 */
function upperCase(value) {
    return value && value.toLocaleUpperCase('en-US');
}

/**
 * @param {string | null} value
 * @returns {string | null}
 */
function firstOf(value) {
    return value && value.slice(0, 1);
}

/**
 * @param {string | null} value
 * @param {string | null} old
 * @param {string | null} replacement
 * @returns {string | null} null when there is nothing to search or nothing to search for
 */
function substitute(value, old, replacement) {
    return value && old ? value.split(old).join(replacement || '') : null;
}

/**
 * @param {...(string | null)} parts
 * @returns {string}
 */
function join(...parts) {
    return parts.map((part) => part || '').join('');
}

/**
 * @param {string | null} value
 * @param {string | null} part
 * @returns {boolean}
 */
function contains(value, part) {
    return (value || '').includes(part || '');
}

/**
 * @param {string | null} value
 * @param {string | null} start
 * @returns {boolean | null} null when there is nothing that could begin
 */
function begins(value, start) {
    return isBlank(value) ? null : value.startsWith(start || '');
}

/**
 * @param {number | null} later days, or milliseconds when `unit` is a day's worth
 * @param {number | null} earlier
 * @param {number} unit
 * @returns {Exact | null}
 */
function difference(later, earlier, unit) {
    return later === null || earlier === null
        ? null
        : { numerator: BigInt(later - earlier), denominator: BigInt(unit) };
}

/**
 * @param {number | null} day
 * @param {number} count
 * @returns {number | null}
 */
function addDays(day, count) {
    return day === null ? null : day + count;
}
