"""Takes the TensorFlow library and its C headers out of a tensorflow-cpu wheel: unpack_tensorflow.py FOLDER_OF_WHEEL TARGET."""

import shutil
import sys
import zipfile
from pathlib import Path, PurePosixPath

LIBRARIES = {"libtensorflow_cc.so.2", "libtensorflow_framework.so.2"}
HEADERS = {"tensorflow", "xla", "tsl"}
# The names under which the addon's linker line and loader look for the two.
LINKS = {
    "libtensorflow.so": "libtensorflow_cc.so.2",
    "libtensorflow.so.2": "libtensorflow_cc.so.2",
    "libtensorflow.so.2.9.1": "libtensorflow_cc.so.2",
    "libtensorflow_framework.so": "libtensorflow_framework.so.2",
}


def place(name: str) -> PurePosixPath | None:
    path = PurePosixPath(name)
    if path.parent.name == "tensorflow" and path.name in LIBRARIES:
        return PurePosixPath("lib", path.name)
    if path.parts[:2] == ("tensorflow", "include") and HEADERS & set(path.parts[2:3]) and path.suffix == ".h":
        return path.relative_to("tensorflow")
    return None


def unpack(wheel: Path, target: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if (inside := place(name)) is None:
                continue
            file = target / inside
            file.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as source, file.open("wb") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
    for link, library in LINKS.items():
        (target / "lib" / link).symlink_to(library)


if __name__ == "__main__":
    (found,) = Path(sys.argv[1]).glob("tensorflow_cpu-*.whl")
    unpack(found, Path(sys.argv[2]))
