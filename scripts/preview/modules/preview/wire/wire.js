/**
 * A wire adapter from a function that asks the org. An instance whose configuration is not complete waits; a later
 * answer never overtakes a newer question.
 * @param {object} adapter
 * @param {(config: any) => boolean} adapter.isComplete
 * @param {(config: any) => Promise<any>} adapter.load the value emitted
 * @param {any} [adapter.empty] emitted before the first answer
 * @param {(error: any) => any} [adapter.failed] value emitted for an error
 */
export function makeAdapter({ isComplete, load, empty = { data: undefined, error: undefined }, failed = (error) => ({ data: undefined, error }) }) {
    return class WireAdapter {
        constructor(emit) {
            this.emit = emit;
            this.asked = 0;
            this.connected = false;
            emit(empty);
        }

        connect() {
            this.connected = true;
            this.refresh();
        }

        disconnect() {
            this.connected = false;
            this.asked += 1;
        }

        update(config) {
            this.config = config;
            this.refresh();
        }

        async refresh() {
            if (!this.connected || !this.config || !isComplete(this.config)) {
                return;
            }
            this.asked += 1;
            const question = this.asked;
            let value;
            try {
                value = await load(this.config, this);
            } catch (error) {
                value = failed(error);
            }
            if (question === this.asked) {
                this.emit(value);
            }
        }
    };
}
