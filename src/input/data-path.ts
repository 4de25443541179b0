/** Where a value stands in a document: keys and indexes from the root. */
export type DataPath = readonly (string | number)[];
