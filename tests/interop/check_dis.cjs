// Decodes every PDU of a PCAP file with open-dis, an implementation of IEEE 1278.1-2012 that the project did not write.
// node check_dis.cjs FILE (from a folder with open-dis installed); prints one JSON list; any complaint is a failure.
const { readFileSync } = require("node:fs");
const dis = require(require.resolve("open-dis/dist/dis7.min.js", { paths: [process.cwd()] }));
const data = readFileSync(process.argv[2]);
const HEADERS = 42; // Ethernet, IPv4, UDP
const factory = new dis.PduFactory();
const id = (e) => e && [e.site ?? e.siteID, e.application ?? e.applicationID, e.entity ?? e.entityID];
const found = [];
for (let at = 24; at < data.length; ) {
  const size = data.readUInt32LE(at + 8);
  const payload = new Uint8Array(data.subarray(at + 16 + HEADERS, at + 16 + size)).slice();
  const pdu = factory.createPdu(payload.buffer);
  if (pdu === null || pdu === undefined) throw new Error(`nothing decoded at byte ${at}`);
  const said = { kind: pdu.pduType, version: pdu.protocolVersion, length: pdu.length ?? pdu.pduLength };
  if (pdu.pduType === 1) {
    const p = pdu.entityLocation, v = pdu.entityLinearVelocity, t = pdu.entityType;
    Object.assign(said, { id: id(pdu.entityID), at: [p.x, p.y, p.z], velocity: [v.x, v.y, v.z],
      type: [t.entityKind, t.domain, t.country, t.category, t.subcategory, t.specific, t.extra],
      marking: pdu.marking.getMarking ? pdu.marking.getMarking() : String.fromCharCode(...pdu.marking.characters) });
  } else {
    Object.assign(said, { firing: id(pdu.firingEntityID), target: id(pdu.targetEntityID) });
  }
  found.push(said);
  at += 16 + size;
}
console.log(JSON.stringify(found));
