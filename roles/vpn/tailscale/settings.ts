import type { XStatic } from "typebox/schema";

const oneLine = {
  type: "string",
  pattern: "^[^\\s,]+$",
  errorMessage: "must hold neither blanks nor commas",
} as const;

/** The argument `tailscale` of the role. */
export const tailscaleSettings = {
  type: "object",
  additionalProperties: false,
  description: "A tailnet, of Tailscale or of a Headscale of one's own.",
  properties: {
    source: {
      enum: ["packages", "bundle"],
      description:
        "Where the software comes from: Tailscale's packages, or a bundle with the binaries tailscale and tailscaled. Default: packages.",
    },
    bundle: { type: "string", minLength: 1, description: "The bundle: a folder, or an archive of one." },
    version: {
      type: "string",
      minLength: 1,
      description:
        "Version of the package, or of the programs in the bundle. Default: the one that there is.",
    },
    repository: {
      type: "object",
      additionalProperties: false,
      description: "Where the packages are, for a mirror.",
      properties: {
        url: {
          ...oneLine,
          description:
            "Default: https://pkgs.tailscale.com/stable; below it are debian, ubuntu, fedora and rhel.",
        },
        key: {
          ...oneLine,
          description: "URL of the key that signs them. Default: the one beside the packages.",
        },
      },
    },
    login_server: {
      type: "string",
      pattern: "^https?://\\S+$",
      errorMessage: "must be a URL",
      description: "URL of the coordination server, for Headscale. Default: Tailscale's.",
    },
    auth_key: {
      type: "string",
      pattern: "^\\S*$",
      errorMessage: "must hold no blanks",
      description:
        "Key that lets a host in without a person; from a vault. Needed only where a host has to log in.",
    },
    hostname: { ...oneLine, description: "Its name in the tailnet. Default: the node's name." },
    tags: {
      type: "array",
      items: {
        type: "string",
        pattern: "^tag:[A-Za-z][A-Za-z0-9-]*$",
        errorMessage: "must be a tag such as tag:worker",
      },
      description: "Tags that the host asks for: [tag:worker]. The auth key must allow them.",
    },
    accept_routes: {
      type: "boolean",
      description: "Whether it takes the networks that others offer. Default: false.",
    },
    accept_dns: {
      type: "boolean",
      description: "Whether the tailnet changes its name servers. Default: false.",
    },
    advertise_routes: {
      type: "array",
      items: oneLine,
      description: "Networks that it offers to the others: [10.20.0.0/16]. They must be approved there.",
    },
    mtu: {
      type: "integer",
      minimum: 576,
      maximum: 65535,
      description: "Bytes of the largest packet in the tunnel. Default: tailscaled's own, 1280.",
    },
    timeout: {
      type: "integer",
      minimum: 1,
      maximum: 600,
      description: "Seconds until a host must be in the tailnet. Default: 60.",
    },
    expiry_warning: {
      type: "integer",
      minimum: 0,
      description: "Days before the end of the host's key that its task warns of it. Default: 14.",
    },
  },
} as const;

/** The settings of a tailnet. */
export type TailscaleSettings = XStatic<typeof tailscaleSettings>;
