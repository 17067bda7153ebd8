/** The stub of sfdx-lwc-jest forgets where it was sent; here every navigation is recorded. */
import { createTestWireAdapter } from '@salesforce/wire-service-jest-util';

const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');

/** Called with the page reference and whether it replaces the present one. */
export const navigated = jest.fn();
export const CurrentPageReference = createTestWireAdapter(jest.fn());
export const NavigationMixin = (Base) =>
    class extends Base {
        [Navigate](reference, replace = false) {
            navigated(reference, replace);
        }

        [GenerateUrl]() {
            return Promise.resolve('https://www.example.com');
        }
    };
NavigationMixin.Navigate = Navigate;
NavigationMixin.GenerateUrl = GenerateUrl;
