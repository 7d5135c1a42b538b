/** PNG with a palette: pictures of text hold few colours, and a third of the bytes then suffices. */
import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const MOST_COLOURS = 256;
/** Divisors of 255, so that black and white stay what they are. */
const SHADE_STEPS = [1, 3, 5, 15, 17];

/** Return an 8-bit RGB(A) PNG with a palette, its shades rounded as far as that needs. */
export function withPalette(png) {
  const { width, height, channels, data } = parsed(png);
  const pixels = unfiltered(inflateSync(data), width, height, channels);
  for (const step of SHADE_STEPS) {
    const found = indexed(pixels, { width, height, channels, step });
    if (found) return encoded(width, height, found);
  }
  return png;
}

/** Return rows of palette indices and the palette, or undefined where it has too many colours. */
function indexed(pixels, { width, height, channels, step }) {
  const rows = Buffer.alloc(height * (width + 1));
  const colours = new Map();
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * channels;
      const shade = (offset) => Math.round(pixels[at + offset] / step) * step;
      const colour = (shade(0) << 16) | (shade(1) << 8) | shade(2);
      let index = colours.get(colour);
      if (index === undefined) colours.set(colour, (index = colours.size));
      if (index === MOST_COLOURS) return undefined;
      rows[y * (width + 1) + 1 + x] = index;
    }
  }
  return { rows, colours };
}

function encoded(width, height, { rows, colours }) {
  const palette = Buffer.alloc(colours.size * 3);
  for (const [colour, index] of colours) palette.writeUIntBE(colour, index * 3, 3);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const body = deflateSync(rows, { level: 9, memLevel: 9 });
  const chunks = [chunk("IHDR", header), chunk("PLTE", palette), chunk("IDAT", body)];
  return Buffer.concat([SIGNATURE, ...chunks, chunk("IEND", Buffer.alloc(0))]);
}

function parsed(png) {
  const data = [];
  let at = SIGNATURE.length;
  while (at < png.length) {
    const length = png.readUInt32BE(at);
    const kind = png.toString("latin1", at + 4, at + 8);
    if (kind === "IDAT") data.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const channels = png[25] === 6 ? 4 : 3;
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), channels, data: Buffer.concat(data) };
}

/** Undo the filter of each row (PNG specification, section 9). */
function unfiltered(raw, width, height, channels) {
  const stride = width * channels;
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)];
    for (let i = 0; i < stride; i++) {
      const at = y * stride + i;
      const left = i >= channels ? out[at - channels] : 0;
      const up = y ? out[at - stride] : 0;
      const corner = y && i >= channels ? out[at - stride - channels] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      out[at] = raw[y * (stride + 1) + 1 + i] + guess;
    }
  }
  return out;
}

function paeth(left, up, corner) {
  const estimate = left + up - corner;
  const [a, b, c] = [left, up, corner].map((each) => Math.abs(estimate - each));
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function chunk(kind, data) {
  const named = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const out = Buffer.alloc(named.length + 8);
  out.writeUInt32BE(data.length, 0);
  named.copy(out, 4);
  out.writeUInt32BE(crc32(named), named.length + 4);
  return out;
}
