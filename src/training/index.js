"use strict";
/** Training: tasks with their splits, resumable runs, evaluation. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.TrainingRun = exports.trainFolder = exports.readRunFile = exports.loadModel = exports.puzzleTask = exports.evaluate = void 0;
var evaluate_1 = require("./evaluate");
Object.defineProperty(exports, "evaluate", { enumerable: true, get: function () { return evaluate_1.evaluate; } });
var puzzleTask_1 = require("./puzzleTask");
Object.defineProperty(exports, "puzzleTask", { enumerable: true, get: function () { return puzzleTask_1.puzzleTask; } });
var runFolder_1 = require("./runFolder");
Object.defineProperty(exports, "loadModel", { enumerable: true, get: function () { return runFolder_1.loadModel; } });
Object.defineProperty(exports, "readRunFile", { enumerable: true, get: function () { return runFolder_1.readRunFile; } });
Object.defineProperty(exports, "trainFolder", { enumerable: true, get: function () { return runFolder_1.trainFolder; } });
var TrainingRun_1 = require("./TrainingRun");
Object.defineProperty(exports, "TrainingRun", { enumerable: true, get: function () { return TrainingRun_1.TrainingRun; } });
//# sourceMappingURL=index.js.map