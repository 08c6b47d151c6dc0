"""Makes mauna-loa-co2.csv from the copy of the record that the PyPI package statsmodels carries.

    pip download --no-deps --only-binary=:all: statsmodels==0.14.4
    python data/mauna_loa_co2.py statsmodels-0.14.4-*.whl
"""

import csv
import io
import sys
import zipfile
from pathlib import Path


def weeks(wheel: str):
    text = zipfile.ZipFile(wheel).read("statsmodels/datasets/co2/co2.csv").decode()
    for row in csv.DictReader(io.StringIO(text)):
        date = row["date"]
        yield f"{date[:4]}-{date[4:6]}-{date[6:]}", row["co2"]


if __name__ == "__main__":
    lines = ["date,co2", *(f"{date},{ppm}" for date, ppm in weeks(sys.argv[1]))]
    Path(__file__).with_name("mauna-loa-co2.csv").write_text("\n".join(lines) + "\n")
