import { load } from "./load.js";

export const { exampleFacts, fileHolding, nothingThere, testResource, testRole } = await load("testing");
