/** Whom a command runs as: root; the user who logged in, where that is another one; or a user by name. */
export type RunAs =
  | { readonly kind: "root" }
  | { readonly kind: "login" }
  | { readonly kind: "user"; readonly name: string };
