import { pathToFileURL } from "node:url";
import puppeteer, { type Page } from "puppeteer-core";

/** A page in a real browser, and what it did beside showing itself. */
export interface OpenPage {
  readonly page: Page;
  /** What it said on the console, dialogs that it opened, and errors of scripts. */
  readonly complaints: readonly string[];
  /** What it asked for beside itself. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Opens a file in Chromium. */
export async function openPage(file: string): Promise<OpenPage> {
  const isRoot = process.getuid?.() === 0;
  const browser = await puppeteer.launch({
    executablePath: "/usr/bin/chromium",
    args: isRoot ? ["--no-sandbox"] : [],
  });
  const page = await browser.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  const url = pathToFileURL(file).href;
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("dialog", (dialog) => {
    complaints.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (request.url() !== url) requests.push(request.url());
  });
  await page.goto(url, { waitUntil: "networkidle0" });
  return { page, complaints, requests, close: () => browser.close() };
}
