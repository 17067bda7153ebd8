import { csvOf } from '../export';

it('quotes what would break a row, and keeps a spreadsheet from computing a cell', () => {
    const [header, row] = csvOf([{ Code__c: 'OPP-PROP-03', Summary__c: '=HYPERLINK("x")', Actual__c: 'a\nb', Record_Count__c: -2 }]).split('\r\n');
    expect(header.startsWith('Code,Severity,')).toBe(true);
    expect(row).toContain('"\'=HYPERLINK(""x"")"');
    expect(row).toContain('"a\nb"');
    expect(row).toContain(',-2,');
});
