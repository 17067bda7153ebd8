/** Saves of many records, a few at a time: each is taken or refused on its own. */
import { readErrors } from 'c/handrailErrors';

/** What a browser sends to one host side by side. */
const AT_ONCE = 5;

/**
 * @param {readonly string[]} ids
 * @param {(id: string) => Promise<unknown>} save
 * @param {(done: number) => void} onProgress
 * @returns {Promise<{ saved: string[], refused: Record<string, string> }>} refused: by id, in the words of Salesforce
 */
export async function saveAll(ids, save, onProgress) {
    /** @type {string[]} */
    const saved = [];
    /** @type {Record<string, string>} */
    const refused = {};
    let next = 0;
    const work = async () => {
        while (next < ids.length) {
            const id = ids[next];
            next += 1;
            try {
                // One after the other is meant: five of these run side by side.
                // eslint-disable-next-line no-await-in-loop
                await save(id);
                saved.push(id);
            } catch (error) {
                refused[id] = readErrors(error).map(({ text }) => text).join(' ');
            }
            onProgress(saved.length + Object.keys(refused).length);
        }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, ids.length) }, work));
    return { saved, refused };
}
