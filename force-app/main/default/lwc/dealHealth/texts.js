/** The fixed texts of the card. */
import title from '@salesforce/label/c.handrailDealHealthTitle';
import titleAccount from '@salesforce/label/c.handrailDealHealthTitleAccount';
import question from '@salesforce/label/c.handrailDealHealthQuestion';
import loading from '@salesforce/label/c.handrailDealHealthLoading';
import errorTitle from '@salesforce/label/c.handrailDealHealthErrorTitle';
import tidy from '@salesforce/label/c.handrailDealHealthTidy';
import noDeals from '@salesforce/label/c.handrailDealHealthNoDeals';
import heldBy from '@salesforce/label/c.handrailDealHealthHeldBy';
import free from '@salesforce/label/c.handrailDealHealthFree';
import closes from '@salesforce/label/c.handrailDealHealthCloses';
import shownOf from '@salesforce/label/c.handrailDealHealthShownOf';
import sum from '@salesforce/label/c.handrailDealHealthSum';

export const texts = { title, titleAccount, question, loading, errorTitle, tidy, noDeals, heldBy, free, closes, shownOf, sum };
