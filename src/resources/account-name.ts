/** What useradd and groupadd of the common distributions accept as a name; not only digits, which would be an id. */
export const accountName = {
  type: "string",
  maxLength: 32,
  pattern: "^[A-Za-z_][A-Za-z0-9_.-]*\\$?$",
  errorMessage: "must be a name of letters, digits, _, . and -, at most 32",
} as const;
