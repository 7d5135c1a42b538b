/**
 * From a sample (what Slack would be sent) to the HTML of a page that looks like Slack.
 *
 * A sample is {name, kind, channel, items}: kind is `channel`, `answer`, `modal` or `home`; an item
 * is {text, blocks} or a view. Blocks are set by slack-blocks-to-jsx, the frame around them is ours.
 */
import { readFileSync } from "node:fs";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { Message } from "slack-blocks-to-jsx";

const BLOCKS_CSS = readFileSync(
  new URL("./node_modules/slack-blocks-to-jsx/dist/style.css", import.meta.url),
  "utf8",
);
const FRAME_CSS = readFileSync(new URL("./frame.css", import.meta.url), "utf8");
const DATA = {
  users: [
    { id: "UADA", name: "Ada" },
    { id: "UBEN", name: "Ben" },
    { id: "UBOT", name: "Clausewatch" },
  ],
  channels: [
    { id: "CLEGAL", name: "legal" },
    { id: "CVENDORS", name: "vendors" },
  ],
  user_groups: [],
};

const JOINER = "\u2060";

/** Return the whole page of one sample. */
export function page(sample) {
  const frames = { channel, answer, modal, home };
  const body = frames[sample.kind](sample);
  return `<!doctype html><meta charset="utf-8"><style>${BLOCKS_CSS}${FRAME_CSS}</style>
<div id="picture" class="${sample.kind}">${body}</div>`;
}

function channel({ channel: name, items }) {
  const [first, ...replies] = items;
  const thread = replies.length
    ? `<div class="thread"><p>Thread, ${replies.length} of Clausewatch</p>${replies.map(posted).join("")}</div>`
    : "";
  return `<p class="place"># ${escaped(name)}</p>${posted(first)}${thread}`;
}

function answer({ channel: name, items }) {
  const note = '<p class="alone">Only visible to you</p>';
  return `<p class="place"># ${escaped(name)}</p>${note}${items.map(posted).join("")}`;
}

function modal({ items: [view] }) {
  const buttons = [view.close, view.submit]
    .filter(Boolean)
    .map((label, index) => `<span class="${index ? "submit" : "close"}">${escaped(label.text)}</span>`);
  return `<header>${escaped(view.title.text)}<i>×</i></header><main>${blocks(view.blocks)}</main>
<footer>${buttons.join("")}</footer>`;
}

function home({ items: [view] }) {
  return `<header>Clausewatch<nav><b>Home</b> About</nav></header><main>${blocks(view.blocks)}</main>`;
}

function posted(message) {
  const shown = message.blocks.length
    ? message.blocks
    : [{ type: "section", text: { type: "mrkdwn", text: message.text } }];
  return `<article><span class="face">C</span><div><h3>Clausewatch <small>APP</small>
<time>9:41 AM</time></h3>${blocks(shown)}</div></article>`;
}

function blocks(list) {
  const props = { blocks: list.map(shown), name: "", logo: "", theme: "light", data: DATA };
  return renderToStaticMarkup(createElement(Message, { ...props, withoutWrapper: true }));
}

/**
 * Return a block as the renderer needs it to show what Slack shows: it takes `verbatim` to mean
 * that nothing is set at all, reads escaped text as live, and leaves out what an input is filled
 * with beforehand.
 */
function shown(value) {
  if (Array.isArray(value)) return value.map(shown);
  if (value === null || typeof value !== "object") return value;
  const { verbatim, ...rest } = value;
  if (typeof rest.text === "string") return { ...rest, text: inert(rest) };
  const copy = Object.fromEntries(Object.entries(rest).map(([key, each]) => [key, shown(each)]));
  const { initial_option: option, initial_conversation: id, ...unfilled } = copy;
  const filled = option?.text ?? conversation(id);
  return filled ? { ...unfilled, placeholder: filled } : copy;
}

/** Break, with an invisible joiner, what the renderer would bring to life and Slack does not. */
function inert({ type, text }) {
  const dead = type === "mrkdwn" ? text.replaceAll("&lt;", `&lt;${JOINER}`) : text;
  return dead.replace(/(?<![<|])\b(https?|ftp):(?=\/\/)/g, `$1:${JOINER}`);
}

function conversation(id) {
  const found = DATA.channels.find((each) => each.id === id);
  return found && { type: "plain_text", text: `#${found.name}` };
}

function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
