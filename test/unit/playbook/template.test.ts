import { describe, expect, it } from "vitest";
import { parseTemplate } from "../../../src/playbook/template.ts";
import { TemplateError } from "../../../src/playbook/text-error.ts";

const variables = {
  name: "w1",
  size: 3,
  on: true,
  none: null,
  empty: "",
  list: ["a", "b"],
  nodes: [
    { name: "n1", tags: ["x"] },
    { name: "n2", tags: [] },
  ],
  map: { key: "v", "odd key": 1 },
};

function errorOf(source: string): Record<string, unknown> {
  try {
    return { value: parseTemplate(source).render(variables) };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const { message, offset, length, hint } = error;
    return { message, offset, length, hint };
  }
}

describe("a template that is one expression", () => {
  it.each([
    ["{{ size }}", 3],
    ["{{list}}", ["a", "b"]],
    ["{{{ map }}}", variables.map],
    ["{{ none }}", null],
    ["{{ nodes.[1].name }}", "n2"],
    ["{{ map.[odd key] }}", 1],
    ["{{default missing null}}", null],
    ["{{default map.missing.deeper 7}}", 7],
    ["{{default empty size}}", 3],
    ["{{ length (lookup nodes 0) }}", 26],
    ["{{ not on }}", false],
  ])("keeps the type of %s", (source, value) => {
    expect(parseTemplate(source).render(variables)).toEqual(value);
  });
});

describe("a template with text around", () => {
  it.each([
    ["a {{name}} {{size}} {{on}}", "a w1 3 true"],
    ["<{{join list ', '}}>", "<a, b>"],
    ["{{name}}{{!-- not shown --}}\\{{raw}}", "w1{{raw}}"],
    ["{{#if empty}}a{{else if on}}b{{else}}c{{/if}}", "b"],
    ["{{#unless missing}}a{{/unless}}", "a"],
    ["{{#if (and name (eq size 3))}}a{{/if}}", "a"],
    ["{{#each list}}{{@index}}{{this}}{{#unless @last}},{{/unless}}{{/each}}", "0a,1b"],
    [
      "{{#each nodes}}{{name}}@{{../name}}:{{#each tags}}{{this}}{{../name}}{{../../size}}{{else}}-{{/each}} {{/each}}",
      "n1@w1:xn13 n2@w1:- ",
    ],
    ["{{#each nodes as |node i|}}{{i}}{{node.name}}{{@root.size}} {{/each}}", "0n13 1n23 "],
    ["{{#each map}}{{@key}}={{this}};{{/each}}", "key=v;odd key=1;"],
    ["{{#with map}}{{key}}{{/with}}{{#with none}}a{{else}}b{{/with}}", "vb"],
    ["{{#each none}}a{{else}}b{{/each}}", "b"],
    ['<tag attr="{{quote \'a"b\'}}">&', '<tag attr=""a\\"b"">&'],
    ["a\n  {{#if on}}\n  b\n  {{/if}}\nc\n", "a\n  b\nc\n"],
    ["{{~#if on~}}  a  {{~/if~}} b", "ab"],
  ])("renders %j", (source, text) => {
    expect(parseTemplate(source).render(variables)).toBe(text);
  });
});

describe("strictness", () => {
  it.each([
    [
      "x {{map.kye}}",
      { message: '"map.kye" has no value', offset: 4, length: 7, hint: 'did you mean "key"?' },
    ],
    ["{{map.kye}}", { message: '"map.kye" has no value', offset: 2 }],
    ["{{name.first}}", { message: '"name.first" has no value' }],
    ["{{map.constructor}}", { message: '"map.constructor" has no value' }],
    ["a\n{{upper map.missing}}", { message: '"map.missing" has no value', offset: 10 }],
    ["{{join (lookup map 'x') ','}}", { message: "\"(lookup map 'x')\" has no value" }],
    ["x {{none}}", { message: '"none" is empty' }],
    ["x {{list}}", { message: '"list" is a list, and cannot stand within a text' }],
    ["x {{map}}", { message: '"map" is a mapping, and cannot stand within a text' }],
    ["{{#each missing.x}}a{{/each}}", { message: '"missing.x" has no value', offset: 8 }],
    ["{{#each name}}a{{/each}}", { message: '"name" is "w1", neither a list nor a mapping' }],
    [
      "{{#each list}}{{size}}{{/each}}",
      { hint: "inside {{#each}} and {{#with}}, write ../size for what stands outside" },
    ],
  ])("refuses %j", (source, expected) => {
    expect(errorOf(source)).toMatchObject(expected);
  });
});

