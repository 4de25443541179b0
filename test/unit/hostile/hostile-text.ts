import fc from "fast-check";

/** What a shell runs when a text is taken for a part of a script: it makes this file where it stands. */
export const canary = "LAB_WAS_INJECTED";

const order = `touch ${canary}`;

/** Texts that break out of wrong quoting, or that tools and encodings take amiss. */
export const hostileTexts: readonly string[] = [
  `$(${order})`,
  `\`${order}\``,
  `; ${order}; `,
  `' ; ${order}; '`,
  `" ; ${order}; "`,
  `'$(${order})'`,
  `\\'; ${order}; \\'`,
  `\n${order}\n`,
  `x\nLAB\n${order}\nLAB1\n${order}\n`,
  `LAB\n${order}`,
  `x\r\n${order}`,
  `&& ${order}`,
  `| ${order}`,
  `>${canary}`,
  `)\n${order}\n(`,
  `}\n${order}\n{`,
  `;; esac; ${order}; case x in`,
  `\${x:-$(${order})}`,
  `a[$(${order})]`,
  `%s%n%d %(${order})T`,
  `{{x}} {{{x}}} {{#if x}}`,
  `-rf`,
  `--help`,
  `-c ${order}`,
  `*`,
  `~root`,
  `!!`,
  `$HOME $$ $(( 1 + 1 ))`,
  `\\`,
  `\\n\\0101`,
  `'`,
  `"`,
  ` leading and trailing `,
  `tab\there`,
  `bell\u0007 escape\u001b[2J`,
  `a/../../etc/passwd`,
  `..`,
  `re\u202eversed\u2066`,
  `zero\u200bwidth\ufeff`,
  `ā ȁ \u0081\u0082\u0088`,
  `🦊 ${"한글"}`,
  `NUL\u0000${order}`,
  `half \ud83e of a fox`,
  `x`.repeat(9_000),
  `' `.repeat(2_000),
  `=`,
  `#`,
  `:`,
  `,`,
  ``,
];

/** Such texts, mixtures of them, and any other. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc
    .array(fc.oneof(fc.constantFrom(...hostileTexts.filter((text) => text.length < 100)), fc.string()), {
      minLength: 2,
      maxLength: 5,
    })
    .map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 50 }),
);
