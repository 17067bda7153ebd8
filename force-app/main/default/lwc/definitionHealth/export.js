/** The findings as a table for a spreadsheet. */

const COLUMNS = ['Code__c', 'Severity__c', 'Tier__c', 'Status__c', 'Kind__c', 'Object__c', 'Component__c', 'Summary__c', 'Expected__c', 'Actual__c', 'Changed_By__c', 'Changed_At__c', 'Record_Count__c', 'Amount_At_Stake__c', 'Decision_Reason__c', 'Decision_Until__c', 'Decision_By__c'];

/**
 * @param {Record<string, any>[]} rows
 * @returns {string} RFC 4180; a cell that a spreadsheet would compute is made text
 */
export function csvOf(rows) {
    const lines = [COLUMNS.map((name) => name.replace(/__c$/, '')), ...rows.map((row) => COLUMNS.map((name) => row[name] ?? ''))];
    return lines.map((cells) => cells.map(cellOf).join(',')).join('\r\n');
}

function cellOf(value) {
    const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