describe("parseTemplate", () => {
  it.each([
    ["{{ x | default('y') }}", { message: "a filter stands in a template", offset: 0, length: 22 }],
    ["{{ x | to_nice_yaml }}", { hint: "templates are Handlebars and have no filters: write {{yaml x}}" }],
    [
      "{{ x | replace('a', 'b') }}",
      { hint: 'templates are Handlebars and have no filters: write {{replace x "y" "z"}}' },
    ],
    [
      "{{ x | nothing }}",
      {
        hint: 'templates are Handlebars and have no filters: write {{default x "y"}} for {{ x | default("y") }}',
      },
    ],
    ["{{#each l as |x|}}{{ x == 1 }}{{/each}}", { message: "a comparison stands in a template", offset: 18 }],
    ["{{ 'a' if x else 'b' }}", { message: "an if stands in a value" }],
    ["a {{ l[0] }}", { message: "a bracket stands in a template", offset: 2 }],
    ["a {{ name", { message: "{{ is opened, but not closed", offset: 2, length: 7 }],
    ["{{#if a}}b", { message: "{{#if}} is never closed", offset: 0 }],
    ["a\n{{/if}}", { message: "{{/if}} closes nothing", offset: 2 }],
    ["{{#if a}}{{/each}}", { message: "{{#if}} is closed by {{/each}}", offset: 3 }],
    ["a b c d e f g h i j k l m n o p {{ }} q", { message: "the template is malformed here", offset: 35 }],
    [
      "{{uper name}}",
      { message: 'there is no helper "uper"', offset: 2, length: 4, hint: 'did you mean "upper"?' },
    ],
    ["{{#for list}}{{/for}}", { message: 'there is no block helper "for"', offset: 3 }],
    ["{{join list}}", { message: 'the helper "join" takes 2 values, not 1' }],
    ["{{upper name a=1}}", { message: 'the helper "upper" takes no named values' }],
    ["{{if name}}", { message: '"if" needs a block' }],
    ["{{> part}}", { message: "templates cannot include others" }],
  ])("explains what is wrong with %s", (source, expected) => {
    expect(errorOf(source)).toMatchObject(expected);
  });

  it.each([
    ["{{a}} {{b.c}}", ["a", "b"]],
    ["{{default a b}}", ["a?", "b?"]],
    ["{{#if a}}{{a}}{{b}}{{else}}{{a}}{{/if}}", ["a?", "a?", "b", "a"]],
    ["{{#unless a}}{{b}}{{else}}{{a}}{{/unless}}", ["a?", "b", "a?"]],
    ["{{#if (and a b)}}{{b}}{{/if}}", ["a?", "b?", "b?"]],
    ["{{#each a}}{{b}}{{../c}}{{@index}}{{@root.d}}{{/each}}", ["a", "c", "d"]],
    ["{{#each a as |b|}}{{b.c}}{{#if b.d}}{{../e}}{{/if}}{{/each}}", ["a", "e"]],
    ["{{#with a}}{{this.b}}{{/with}}{{this.c}}", ["a", "c"]],
    ["{{join (lookup a b) ','}}", ["a", "b"]],
    ["{{'text'}} \\{{raw}}", []],
  ])("knows the variables of %s", (source, roots) => {
    expect(parseTemplate(source).roots.map(({ name, optional }) => name + (optional ? "?" : ""))).toEqual(
      roots,
    );
  });

  it("knows where a variable stands, behind line ends too", () => {
    expect(parseTemplate("a\n b {{ c }}\n{{upper  d}}").roots).toMatchObject([
      { name: "c", offset: 8 },
      { name: "d", offset: 22 },
    ]);
  });

  it.each([
    ["{{ a.b.c }}", [["a", "b", "c"]]],
    ["{{#if a}}{{eq b.c d}}{{/if}}", []],
    ["{{#each a}}{{../b}}{{/each}}", [["a"], ["b"]]],
    ["{{upper (sha256 a)}}{{default b c}}", [["b"], ["c"]]],
  ])("knows what of its variables %s shows", (source, shown) => {
    const roots = parseTemplate(source).roots.filter(({ isShown }) => isShown);
    expect(roots.map(({ name, keys }) => [name, ...keys])).toEqual(shown);
  });

  it("takes a name without values for a variable, though there is a helper of that name", () => {
    expect(parseTemplate("{{ keys }}").render({ keys: ["a"] })).toEqual(["a"]);
  });
});

describe("a template that nobody can have meant", () => {
  it("is refused before anything walks through it", () => {
    const nested = (depth: number) => `{{ not ${"(not ".repeat(depth)}x${")".repeat(depth)} }}`;
    expect(() => parseTemplate(nested(1000))).toThrow("nested too deeply");
    expect(parseTemplate(nested(20)).render({ x: true })).toBe(false);
  });
});
