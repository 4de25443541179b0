import type { XStatic } from "typebox/schema";
import { architectures, itemKinds } from "./bundle-schema.ts";

const entry = {
  type: "object",
  additionalProperties: false,
  required: ["file"],
  properties: {
    file: {
      type: "string",
      minLength: 1,
      description: "The file, relative to this list; ~ is the home directory.",
    },
    kind: { type: "string", enum: itemKinds, description: "What it is, where its name does not tell." },
    name: {
      type: "string",
      pattern: "^[A-Za-z0-9][A-Za-z0-9._+-]*$",
      errorMessage: "must be a name",
      description: "Of a program or manifest: its name. Default: that of the file.",
    },
    version: {
      type: "string",
      pattern: "^v?\\d[\\w.+-]*$",
      errorMessage: 'must be a version in quotes: "1.33.4"',
      description: "Of a program or of CNI plugins.",
    },
    arch: {
      type: "string",
      enum: architectures,
      description: "Of CNI plugins; all others say it themselves.",
    },
  },
} as const;

/** A list of files for `lab bundle create --from`. */
export const gatherSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "files of a bundle",
  type: "object",
  additionalProperties: false,
  required: ["files"],
  properties: { files: { type: "array", items: entry, description: "The files that are copied." } },
} as const;

/** A file that is to be copied, as it is described. */
export type GatherEntry = XStatic<typeof gatherSchema>["files"][number];
