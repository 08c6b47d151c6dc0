"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.writeCheckpoint = writeCheckpoint;
exports.readCheckpoint = readCheckpoint;
const models_1 = require("../models");
const format = 'polezero training run, 1';
/** Writes a checkpoint as one .safetensors file, whole or not at all. */
function writeCheckpoint(path, { options, progress, tensors }) {
    (0, models_1.writeSafetensors)(path, tensors, {
        format,
        options: JSON.stringify(options),
        progress: JSON.stringify(progress),
    });
}
/** @throws RangeError if the file is damaged or no checkpoint of a run */
function readCheckpoint(path) {
    const { tensors, metadata } = (0, models_1.readSafetensors)(path);
    if (metadata.format !== format)
        throw new RangeError(`${path} is no checkpoint of a training run; start the run anew, or name another file.`);
    return { options: JSON.parse(metadata.options), progress: JSON.parse(metadata.progress), tensors };
}
//# sourceMappingURL=checkpoint.js.map