"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.writeWhole = writeWhole;
const node_fs_1 = require("node:fs");
/** Writes a file so that nobody ever sees half of it, whatever happens meanwhile. */
function writeWhole(path, content) {
    const temporary = `${path}.${process.pid}.new`;
    (0, node_fs_1.writeFileSync)(temporary, content);
    (0, node_fs_1.renameSync)(temporary, path);
}
//# sourceMappingURL=writeWhole.js.map