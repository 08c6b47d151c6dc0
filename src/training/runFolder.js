"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.readRunFile = readRunFile;
exports.trainFolder = trainFolder;
exports.loadModel = loadModel;
const node_fs_1 = require("node:fs");
const node_path_1 = require("node:path");
const writeWhole_1 = require("../files/writeWhole");
const models_1 = require("../models");
const check_1 = require("../numeric/check");
const TrainingRun_1 = require("./TrainingRun");
/**
 * Reads a folder's run.json.
 *
 * @throws Error if it is missing, no JSON, or has an unknown key
 */
function readRunFile(folder) {
    const path = (0, node_path_1.join)(folder, 'run.json');
    if (!(0, node_fs_1.existsSync)(path))
        throw new Error(`There is no ${path}; it says what to train: copy one from a folder of data/runs.`);
    let run;
    try {
        run = JSON.parse((0, node_fs_1.readFileSync)(path, 'utf8'));
    }
    catch (error) {
        throw new Error(`${path} is no JSON: ${error.message}`);
    }
    (0, check_1.checkOptions)(run, ['task', 'model', 'trainer', 'seed', 'steps', 'evaluateEvery', 'checkpointEvery']);
    (0, check_1.checkInteger)('steps', run.steps, 1);
    return run;
}
/** The run of a folder: where its checkpoint left it, or at its beginning. */
async function open(folder, { steps, evaluateEvery, checkpointEvery, ...options }) {
    const checkpoint = (0, node_path_1.join)(folder, 'checkpoint.safetensors');
    if (!(0, node_fs_1.existsSync)(checkpoint))
        return TrainingRun_1.TrainingRun.start(options);
    const run = await TrainingRun_1.TrainingRun.resume(checkpoint);
    if (JSON.stringify(run.options) === JSON.stringify(options))
        return run;
    run.dispose();
    throw new Error(`${checkpoint} is of a run with other options than run.json; remove it to begin anew, or train in another folder.`);
}
const csv = (rows) => rows.length === 0
    ? ''
    : `${[Object.keys(rows[0]), ...rows.map((row) => Object.values(row).map((x) => Number(x.toPrecision(7))))].map((row) => row.join(',')).join('\n')}\n`;
function writeCurves(folder, { training, evaluations }) {
    const steps = training.map(({ step, loss, halted }) => ({ step, loss, ...halted }));
    (0, writeWhole_1.writeWhole)((0, node_path_1.join)(folder, 'training.csv'), csv(steps));
    const scores = evaluations.flatMap(({ step, bySupervisionStep }) => bySupervisionStep.map((score, i) => ({ step, supervisionStep: i + 1, ...score })));
    (0, writeWhole_1.writeWhole)((0, node_path_1.join)(folder, 'evaluations.csv'), csv(scores));
}
/**
 * Trains the run of a folder to its end, going on from its checkpoint if there is one.
 *
 * @param options - `onStep` is told after every step; once `signal` is aborted, the run is saved and left
 * @returns whether it came to its end
 * @throws Error if run.json is missing or wrong, or the checkpoint is of another run
 */
async function trainFolder(folder, options = {}) {
    const { onStep, signal } = options;
    const file = readRunFile(folder);
    const run = await open(folder, file);
    const path = (0, node_path_1.join)(folder, 'checkpoint.safetensors');
    const { steps, evaluateEvery = 250, checkpointEvery: every = 250 } = file;
    try {
        await run.train(steps, {
            evaluateEvery,
            checkpoint: { path, every },
            signal,
            onStep: (report) => {
                if (report.evaluation)
                    writeCurves(folder, run.curves);
                onStep?.(report);
            },
        });
        writeCurves(folder, run.curves);
        if (run.step < steps) {
            run.save(path);
            return false;
        }
        const config = JSON.stringify(run.model.config);
        (0, models_1.writeSafetensors)((0, node_path_1.join)(folder, 'model.safetensors'), run.averaged(), { config, run: JSON.stringify(file) });
        return true;
    }
    finally {
        run.dispose();
    }
}
/**
 * The trained model of a run's folder, or of any model.safetensors that says its configuration.
 *
 * @throws RangeError or Error if the file is damaged or says none
 */
function loadModel(path) {
    const file = path.endsWith('.safetensors') ? path : (0, node_path_1.join)(path, 'model.safetensors');
    const { tensors, metadata } = (0, models_1.readSafetensors)(file);
    if (!metadata.config)
        throw new RangeError(`${file} does not say its configuration; give it: TinyRecursiveModel.fromStateDict(config, …).`);
    return models_1.TinyRecursiveModel.fromStateDict((0, models_1.fullConfig)(JSON.parse(metadata.config)), tensors);
}
//# sourceMappingURL=runFolder.js.map