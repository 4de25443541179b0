import { InputError } from "../../errors.ts";

/** The database does not answer, so nobody knows what is to be set up; no host was contacted. Exit code 1. */
export class DatabaseAway extends InputError {}
