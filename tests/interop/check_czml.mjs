// Loads a CZML file into Cesium's own data source, without a browser, and asks it for every position and line.
// node check_czml.mjs FILE; prints {"entities", "positions", "lines", "packets"}; any complaint is a failure.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
const require = createRequire(process.cwd() + "/");
for (const name of ["Image", "HTMLCanvasElement", "HTMLVideoElement", "HTMLImageElement"]) globalThis[name] ??= class {};
const { CzmlDataSource, JulianDate } = await import(pathToFileURL(require.resolve("@cesium/engine")));
const packets = JSON.parse(readFileSync(process.argv[2], "utf8"));
const source = new CzmlDataSource();
source.errorEvent.addEventListener((_, error) => { console.error(error); process.exit(1); });
await source.load(packets);
let positions = 0, lines = 0;
const finite = (p) => p !== undefined && [p.x, p.y, p.z].every(Number.isFinite);
for (const entity of source.entities.values) {
  const begin = entity.availability ? entity.availability.start : source.clock.startTime;
  const end = entity.availability ? entity.availability.stop : source.clock.stopTime;
  const middle = JulianDate.addSeconds(begin, JulianDate.secondsDifference(end, begin) / 2, new JulianDate());
  if (entity.position && finite(entity.position.getValue(middle))) positions++;
  if (entity.polyline) { const ends = entity.polyline.positions.getValue(middle); if (ends?.length === 2 && ends.every(finite)) lines++; }
}
console.log(JSON.stringify({ entities: source.entities.values.length, positions, lines, packets: packets.length }));
process.exit(0);
