import { load } from "./load.js";

export const { InputError, defineRole, flushHandlers, notYet, systemFacts, task } = await load("role");
