/** The schemas of arguments that several modules of bundles have. */
export const bundleArguments = {
  bundle: {
    type: "string",
    minLength: 1,
    description: "The bundle on the control machine: a folder, or a .tar, .tar.gz or .tgz of one.",
  },
  version: {
    type: "string",
    minLength: 1,
    description: "Its version; needed where the bundle has several.",
  },
  arch: {
    type: "string",
    minLength: 1,
    description: "Architecture of the host: amd64, arm64.",
  },
} as const;
