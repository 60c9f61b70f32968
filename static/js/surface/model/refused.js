// The error that says, in a sentence for people, what cannot be done to a labelling.

export class Refused extends Error {}
