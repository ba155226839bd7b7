from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from soilcarbon import _cli, cli, inference
from soilcarbon._cli import change, design, grid, rothc, stock, template, tier1, tier2

EXAMPLES = {
    module.__name__.rsplit(".", 1)[1]: module.EXAMPLE
    for module in (stock, change, design, rothc, tier1, tier2, grid, template)
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> int:
    try:
        return cli.main(words)
    except SystemExit as stop:
        return int(stop.code or 0)


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert run(*words, "--json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def surveys() -> None:
    assert run("template", "--example", "before", "--output", "before.csv") == 0
    assert run("template", "--example", "after", "--output", "after.csv") == 0


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_of_each_help_text_works(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if name == "grid":
        pytest.importorskip("zarr", reason="THE GRID EXTRA IS ABSENT")
    assert run(name, "--help") == 0
    assert EXAMPLES[name].strip().splitlines()[0] in capsys.readouterr().out
    for line in EXAMPLES[name].replace("\\\n", " ").strip().splitlines():
        words = shlex.split(line)
        assert words[0] == "soilcarbon"
        assert run(*words[1:]) == 0, line
        if "--plot" in words:
            drawn = (folder / words[words.index("--plot") + 1]).read_text()
            assert drawn.startswith("<svg")
            assert len(drawn) > 3000


def test_stock_answers_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    surveys()
    found = answer(capsys, "stock", "before.csv", "--weights", "valley=0.6,slope=0.4", "--plot", "s.svg")
    assert len(found["points"]) == 16
    assert found["plot"] == "s.svg"
    assert min(p["soil_mass"] for p in found["points"]) == pytest.approx(found["reference_mass_t_ha"])
    mean = found["means"]["equivalent_soil_mass"]
    assert mean["interval"][0] < mean["value"] < mean["interval"][1]
    assert mean["value"] < found["means"]["fixed_depth"]["value"]
    linear = answer(
        capsys, "stock", "before.csv", "--reference-mass", "3000", "--interpolation", "linear", "--total-mass"
    )
    assert linear["reference_mass_t_ha"] == 3000


def test_change_is_the_paired_change_at_one_mass(capsys: pytest.CaptureFixture[str]) -> None:
    surveys()
    found = answer(capsys, "change", "before.csv", "after.csv")
    before, after = (
        {
            p["point"]: p["equivalent_mass_stock"]
            for p in answer(capsys, "stock", f, "--reference-mass", "3000")["points"]
        }
        for f in ("before.csv", "after.csv")
    )
    by_hand = answer(capsys, "change", "before.csv", "after.csv", "--reference-mass", "3000")
    paired = inference.change_paired(list(before.values()), [after[p] for p in before])
    assert by_hand["change"]["value"] == pytest.approx(paired.value)
    assert by_hand["change"]["interval"] == pytest.approx(list(paired.interval))
    assert found["years"] == pytest.approx(5.02, abs=0.01)
    assert found["design"] == "16 points sampled twice"
    assert found["change"]["value"] < found["change_at_fixed_depth"]["value"]
    assert found["rate_per_mille"]["kind"] == "simple"
    assert found["credited_co2_t_ha"] == pytest.approx(found["deduction"]["credited"] * 44 / 12)


def test_change_knows_its_design(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    surveys()
    after = (folder / "after.csv").read_text()
    (folder / "other.csv").write_text(after.replace(",P", ",Q"))
    (folder / "some.csv").write_text(after.replace(",P01,", ",Q01,").replace(",P02,", ",Q02,"))
    assert "independent" in answer(capsys, "change", "before.csv", "other.csv")["design"]
    assert "14 of them shared" in answer(capsys, "change", "before.csv", "some.csv")["design"]
    paired = answer(capsys, "change", "before.csv", "some.csv", "--design", "paired")
    assert paired["design"] == "14 points sampled twice"
    assert "points in one survey only, left out of the pairs: P01, P02, Q01, Q02" in paired["notes"]
    control = ("--control-before", "before.csv", "--control-after", "before.csv")
    against = answer(capsys, "change", "before.csv", "after.csv", *control, "--weights", "valley=0.6,slope=0.4")
    assert against["rate_per_mille"]["kind"] == "relative_to_business_as_usual"
    assert run("change", "before.csv", "after.csv", "--control-before", "before.csv") == 2
    assert run("change", "before.csv", "other.csv", "--design", "paired") == 1
    assert run("change", "after.csv", "before.csv") == 1


@pytest.mark.parametrize("points", [3, 5000])
def test_any_number_of_points_can_be_drawn(points: int, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head, rows = "point_id,upper_cm,lower_cm,soc_g_kg,bd_g_cm3", range(points)
    for name, gain in (("one", 0.0), ("two", 0.5)):
        body = "\n".join(f"P{i},0,30,{10 + i % 17 + gain * (i % 3):.1f},1.3" for i in rows)
        (folder / f"{name}.csv").write_text(f"{head}\n{body}\n")
    answer(capsys, "stock", "one.csv", "--plot", "stock.svg")
    answer(capsys, "change", "one.csv", "two.csv", "--plot", "change.svg")
    for name, axis in (("stock", "Point"), ("change", "Change of SOC stock")):
        drawn = (folder / f"{name}.svg").read_text()
        assert axis in drawn
        assert len(drawn) < 100_000


def test_a_change_of_method_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    surveys()
    for name, method in (("before", "Walkley-Black"), ("after", "ISO 10694")):
        remark, head, *rows = (folder / f"{name}.csv").read_text().splitlines()
        lines = [remark, f"{head},method", *(f"{row},{method}" for row in rows)]
        (folder / f"{name}.csv").write_text("\n".join(lines))
    notes = " ".join(answer(capsys, "change", "before.csv", "after.csv")["notes"])
    assert "the surveys differ in method (before.csv: Walkley-Black; after.csv: ISO 10694)" in notes


def test_bad_cells_go_to_standard_error_and_exit_with_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "bad.csv").write_text("point_id;upper_cm;lower_cm;soc_%;bd\nP1;0;10;x;1,2\nP1;10;30;1,5;-1\n")
    assert run("stock", "bad.csv") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "row 2, column 'soc_%': 'x': not a number" in said.err
    assert "row 3, column 'bd': '-1': allowed: above 0 and at most 2.65 g/cm3" in said.err
    assert "Traceback" not in said.err


def test_dates_of_two_readings_leave_the_years_open(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    surveys()
    for name, day in (("before", "03/04/2019"), ("after", "03/04/2024")):
        lines = (folder / f"{name}.csv").read_text().splitlines()
        (folder / f"{name}.csv").write_text("\n".join(re.sub(r"20\d\d-\d\d-\d\d", day, line) for line in lines))
    made = answer(capsys, "change", "before.csv", "after.csv")
    assert made["years"] is None
    assert any("give --years" in note for note in made["notes"])
    assert answer(capsys, "change", "before.csv", "after.csv", "--years", "5")["years"] == 5


def test_a_chart_that_cannot_be_written_is_an_error_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    surveys()
    (folder / "taken.svg").mkdir()
    assert run("stock", "before.csv", "--plot", "taken.svg") == 1
    assert "taken.svg: Is a directory" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ((), 2, "required"),
        (("stock",), 2, "required"),
        (("stock", "none.csv"), 1, "cannot be read"),
        (("stock", "before.csv", "--depth", "80"), 1, "no complete profile reaches 80 cm"),
        (("stock", "before.csv", "--reference-mass", "1e6"), 1, "reference_mass"),
        (("stock", "before.csv", "--reference-mass", "heavy"), 2, "lightest"),
        (("stock", "before.csv", "--weights", "valley"), 2, "NAME=NUMBER"),
        (("stock", "before.csv", "--weights", "valley=1"), 1, "no share for stratum 'slope'"),
        (("stock", "before.csv", "--plot", "x.png"), 1, "ends in .svg"),
        (("stock", "before.csv", "--plot", "no/where.svg"), 1, "there is no folder"),
        (("stock", "before.csv", "--unit", "soc"), 2, "COLUMN=UNIT"),
        (("stock", "before.csv", "--level", "90"), 1, "level is 90"),
        (("design",), 2, "nothing to reckon"),
        (("design", "--n", "10"), 2, "--sd is needed"),
        (("design", "--total", "10", "--strata", "a=1"), 2, "NAME=SHARE:SD"),
        (("tier1",), 2, "--climate"),
        (
            ("tier1", "--climate", "x", "--soil", "y", "--initial", "a,b", "--final", "c"),
            2,
            "LAND_USE,MANAGEMENT,INPUT",
        ),
        (("template", "--output", "before.csv"), 1, "before.csv"),
        (("grid",), 2, "INPUTS and OUTPUT"),
        (("grid", "none.zarr", "out.zarr"), 1, "there is no none.zarr"),
        (("grid", "none.zarr", "out.zarr", "--option", "depth"), 2, "NAME=VALUE"),
    ],
)
def test_exit_codes(words: tuple[str, ...], code: int, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    surveys()
    assert run(*words) == code
    assert message in capsys.readouterr().err


def test_grid_without_the_extra_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "zarr", None)
    assert run("grid", "--example", "inputs.zarr") == 3
    assert "pip install 'soilcarbon[grid]'" in capsys.readouterr().err


def test_plots_without_the_extra_say_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    surveys()
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    assert run("stock", "before.csv", "--plot", "x.svg") == 3
    assert "pip install 'soilcarbon[plot]'" in capsys.readouterr().err


def test_the_lab_template_is_a_file_the_command_reads(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("template") == 0
    text = capsys.readouterr().out
    row = "1,P1,2024-03-20,A,0,10,50,1,250,0,2,,fine_earth_in_total_volume,0,2.5,ISO 10694,yes,L,0.05,"
    (folder / "filled.csv").write_text(f"{text}{row}\n")
    found = answer(capsys, "stock", "filled.csv", "--depth", "10")
    assert found["points"][0]["fixed_depth_stock"] == pytest.approx(31.2, abs=0.1)
    assert found["notes"][-1] == "one point only: no mean and no error can be given"


def test_tier2_names_every_bad_month(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("template", "--example", "tier2", "--output", "months.csv") == 0
    lines = (folder / "months.csv").read_text().splitlines()
    lines[5] = lines[5].replace("full", "deep")
    lines[9] = lines[9].replace(",0.35,", ",,")
    del lines[20]
    (folder / "months.csv").write_text("\n".join(lines))
    capsys.readouterr()
    assert run("tier2", "months.csv") == 1
    said = capsys.readouterr().err
    assert "row 6, column 'tillage': 'deep': allowed: full, reduced, none, unknown" in said
    assert "row 10, column 'sand_fraction': empty: a value is needed" in said
    assert "year 2002 has no row for month" in said


def test_version_and_help_load_no_heavy_library() -> None:
    code = (
        "import sys; from soilcarbon import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "assert not {'numba', 'scipy', 'altair', 'xarray'} & set(sys.modules), sorted(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert all(
        name in done.stdout for name in ("stock", "change", "design", "rothc", "tier1", "tier2", "grid", "template")
    )


def test_a_reader_that_goes_away_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(cli, "show", closed)
    monkeypatch.setattr(sys, "stdout", sys.stdout)
    assert run("template") == 0


def test_every_subcommand_is_documented() -> None:
    assert _cli.__doc__
    for module in cli.SUBCOMMANDS:
        assert "soilcarbon" in (module.__doc__ or "")
        assert module.EXAMPLE.strip().startswith("soilcarbon")
