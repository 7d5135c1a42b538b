/**
 * The emulated Slack on a free port of loopback: a seed as one line of JSON on standard input, the
 * address as one line on standard output. It ends when its standard input does.
 */
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { createEmulator } from "emulate";

const lines = createInterface({ input: process.stdin });
const [line] = await once(lines, "line");
const slack = await createEmulator({
  service: "slack",
  port: await freePort(),
  seed: { slack: JSON.parse(line) },
});
console.log(slack.url);
await once(lines, "close");
await slack.close();

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
