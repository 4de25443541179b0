/**
 * A page with what stands between `<!-- NAME: made by npm run docs -->` and `<!-- /NAME -->` replaced.
 * Throws where the page has no such section.
 */
export function withSection(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name}: made by npm run docs -->\n`, `<!-- /${name} -->`];
  const start = page.indexOf(begin);
  const stop = page.indexOf(end, start);
  if (start < 0 || stop < 0) throw new Error(`the page has no section "${name}"`);
  return `${page.slice(0, start + begin.length)}\n${text}\n\n${page.slice(stop)}`;
}
