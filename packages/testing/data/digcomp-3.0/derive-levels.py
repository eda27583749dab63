#!/usr/bin/env python3
"""Derive statement-levels.en.csv and outcome-levels.en.csv from the European Commission's workbook.

    python3 derive-levels.py          write the two files
    python3 derive-levels.py --check  write nothing; fail if they, or the texts of the other CSV files, differ from the workbook

Needs nothing but Python's standard library. What it evens out, and why:
- spaces at the ends ("Basic " in sheet 2, and after many texts in sheet 4) and doubled or non-breaking ones become single plain spaces;
- the competence number is read from the id, because the workbook stores it as a binary fraction (1.1 is 1.1000000000000001 there).
"""
import csv
import io
import pathlib
import re
import sys
import zipfile
from xml.etree import ElementTree

HERE = pathlib.Path(__file__).parent
WORKBOOK = HERE / "DigComp_3_0_Data_Supplement_24_Nov_2025.xlsx"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def even(text):
    return re.sub(r"\s+", " ", text).strip()  # \s holds the non-breaking space too


def read_sheets(path):
    with zipfile.ZipFile(path) as archive:
        def part(name):
            return ElementTree.fromstring(archive.read(f"xl/{name}"))

        strings = ["".join(t.text or "" for t in item.iter(f"{MAIN}t")) for item in part("sharedStrings.xml")]
        targets = {r.get("Id"): r.get("Target") for r in part("_rels/workbook.xml.rels")}
        sheets = {}
        for sheet in part("workbook.xml").find(f"{MAIN}sheets"):
            rows = []
            for row in part(targets[sheet.get(RELATION)]).find(f"{MAIN}sheetData"):
                cells = {}
                for cell in row:
                    value = cell.find(f"{MAIN}v")
                    if value is not None:
                        column = re.match("[A-Z]+", cell.get("r")).group()
                        cells[column] = strings[int(value.text)] if cell.get("t") == "s" else value.text
                rows.append(cells)
            header = {column: even(name) for column, name in rows[0].items()}
            sheets[sheet.get("name")] = [{header[c]: even(v) for c, v in row.items() if c in header} for row in rows[1:]]
        return sheets


def as_csv(header, rows):
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([header, *rows])
    return out.getvalue()


def differences(name, prefix, expected):
    with open(HERE / name, encoding="utf-8", newline="") as file:
        found = {row["location"].removeprefix(prefix): row["source"] for row in csv.DictReader(file)}
    return [f"{name}: {key}" for key in sorted(expected.keys() | found.keys()) if expected.get(key) != found.get(key)]


sheets = read_sheets(WORKBOOK)
statements, outcomes = sheets["3 Competence Statements"], sheets["4 Learning Outcomes"]
files = {
    "statement-levels.en.csv": as_csv(
        ["id", "level", "ai_label"],
        [[r["Competence statement ID"], r["Proficiency level name"], r["AI label"]] for r in statements]),
    "outcome-levels.en.csv": as_csv(
        ["id", "level", "type", "ai_label"],
        [[r["Learning Outcome ID"], r["Proficiency level"], r["Knowledge skill or attitude"], r["AI label"]] for r in outcomes]),
}
if "--check" in sys.argv:
    core, levels = {}, {}
    for r in sheets["1 Competence Areas&Competences"]:
        number = f"{float(r['Competence number']):.1f}"
        core[f"area.{r['Competence area number']}.label"] = r["Competence area name"]
        core[f"area.{r['Competence area number']}.description"] = r["Competence area descriptor"]
        core[f"competence.{number}.label"] = r["Competence name"]
        core[f"competence.{number}.description"] = r["Competence descriptor"]
    for r in sheets["2 Proficiency Levels"]:
        number = r["Eight level mapping"]
        levels[f"{number}.four_level_name"] = r["Proficiency level name"]
        levels[f"{number}.four_level_description"] = r["Four level proficiency level description"]
        levels[f"{number}.applies_to"] = r["Purpose"]
        levels[f"{number}.eight_level_description"] = r["Eight level proficiency level description"]
    problems = [f"{name}: not what the workbook says" for name, text in files.items() if (HERE / name).read_text("utf-8") != text]
    problems += differences("core-framework.en.csv", "digcomp.", core)
    problems += differences("levels.en.csv", "digcomp.level.", levels)
    problems += differences("statements.en.csv", "digcomp.statement.", {r["Competence statement ID"]: r["Competence statement"] for r in statements})
    problems += differences("outcomes.en.csv", "digcomp.outcome.", {r["Learning Outcome ID"]: r["Learning Outcome"] for r in outcomes})
    print("\n".join(problems) or "The CSV files say what the workbook says.")
    sys.exit(1 if problems else 0)
for name, text in files.items():
    (HERE / name).write_text(text, encoding="utf-8")
