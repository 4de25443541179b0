import { createRedactor } from "../engine/redact.ts";

/**
 * Knows every secret that this process has read, so that its last words, whatever they are, hold none. The one object
 * that commands share: an error may come from anywhere.
 */
export const processRedactor = createRedactor();
