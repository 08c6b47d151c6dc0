# The workflow of a study: one job per cell and seed, then the tables. `npm run study` writes its configuration and starts it; what a job does is
# TypeScript (src/study). Results have no input files: a fresh clone runs nothing again, whatever the times of its files.
import json
from pathlib import Path

study = json.loads(Path(config["study"]).read_text(encoding="utf-8"))
name = Path(config["study"]).stem
runs = Path(config["results"], name, "runs")
work = Path(config["work"], name)
command = [config["node"], config["command"]]
places = ["--results", config["results"], "--work", config["work"]]

# Seed by seed, so that a study that is cut short has all its cells.
jobs = [(cell, seed) for seed in config["seeds"] for cell in config["cells"]]
priority = {(cell, str(seed)): len(jobs) - i for i, (cell, seed) in enumerate(jobs)}


localrules:
    collect,


rule collect:
    input:
        [runs / f"{cell}-{seed}.json" for cell, seed in jobs],
    params:
        command=[*command, "collect", config["study"], *places],
    log:
        work / "collect.log",
    shell:
        "exec {params.command:q} > {log:q} 2>&1"


rule run:
    output:
        runs / "{cell}-{seed}.json",
    params:
        command=[*command, "run", config["study"]],
        places=places,
    wildcard_constraints:
        cell="[a-z0-9-]+",
        seed="[0-9]+",
    log:
        work / "{cell}" / "{seed}" / "log",
    priority: lambda wildcards: priority[(wildcards.cell, wildcards.seed)]
    threads: 1
    # Signals must reach the job itself, so that it saves its checkpoint: no shell stays in between.
    shell:
        "exec {params.command:q} {wildcards.cell} {wildcards.seed} {output:q} {params.places:q} >> {log:q} 2>&1"
