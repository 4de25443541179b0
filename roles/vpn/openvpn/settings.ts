import type { XStatic } from "typebox/schema";

/** The argument `openvpn` of the role. */
export const openvpnSettings = {
  type: "object",
  additionalProperties: false,
  required: ["config"],
  description: "A client of an OpenVPN server that is there already.",
  properties: {
    config: {
      type: "string",
      minLength: 1,
      description:
        "The client's configuration as the server's administrator gives it away, a file of the project: openvpn/worker.ovpn. It may hold keys, and is never shown.",
    },
    user: {
      type: "string",
      pattern: "^[^\\n]+$",
      errorMessage: "must be one line",
      description: "User name, where the server asks for one; with `password`.",
    },
    password: {
      type: "string",
      pattern: "^[^\\n]*$",
      errorMessage: "must be one line",
      description: "Password, from a vault.",
    },
    timeout: {
      type: "integer",
      minimum: 1,
      maximum: 600,
      description: "Seconds until the host must have an address in the VPN. Default: 60.",
    },
  },
} as const;

/** The settings of a client of OpenVPN. */
export type OpenvpnSettings = XStatic<typeof openvpnSettings>;
