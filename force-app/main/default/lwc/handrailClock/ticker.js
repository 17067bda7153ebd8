/**
 * Calls back at every step of a clock on the page, and when the page comes back into view: browsers slow down what nobody
 * sees.
 * @param {number} every milliseconds
 * @param {() => void} callback recomputes from the present time; never counts the calls
 * @returns {() => void} stops it
 */
export function startTicking(every, callback) {
    const timer = setInterval(callback, every);
    document.addEventListener('visibilitychange', callback);
    return () => {
        clearInterval(timer);
        document.removeEventListener('visibilitychange', callback);
    };
}
