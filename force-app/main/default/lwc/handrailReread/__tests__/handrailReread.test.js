import { askAgain } from 'c/handrailReread';

it('refreshes where the wire gave a way to', async () => {
    const component = { query: 'document' };
    const refresh = jest.fn().mockResolvedValue(undefined);
    await askAgain(component, 'query', refresh);
    expect(refresh).toHaveBeenCalledTimes(1);
    expect(component.query).toBe('document');
});

it('withdraws the question and puts it anew where the request failed before', async () => {
    const seen = [];
    const component = {
        asked: 'document',
        get query() {
            return this.asked;
        },
        set query(value) {
            seen.push(value);
            this.asked = value;
        }
    };
    // Pressed twice, it is still asked at the end.
    await Promise.all([askAgain(component, 'query', undefined), askAgain(component, 'query', undefined)]);
    expect(seen).toEqual([undefined, 'document']);
});
