import { createElement } from 'lwc';
import CloseLost from 'c/closeLost';
import CloseLostDialog from 'c/closeLostDialog';

it('opens the dialog for its record and draws nothing itself', async () => {
    const element = createElement('c-close-lost', { is: CloseLost });
    element.recordId = '006000000000001AAA';
    document.body.appendChild(element);
    await element.invoke();
    expect(CloseLostDialog.open).toHaveBeenCalledWith({ size: 'medium', label: 'c.handrailLostTitle', recordId: '006000000000001AAA' });
    expect(element.shadowRoot.childElementCount).toBe(0);
});
