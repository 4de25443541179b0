import { boolean, choice, list, quantity, string, strings, struct } from "./fields.ts";

/** `Taint` of core/v1. */
export const taint = struct(
  "Keeps pods away that do not tolerate it.",
  {
    key: string("Name of the taint."),
    value: string("Value of the taint."),
    effect: choice("What happens to pods.", ["NoSchedule", "PreferNoSchedule", "NoExecute"]),
    timeAdded: string("When it was added.", { format: "date-time" }),
  },
  ["key", "effect"],
);

/** The taints that a node registers with; `[]` for none, null for the default of its role. */
export const taints = list("Taints that the node registers with; [] for none.", taint);

function keyOf(object: string): ReturnType<typeof struct> {
  return struct(
    `A key of a ${object}.`,
    {
      name: string(`Name of the ${object}.`),
      key: string("The key."),
      optional: boolean("It may be missing."),
    },
    ["key"],
  );
}

/** `EnvVar` of core/v1; `fileKeyRef` from 1.34. */
export const envVar = struct(
  "A variable of a container's environment.",
  {
    name: string("Name of the variable."),
    value: string("Its value."),
    valueFrom: struct("Where the value comes from.", {
      configMapKeyRef: keyOf("ConfigMap"),
      secretKeyRef: keyOf("Secret"),
      fieldRef: struct("A field of the pod.", {
        apiVersion: string("Version of the path's schema."),
        fieldPath: string("The path of the field."),
      }),
      resourceFieldRef: struct("A resource of a container.", {
        containerName: string("The container."),
        resource: string("The resource."),
        divisor: quantity("Unit of the value."),
      }),
      fileKeyRef: struct("A key of a file in a volume.", {
        volumeName: string("The volume."),
        path: string("The file in it."),
        key: string("The key."),
        optional: boolean("It may be missing."),
      }),
    }),
  },
  ["name"],
);

/** `PullPolicy` of core/v1. */
export const pullPolicy = choice("When images are pulled.", ["Always", "IfNotPresent", "Never"]);

/** `HostPathType` of core/v1. */
export const hostPathType = choice("What must be, or is made, at the path.", [
  "DirectoryOrCreate",
  "Directory",
  "FileOrCreate",
  "File",
  "Socket",
  "CharDevice",
  "BlockDevice",
]);

/** Names of checks whose errors are ignored. */
export const ignorePreflightErrors = strings("Checks whose errors are only warnings; all for every one.");
