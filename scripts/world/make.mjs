// Makes src/Web/Supply/world.txt: one SVG path a country, from Natural Earth's public-domain boundaries.
// npm ci && node make.mjs > ../../src/Web/Supply/world.txt
import { readFileSync } from "node:fs";
import { feature } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";

const width = 1000;
const detail = 0.35; // Square degrees of the smallest triangle that is kept.
const dot = 3;

const read = file => JSON.parse(readFileSync(new URL(file, import.meta.url)));
const countries = scale => {
  const atlas = read(`node_modules/world-atlas/countries-${scale}.json`);
  const simple = scale === "110m" ? simplify(presimplify(atlas), detail) : atlas;
  return feature(simple, simple.objects.countries).features;
};

// Codes are those of the club's own list: "alpha2,alpha3,numeric,…".
const codes = new Map(readFileSync(new URL("../../data/codes/countries.csv", import.meta.url), "utf8").split("\n")
  .map(line => line.split(",")).filter(([alpha2]) => /^[A-Z]{2}$/.test(alpha2))
  .map(([alpha2, , numeric]) => [numeric, alpha2]));

// Equal Earth (Šavrič, Patterson and Jenny 2018): areas stand to each other as they do on the globe.
const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796];
const project = ([longitude, latitude]) => {
  const t = Math.asin(Math.sqrt(3) / 2 * Math.sin(latitude * Math.PI / 180));
  const t2 = t * t, t6 = t2 * t2 * t2;
  const x = 2 * Math.sqrt(3) * longitude * Math.PI / 180 * Math.cos(t)
    / (3 * (9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1));
  const y = a4 * t6 * t2 * t + a3 * t6 * t + a2 * t2 * t + a1 * t;
  const scale = width / 2 / 2.70663;
  return [Math.round(width / 2 + x * scale), Math.round(242 - y * scale)];
};

// What lies across the date line is drawn at both edges.
const sides = points => {
  let turn = 0;
  const whole = points.map(([longitude, latitude], i) => {
    const step = i === 0 ? 0 : longitude - points[i - 1][0];
    turn += step > 180 ? -360 : step < -180 ? 360 : 0;
    return [longitude + turn, latitude];
  });
  return [0, 360, -360].map(shift => whole.map(([longitude, latitude]) =>
    [Math.max(-180, Math.min(180, longitude + shift)), latitude]))
    .filter(side => side.some(([longitude]) => Math.abs(longitude) < 180));
};

const ring = points => sides(points).map(outline).join("");
const outline = points => {
  const places = points.map(project).filter((one, i, all) => i === 0 || `${one}` !== `${all[i - 1]}`);
  if (`${places[0]}` === `${places.at(-1)}`) places.pop();
  if (places.length < 3) return "";
  const steps = places.slice(1).map(([x, y], i) => `${x - places[i][0]},${y - places[i][1]}`);
  return `M${places[0]}l${steps.join(" ")}z`;
};
const polygonsOf = ({ type, coordinates }) => type === "Polygon" ? [coordinates] : coordinates;
const path = shape => polygonsOf(shape.geometry).map(polygon => ring(polygon[0])).join("");

// What is too small for its shape to be seen is a dot in its middle.
const middle = shape => {
  const points = polygonsOf(shape.geometry).map(polygon => polygon[0]).sort((a, b) => b.length - a.length)[0];
  const sum = points.reduce(([x, y], [a, b]) => [x + a, y + b], [0, 0]);
  const [x, y] = project(sum.map(one => one / points.length));
  return `M${x - dot},${y}a${dot},${dot} 0 1,0 ${2 * dot},0a${dot},${dot} 0 1,0 ${-2 * dot},0z`;
};

const lines = new Map();
for (const shape of countries("110m")) {
  const code = codes.get(shape.id) ?? "";
  if (code !== "AQ") lines.set(code, (lines.get(code) ?? "") + path(shape));
}
for (const shape of countries("50m")) {
  const code = codes.get(shape.id);
  if (code && code !== "AQ" && !lines.get(code)) lines.set(code, middle(shape));
}

console.log("# Natural Earth 4.1.0, 1:110m and 1:50m (public domain), by npm's world-atlas 2.0.2; scripts/world/make.mjs.");
console.log("# Country and its path in a box of 1000 by 440, in Equal Earth; without a country: land of none of ISO 3166-1.");
for (const code of [...lines.keys()].sort()) if (lines.get(code)) console.log(`${code}\t${lines.get(code)}`);
