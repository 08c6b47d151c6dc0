"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.writeSafetensors = writeSafetensors;
exports.readSafetensors = readSafetensors;
const node_fs_1 = require("node:fs");
function writeSafetensors(path, d, metadata = {}) {
    const head = { __metadata__: metadata };
    let at = 0;
    for (const [k, v] of Object.entries(d)) {
        head[k] = { dtype: 'F32', shape: v.shape, data_offsets: [at, at + 4 * v.data.length] };
        at += 4 * v.data.length;
    }
    let text = JSON.stringify(head);
    text += ' '.repeat((8 - (Buffer.byteLength(text) % 8)) % 8);
    const h = Buffer.from(text);
    const n = Buffer.alloc(8);
    n.writeBigUInt64LE(BigInt(h.length));
    (0, node_fs_1.writeFileSync)(path + '.new', Buffer.concat([
        n,
        h,
        ...Object.values(d).map((v) => Buffer.from(v.data.buffer, v.data.byteOffset, v.data.byteLength)),
    ]));
    (0, node_fs_1.renameSync)(path + '.new', path);
}
function readSafetensors(path) {
    const b = (0, node_fs_1.readFileSync)(path);
    const n = Number(b.readBigUInt64LE(0));
    const head = JSON.parse(b.subarray(8, 8 + n).toString());
    const { __metadata__: metadata, ...rest } = head;
    const tensors = {};
    for (const [k, v] of Object.entries(rest)) {
        const s = b.subarray(8 + n + v.data_offsets[0], 8 + n + v.data_offsets[1]);
        tensors[k] = { shape: v.shape, data: new Float32Array(Uint8Array.from(s).buffer) };
    }
    return { tensors, metadata };
}
//# sourceMappingURL=safetensors.js.map