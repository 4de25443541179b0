import { describe, expect, it } from "vitest";
import { parseTemplate } from "../../../src/playbook/template.ts";
import { templateHelpers } from "../../../src/playbook/template-helpers.ts";
import { TemplateError } from "../../../src/playbook/text-error.ts";

const variables = {
  path: "/etc/lab/a.conf",
  numbers: [10, 9, 2, 9],
  words: ["b", "a", "b"],
  nested: [1, [2, [3]]],
  empty: [],
  ports: { http: 80, https: 443 },
  on: true,
};

function render(source: string): unknown {
  try {
    return parseTemplate(source).render(variables);
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

describe("template helpers", () => {
  it.each([
    ["{{keys ports}}", ["http", "https"]],
    ["{{values ports}}", [80, 443]],
    [
      "{{entries ports}}",
      [
        { key: "http", value: 80 },
        { key: "https", value: 443 },
      ],
    ],
    ["{{range 1 4}}", [1, 2, 3]],
    ["{{range 4 1}}", []],
    ["{{split 'a,b' ','}}", ["a", "b"]],
    ["{{first words}}", "b"],
    ["{{last numbers}}", 9],
    ["{{default (first empty) 'none'}}", "none"],
    ["{{sort numbers}}", [2, 9, 9, 10]],
    ["{{sort words}}", ["a", "b", "b"]],
    ["{{unique words}}", ["b", "a"]],
    ["{{flatten nested}}", [1, 2, 3]],
    ["{{min numbers}}", 2],
    ["{{max numbers}}", 10],
    ["{{sum numbers}}", 30],
    ["{{int ' 42.9 '}}", 42],
    ["{{replace 'a.b.c' '.' '$&'}}", "a$&b$&c"],
    ["{{regex_replace 'v1.30.2' '^v(\\d+)\\.(\\d+).*' '$1-$2'}}", "1-30"],
    ["{{trim ' a '}}", "a"],
    ["{{basename path}}", "a.conf"],
    ["{{dirname path}}", "/etc/lab"],
    ["{{ternary on 'yes' 'no'}}", "yes"],
    ["{{gt (length words) 2}}", true],
    ["{{lt 2 '1'}}", false],
    ["{{sha256 'a'}}", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"],
    ["{{yaml ports}}", "http: 80\nhttps: 443"],
  ])("%s", (source, value) => {
    expect(render(source)).toEqual(value);
  });

  it.each([
    ["{{int 'abc'}}", '"int \'abc\'" gets "abc", which is no number'],
    ["{{int ''}}", '"int \'\'" gets "", which is no number'],
    ["{{keys words}}", '"keys words" gets ["b","a","b"], which is no mapping'],
    ["{{sort path}}", '"sort path" gets "/etc/lab/a.conf", which is no list'],
    [
      "{{indent 'a' 10000000000}}",
      "\"indent 'a' 10000000000\" gets 10000000000, which is no number of spaces",
    ],
    ["{{min empty}}", '"min empty" gets an empty list'],
    ["{{first empty}}", '"first empty" has no value'],
    ["{{range 0 100000000}}", '"range 0 100000000" comes to more than 100000 numbers'],
    [
      "{{regex_replace path '(' ''}}",
      "\"regex_replace path '(' ''\" gets \"(\", which is no regular expression",
    ],
  ])("says what is wrong with %s", (source, message) => {
    expect(render(source)).toBe(message);
  });

  it("tell the form of their results as it is", () => {
    const results = { length: "integer", int: "integer", join: "string", eq: "boolean", range: "array" };
    for (const [name, type] of Object.entries(results)) {
      expect(templateHelpers[name]?.type({}, {}).type).toBe(type);
    }
  });
});
