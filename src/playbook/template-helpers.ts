import type { TemplateHelper } from "./template-helper.ts";
import { listHelpers } from "./template-list-helpers.ts";
import { textHelpers } from "./template-text-helpers.ts";
import { valueHelpers } from "./template-value-helpers.ts";

/** Every helper that templates have beside Handlebars' own `if`, `unless`, `each` and `with`. */
export const templateHelpers: Readonly<Record<string, TemplateHelper>> = {
  ...valueHelpers,
  ...textHelpers,
  ...listHelpers,
};
