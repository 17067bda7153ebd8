/** The fixed texts of a table of a pack. */
import now from '@salesforce/label/c.handrailPackNow';
import change from '@salesforce/label/c.handrailPackChange';
import counted from '@salesforce/label/c.handrailPackCounted';
import more from '@salesforce/label/c.handrailPackMore';
import showAll from '@salesforce/label/c.handrailPackShowAll';
import showFirst from '@salesforce/label/c.handrailPackShowFirst';
import howOf from '@salesforce/label/c.handrailHealthHowOf';

export const words = { now, change, counted, more, showAll, showFirst, howOf };
