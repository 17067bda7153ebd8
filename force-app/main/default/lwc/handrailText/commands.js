/** What somebody runs in a terminal to fill the pages; imports nothing, so that a test can run it. */
export const SYNC_COMMAND = 'npx handrail sync --target-org production';
