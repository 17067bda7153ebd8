/* Runs before the modules: what the server wrote into the page becomes `handrailPage`, and time is the org's. */
(() => {
    const page = JSON.parse(document.getElementById('handrail-page').textContent);
    page.formFactor = window.matchMedia('(max-width: 480px)').matches ? 'Small' : 'Large';
    globalThis.handrailPage = page;

    const SystemDate = Date;
    const ahead = SystemDate.parse(page.now) - SystemDate.now();
    const tolerated = 60000;
    if (Math.abs(ahead) > tolerated) {
        // An org under another date: "today" has to be its today, or the card and the rules would differ.
        const now = () => SystemDate.now() + ahead;
        globalThis.Date = new Proxy(SystemDate, {
            construct: (target, values, newTarget) => Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget),
            apply: () => new SystemDate(now()).toString(),
            get: (target, name) => (name === 'now' ? now : target[name])
        });
    }

    // The navigation scrolls; where one is must be seen.
    document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });

    document.getElementById('user')?.addEventListener('change', (event) => {
        const language = new URLSearchParams(window.location.search).get('language');
        window.location.search = new URLSearchParams({ user: event.target.value, ...(language === null ? {} : { language }) });
    });
})();
