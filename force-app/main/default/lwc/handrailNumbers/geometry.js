/** Where things stand in a chart. Pure arithmetic: the templates draw. */

/** Standard normal quantile of a two-sided 90 % interval. */
const Z90 = 1.6449;

/**
 * Wilson's interval of a share: it stays between 0 and 1 and holds for few records.
 * @param {number} hits
 * @param {number} all
 * @returns {{ low: number, high: number } | null} null where nothing was counted
 */
export function wilson(hits, all) {
    if (!(all > 0) || hits < 0 || hits > all) {
        return null;
    }
    const share = hits / all;
    const spread = Z90 * Math.sqrt((share * (1 - share)) / all + (Z90 * Z90) / (4 * all * all));
    const scale = 1 + (Z90 * Z90) / all;
    const middle = share + (Z90 * Z90) / (2 * all);
    return { low: Math.max(0, (middle - spread) / scale), high: Math.min(1, (middle + spread) / scale) };
}

/**
 * A target band and the value in it, as shares of a bar's width.
 * @param {number | null} value
 * @param {{ low: number | null, high: number | null }} band
 * @returns {{ low: number, high: number, value: number | null } | null} null without a band
 */
export function bandGeometry(value, { low, high }) {
    if (low === null && high === null) {
        return null;
    }
    const bounds = [low, high, value].filter((bound) => bound !== null);
    const span = Math.max(...bounds) - Math.min(...bounds) || Math.abs(bounds[0]) || 1;
    const left = Math.min(...bounds) - span * 0.6;
    const right = Math.max(...bounds) + span * 0.6;
    const place = (bound) => (bound - left) / (right - left);
    return { low: low === null ? 0 : place(low), high: high === null ? 1 : place(high), value: value === null ? null : place(value) };
}

/**
 * The points of a line, and the ones that are not final. A missing value is a gap, never a zero.
 * @param {readonly { value: number | null, isOpen: boolean }[]} series oldest first
 * @param {{ width: number, height: number, margin: number }} box
 * @returns {{ solid: string[], dashed: string[], last: { x: number, y: number, isOpen: boolean } | null }} point lists of polylines
 */
export function sparkGeometry(series, { width, height, margin }) {
    const values = series.map(({ value }) => value).filter((value) => value !== null);
    if (values.length === 0) {
        return { solid: [], dashed: [], last: null };
    }
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const x = (index) => margin + (series.length === 1 ? width - 2 * margin : (index * (width - 2 * margin)) / (series.length - 1));
    const y = (value) => (most === least ? height / 2 : margin + ((most - value) * (height - 2 * margin)) / (most - least));
    const points = series.map(({ value, isOpen }, index) => (value === null ? null : { x: x(index), y: y(value), isOpen }));
    const legs = points.slice(1).flatMap((point, index) => (point && points[index] ? [{ from: points[index], to: point }] : []));
    const text = ({ from, to }) => `${from.x.toFixed(1)},${from.y.toFixed(1)} ${to.x.toFixed(1)},${to.y.toFixed(1)}`;
    return {
        solid: legs.filter(({ to }) => !to.isOpen).map(text),
        dashed: legs.filter(({ to }) => to.isOpen).map(text),
        last: points[points.length - 1]
    };
}

/**
 * Intervals of a table on one scale.
 * @param {readonly { low: number, high: number, value: number }[]} rows
 * @param {{ least?: number, most?: number }} [bounds] of the scale at least
 * @returns {(place: number) => number} a value as share of the width
 */
export function intervalGeometry(rows, { least = Infinity, most = -Infinity } = {}) {
    const left = Math.min(least, ...rows.map(({ low }) => low));
    const right = Math.max(most, ...rows.map(({ high }) => high));
    return (value) => (right > left ? Math.min(1, Math.max(0, (value - left) / (right - left))) : 0.5);
}
