/** Not held. A permission without a stub would answer its own name. */
export default undefined;
