/** A headless Chromium that photographs HTML, driven over its own debugging protocol. */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-extensions",
  "--hide-scrollbars",
  "--disable-lcd-text",
  "--font-render-hinting=none",
  "--force-color-profile=srgb",
  "--remote-debugging-port=0",
];
const START_SECONDS = 30;

/** Return the name of an installed Chromium, or undefined. */
export function installed() {
  return NAMES.find((name) => spawnSync("which", [name]).status === 0);
}

/** A running browser with one empty page. */
export class Browser {
  #answers = new Map();
  #count = 0;

  /** Start one with a profile of its own. Fails where none is installed or none comes up. */
  static async start() {
    const name = installed();
    if (!name) throw new Error("no Chromium is installed: apt-get install chromium");
    const browser = new Browser();
    browser.profile = mkdtempSync(join(tmpdir(), "pictures-"));
    const flags = [...FLAGS, `--user-data-dir=${browser.profile}`, "about:blank"];
    browser.process = spawn(name, flags, { stdio: ["ignore", "ignore", "pipe"] });
    const port = await browser.#port();
    const targets = await (await fetch(`http://127.0.0.1:${port}/json/list`)).json();
    await browser.#connect(targets.find((target) => target.type === "page").webSocketDebuggerUrl);
    return browser;
  }

  /** Return a PNG of the element `#picture` of a page, as bytes. */
  async photograph(html) {
    const { frameTree } = await this.#call("Page.getFrameTree");
    await this.#call("Page.setDocumentContent", { frameId: frameTree.frame.id, html });
    const measure = `document.fonts.ready.then(() => {
      const {x, y, width, height} = document.getElementById("picture").getBoundingClientRect();
      return JSON.stringify({x, y, width: Math.ceil(width), height: Math.ceil(height)});
    })`;
    const { result } = await this.#call("Runtime.evaluate", { expression: measure, awaitPromise: true });
    const clip = { ...JSON.parse(result.value), scale: 1 };
    const shot = { format: "png", clip, captureBeyondViewport: true, optimizeForSpeed: false };
    return Buffer.from((await this.#call("Page.captureScreenshot", shot)).data, "base64");
  }

  /** End the browser and forget its profile. */
  async close() {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.socket.send(JSON.stringify({ id: 0, method: "Browser.close" }));
    await ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #port() {
    return new Promise((resolve, reject) => {
      let said = "";
      const late = setTimeout(() => reject(new Error(`Chromium did not start: ${said}`)), START_SECONDS * 1000);
      this.process.once("exit", () => reject(new Error(`Chromium ended: ${said}`)));
      this.process.stderr.on("data", (chunk) => {
        said += chunk;
        const found = /ws:\/\/127\.0\.0\.1:(\d+)\//.exec(said);
        if (found) resolve(found[1]), clearTimeout(late);
      });
    });
  }

  async #connect(url) {
    this.socket = new WebSocket(url);
    this.socket.onmessage = ({ data }) => {
      const { id, result, error } = JSON.parse(data);
      const { resolve, reject } = this.#answers.get(id) ?? {};
      this.#answers.delete(id);
      if (error) reject?.(new Error(error.message));
      else resolve?.(result);
    };
    await new Promise((resolve, reject) => {
      this.socket.onopen = resolve;
      this.socket.onerror = reject;
    });
  }

  #call(method, params = {}) {
    const id = ++this.#count;
    this.socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) => this.#answers.set(id, { resolve, reject }));
  }
}
