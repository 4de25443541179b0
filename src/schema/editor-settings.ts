import type { EditorSchema } from "./editor-schemas.ts";

/** What `.vscode/settings.json` has to say so that VS Code uses the schemas that lie in `folder`. */
export function editorSettings(schemas: readonly EditorSchema[], folder: string): string {
  const used = schemas.filter(({ files }) => files.length > 0);
  const url = ({ name }: EditorSchema): string => `./${folder}/${name}.json`;
  const settings = {
    "yaml.schemas": Object.fromEntries(used.map((schema) => [url(schema), schema.files])),
    "yaml.customTags": ["!secret scalar", "!secret sequence", "!secret mapping", "!vault scalar"],
    "json.schemas": used
      .map((schema) => ({ fileMatch: schema.files.filter((file) => /\.json$/.test(file)), url: url(schema) }))
      .filter(({ fileMatch }) => fileMatch.length > 0),
  };
  return `${JSON.stringify(settings, null, 2)}\n`;
}
