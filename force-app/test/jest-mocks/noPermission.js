/** A custom permission that the user does not hold. A stub that is absent would answer its own name. */
export default undefined;
