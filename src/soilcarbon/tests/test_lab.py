from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from soilcarbon import SoilCarbonError, lab
from soilcarbon._cli.columns import LAB, recognise
from soilcarbon._cli.dates import mean_day
from soilcarbon._cli.table import parse_number

PLAIN = """point_id,upper_cm,lower_cm,soc_g_kg,bulk_density_g_cm3
P1,0,10,25,1.25
P1,10,30,15,1.3
P2,0,10,20,1.2
P2,10,30,12.5,1.35
"""


@pytest.fixture
def write(tmp_path: Path):  # type: ignore[no-untyped-def]
    def save(content: str | bytes, name: str = "lab.csv") -> str:
        target = tmp_path / name
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(target)

    return save


def same(found: lab.Profiles) -> None:
    assert found.points == ["P1", "P2"]
    assert found.upper.tolist() == [[0, 10], [0, 10]]
    assert found.lower.tolist() == [[10, 30], [10, 30]]
    assert found.soc == pytest.approx(np.array([[25, 15], [20, 12.5]]))
    assert found.bulk_density == pytest.approx(np.array([[1.25, 1.3], [1.2, 1.35]]))


def test_a_plain_file(write) -> None:  # type: ignore[no-untyped-def]
    found = lab.read_profiles(write(PLAIN))
    same(found)
    assert found.notes == []


EUROPEAN = PLAIN.replace(".", ";COMMA;").replace(",", ";").replace(";COMMA;", ",")


def swapped(*pairs: tuple[str, str]) -> str:
    text = PLAIN
    for old, new in pairs:
        text = text.replace(old, new)
    return text


REAL_LIFE = {
    "semicolon": EUROPEAN,
    "bom": "\ufeff" + EUROPEAN,
    "excel": "sep=;\r\n" + EUROPEAN.replace("\n", "\r\n"),
    "tab": swapped((",", "\t")),
    "utf16": EUROPEAN.encode("utf-16"),
    "remarks": "# a remark\n\n" + PLAIN + ",,,,\n",
    "quoted": swapped(("P1,", " P1 ,"), (",25,", ',"25",'), (",1.3\n", ',"1,3"\n')),
    "unit row": "point_id,upper,lower,soc,bulk density\n,cm,cm,g/kg,g/cm3\n" + PLAIN.split("\n", 1)[1],
    "mm": swapped(("upper_cm,lower_cm", "Depth from (mm),Depth to (mm)"), (",10,", ",100,"), (",30,", ",300,")),
    "kg/m3": swapped(("bulk_density_g_cm3", "BD (kg/m³)"), (",1.25", ",1250"), (",1.35", ",1350"))
    .replace(",1.3\n", ",1300\n")
    .replace(",1.2\n", ",1200\n"),
    "percent": swapped(("soc_g_kg", "Corg [%]"), (",25,", ",2.5,"), (",15,", ",1.5,"), (",20,", ",2,")).replace(
        "12.5", "1.25"
    ),
    "lines above the headings": "Laboratory X;;;\nReport 12, March\n\n" + PLAIN,
    "a heading of two lines": swapped(("soc_g_kg", '"SOC\n(g/kg)"')),
    "Spanish": swapped(("upper_cm,lower_cm", "Desde (cm),Hasta (cm)"), ("soc_g_kg", "COS (g/kg)")),
    "merged headings": "Place,Depth (cm),,Organic carbon,Bulk density\nPoint,upper,lower,(g/kg),(g/cm3)\n"
    + PLAIN.split("\n", 1)[1],
    "utf16 without its mark": EUROPEAN.encode("utf-16-le"),
    "remarks below": PLAIN + "\nNote: dried, sieved, and ground, twice\nLOD,0.5\n",
    "kept by a formula": swapped(("P1,", '="P1",')),
    "a first column #": "#," + "\n".join(f"{i},{line}" for i, line in enumerate(PLAIN.strip().split("\n")))[2:],
    "French": swapped(
        ("point_id", "Point d'échantillonnage"),
        ("upper_cm,lower_cm", "Profondeur sup. (cm),Profondeur inf. (cm)"),
        ("soc_g_kg", "C organique (g/kg MS)"),
        ("bulk_density_g_cm3", "Densité apparente (t/m3)"),
    ),
    "by mass": swapped(("soc_g_kg", "Carbono orgánico total (% m/m)"), (",25,", ",2.5,"), (",15,", ",1.5,"))
    .replace(",20,", ",2,")
    .replace("12.5", "1.25"),
    "range": swapped(("upper_cm,lower_cm", "depth"), (",0,10,", ",0-10 cm,"), (",10,30,", ",10–30,")),
}  # fmt: skip


@pytest.mark.parametrize("content", REAL_LIFE.values(), ids=REAL_LIFE)
def test_files_from_real_life(write, content: str | bytes) -> None:  # type: ignore[no-untyped-def]
    same(lab.read_profiles(write(content)))


def test_windows_encoding_and_passed_over_columns_are_noted(write) -> None:  # type: ignore[no-untyped-def]
    content = PLAIN.replace("g_cm3", "g_cm3,Bemerkung für uns").replace("1.25\n", "1.25,naß\n").encode("cp1252")
    found = lab.read_profiles(write(content))
    same(found)
    assert found.notes == ["columns passed over: Bemerkung für uns", "read as cp1252"] or set(found.notes) == {
        "columns passed over: Bemerkung für uns",
        "read as cp1252",
    }


@pytest.mark.parametrize(
    ("heading", "column", "unit"),
    [
        ("SOC g kg-1", "soc", "g/kg"),
        ("TOC (g·kg⁻¹)", "soc", "g/kg"),
        ("TOC (g/kg soil)", "soc", "g/kg"),
        ("toc_%", "soc", "%"),
        ("Organic carbon [g/100g]", "soc", "g/100g"),
        ("BD g/cm³", "bulk_density", "g/cm3"),
        ("bulk density (Mg m-3)", "bulk_density", "mg/m3"),
        ("Densité apparente", "bulk_density", ""),
        ("core_diameter_mm", "core_diameter", "mm"),
        ("detection_limit", "detection_limit", ""),
        ("to (cm)", "lower", "cm"),
        ("Éléments grossiers (%)", "coarse_fragments", "%"),
        ("Coarse fragments (vol. %)", "coarse_fragments", "vol%"),
        ("Materia orgánica (%)", "som", "%"),
        ("SOC [g C kg-1 soil]", "soc", "g/kg"),
        ("Profundidad hasta (cm)", "lower", "cm"),
        ("N° échantillon", "sample_id", ""),
    ],
)
def test_headings_are_recognised(heading: str, column: str, unit: str) -> None:
    found = recognise(heading, LAB)
    assert found is not None
    assert (found[0].name, found[1]) == (column, unit)


def test_cells_of_several_lines_keep_the_row_numbers(write) -> None:  # type: ignore[no-untyped-def]
    content = PLAIN.replace("soc_g_kg", '"SOC\n(g/kg)"').replace(",25,", ",2x5,")
    with pytest.raises(lab.BadFile) as refused:
        lab.read_profiles(write("Laboratory X\n\n" + content))
    assert [(cell.row, cell.column) for cell in refused.value.cells] == [(5, "SOC (g/kg)")]


def test_a_stray_quote_spoils_its_own_row_only(write) -> None:  # type: ignore[no-untyped-def]
    content = (
        PLAIN.replace("g_cm3", "g_cm3,remark")
        .replace(",1.25\n", ',1.25,2" corer\n')
        .replace(",1.2\n", ',1.2,2" corer\n')
    )
    same(lab.read_profiles(write(content)))


def test_the_rule_is_said_in_the_unit_of_the_column(write) -> None:  # type: ignore[no-untyped-def]
    content = "point,upper,lower,soc (%),bd,gravel (%)\nP1,0,10,2,1.2,105\n"
    with pytest.raises(lab.BadFile, match=r"'105': allowed: at least 0 and at most 100 %"):
        lab.read_profiles(write(content))


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        (["2024-03-20", "2024/3/22"], date(2024, 3, 21)),
        (["20.03.2024"], date(2024, 3, 20)),
        (["04.03.2024"], date(2024, 3, 4)),
        (["20/03/2024", "04/03/2024"], date(2024, 3, 12)),
        (["3/20/2024", "3/4/2024"], date(2024, 3, 12)),
        (["2024-03-20T10:00:00"], date(2024, 3, 20)),
    ],
)
def test_dates_are_read(texts: list[str], day: date) -> None:
    assert mean_day(texts) == day.toordinal()


@pytest.mark.parametrize("texts", [["04/03/2024"], ["2024-03-20", None], ["20/03/2024", "03/20/2024"], ["spring"]])
def test_dates_of_two_readings_are_not_guessed(texts: list[str | None]) -> None:
    assert mean_day(texts) is None


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,5", 1.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1 234,5", 1234.5),
        ("-2e-1", -0.2),
        (" .5", 0.5),
        ("1\u00a0000", 1000),
    ],
)
def test_numbers_are_read(cell: str, value: float) -> None:
    found = parse_number(cell)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("cell", ["abc", "1,2,3", "1.2.3", "12 %", ">5", "", "1e", "inf"])
def test_what_is_no_number_is_not_guessed(cell: str) -> None:
    assert parse_number(cell) is None


def test_every_bad_cell_is_named_in_one_run(write) -> None:  # type: ignore[no-untyped-def]
    content = """point_id,upper_cm,lower_cm,soc_g_kg,bd_g_cm3,gravel_%
P1,0,10,abc,1.25,0
P1,5,30,12,13.0,5
,30,40,-3,1.3,
P2,0,0,3,1.2,
P3,,10,900,1.2,
"""
    with pytest.raises(lab.BadFile) as caught:
        lab.read_profiles(write(content))
    places = [(cell.row, cell.column) for cell in caught.value.cells]
    assert places == [
        (2, "soc_g_kg"),
        (3, "bd_g_cm3"),
        (3, "gravel_%"),
        (3, "upper_cm"),
        (4, "point_id"),
        (4, "soc_g_kg"),
        (5, "lower_cm"),
        (6, "soc_g_kg"),
        (6, "upper_cm"),
    ]
    assert isinstance(caught.value, SoilCarbonError)
    assert "row 3, column 'upper_cm': '5': overlaps the layer above of point P1, which ends at 10 cm" in str(
        caught.value
    )
    assert "row 6, column 'soc_g_kg': '900': allowed: at least 0 and at most 580 g/kg" in str(caught.value)


def test_missing_values_are_said_plainly(write) -> None:  # type: ignore[no-untyped-def]
    content = PLAIN.replace("12.5", "n.d.") + "P3,10,30,12,1.3\n"
    found = lab.read_profiles(write(content))
    assert found.points == ["P1", "P2"]
    assert found.deepest.tolist() == [30, 10]
    assert "point P2: row 5 has no soc_g_kg, left out from 10 cm down" in found.notes
    assert "point P3: no row for 0-10 cm, left out from there down" in found.notes


@pytest.mark.parametrize(("how", "value"), [("half", 0.25), ("zero", 0), ("limit", 0.5)])
def test_detection_limits(write, how: str, value: float) -> None:  # type: ignore[no-untyped-def]
    found = lab.read_profiles(write(PLAIN.replace("12.5", "< 0.5")), below_detection=how)
    assert found.soc[1, 1] == value
    assert found.notes == [f"below the detection limit, taken as {how} of it: row 5 soc_g_kg"]
    with pytest.raises(lab.BadFile, match=r"row 5.*--below-detection"):
        lab.read_profiles(write(PLAIN.replace("12.5", "<0.5")), below_detection="refuse")
    with pytest.raises(lab.BadFile, match="not a value here"):
        lab.read_profiles(write(PLAIN.replace("1.35", "<1")))


STATED = """point;upper (cm);lower (cm);Corg (%);bd (g/cm3);LOD
P1;0;10;< LD;1,25;0,1
"""


def test_below_a_limit_that_stands_in_its_own_column(write) -> None:  # type: ignore[no-untyped-def]
    assert lab.read_profiles(write(STATED)).soc.tolist() == [[0.5]]
    in_ours = STATED.replace("LOD", "LOD (g/kg)").replace("0,1", "1")
    assert lab.read_profiles(write(in_ours), below_detection="limit").soc.tolist() == [[1.0]]
    with pytest.raises(lab.BadFile, match=r"row 2, column 'Corg \(%\)': '< LD': below a limit that the file does not"):
        lab.read_profiles(write(STATED.replace(";0,1\n", ";\n")))


def test_thousands_are_told_from_decimals_by_the_rest_of_the_file(write) -> None:  # type: ignore[no-untyped-def]
    head = "point,upper_cm,lower_cm,toc_%,core_diameter_mm,n_cores,fine_mass_g\n"
    found = lab.read_profiles(write(head + 'P1,0,10,2.5,50,5,"1,234"\n'))
    assert found.bulk_density[0, 0] == pytest.approx(1234 / (5 * np.pi / 4 * 25 * 10))
    european = (head + "P1,0,10,2x5,50,5,1.234\n").replace(",", ";").replace("x", ",")
    assert lab.read_profiles(write(european)).bulk_density[0, 0] == found.bulk_density[0, 0]


def test_a_layer_that_stands_twice_is_named_with_its_first_row(write) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(lab.BadFile, match=r"row 6.*the layer of point P1 in row 2 once more"):
        lab.read_profiles(write(PLAIN + "P1,0,10,25,1.25\n"))


def test_of_several_names_of_a_place_the_nearest_to_a_point_is_taken(write) -> None:  # type: ignore[no-untyped-def]
    content = "\n".join(f"{'Site' if i == 0 else 'A'},{line}" for i, line in enumerate(PLAIN.strip().split("\n")))
    found = lab.read_profiles(write(content))
    same(found)
    assert found.notes == ["columns passed over: Site"]


def test_what_stands_below_the_table_and_units_that_were_taken_are_said(write) -> None:  # type: ignore[no-untyped-def]
    found = lab.read_profiles(write(PLAIN.replace("upper_cm", "upper") + "\nSigned: A. B.\n"))
    assert found.notes == ["passed over below the table: Signed: A. B.", "no unit stated, read as: upper in cm"]


def test_figures_below_the_stated_limit_are_kept_and_noted(write) -> None:  # type: ignore[no-untyped-def]
    head, *rows = PLAIN.strip().split("\n")
    found = lab.read_profiles(write("\n".join([f"{head},detection_limit_%", *(f"{row},1.4" for row in rows)])))
    assert found.notes == ["carbon below the stated detection limit, kept as printed: row 5"]
    same(found)


def test_a_carbon_column_without_unit_is_not_guessed(write) -> None:  # type: ignore[no-untyped-def]
    bare = write(PLAIN.replace("soc_g_kg", "soc"))
    with pytest.raises(lab.BadFile, match=r"row 1, column 'soc'.*no unit"):
        lab.read_profiles(bare)
    same(lab.read_profiles(bare, units={"soc": "g/kg"}))
    same(lab.read_profiles(bare, units={"C org": "g/kg"}))
    with pytest.raises(lab.BadFile, match=r"has no column 'colour' for a unit. Its headings: .*, soc"):
        lab.read_profiles(bare, units={"soc": "g/kg", "colour": "g/kg"})
    with pytest.raises(lab.BadFile, match="unknown unit"):
        lab.read_profiles(write(PLAIN.replace("soc_g_kg", "soc (mol/l)")))


def test_stones_need_a_definition_of_the_density(write) -> None:  # type: ignore[no-untyped-def]
    stony = PLAIN.replace("g_cm3", "g_cm3,gravel_%,bd_definition")
    stony = "\n".join(f"{line},20,whole_soil_mass" if i else line for i, line in enumerate(stony.strip().split("\n")))
    assert lab.read_profiles(write(stony)).bulk_density[0, 0] == pytest.approx(1.0)
    hybrid = lab.read_profiles(write(stony), coarse_basis="fine_earth_in_total_volume")
    assert hybrid.bulk_density[0, 0] == pytest.approx(1.25)
    with pytest.raises(lab.BadFile, match="bd_definition"):
        lab.read_profiles(write(stony.replace("whole_soil_mass", "apparent")))


def test_density_from_mass_and_corer(write) -> None:  # type: ignore[no-untyped-def]
    content = """point_id,upper_cm,lower_cm,toc_%,core_diameter_mm,n_cores,fine_mass_g,moisture_%
P1,0,10,2.5,50,2,500,4
"""
    found = lab.read_profiles(write(content))
    assert found.bulk_density[0, 0] == pytest.approx(500 / 1.04 / (2 * np.pi / 4 * 25 * 10))
    with pytest.raises(lab.BadFile, match="gives a bulk density of"):
        lab.read_profiles(write(content.replace(",500,", ",5000,")))
    with pytest.raises(lab.BadFile, match="core_diameter"):
        lab.read_profiles(write(content.replace(",50,2", ",,2")))


def test_duplicates_are_set_aside_and_their_error_given(write) -> None:  # type: ignore[no-untyped-def]
    content = "sample_id," + PLAIN.replace("g_cm3", "g_cm3,duplicate_of")
    lines = content.strip().split("\n")
    body = [f"S{i},{line}," for i, line in enumerate(lines[1:])]
    found = lab.read_profiles(write("\n".join([lines[0], *body, "S9,P1,0,10,26,1.25,S0"])))
    same(found)
    assert found.notes == ["1 laboratory duplicates set aside, coefficient of variation 2.8 %"]
    with pytest.raises(lab.BadFile, match="sample_id of another row"):
        lab.read_profiles(write("\n".join([lines[0], *body, "S9,P1,0,10,26,1.25,S77"])))


def test_organic_matter_only_when_declared(write) -> None:  # type: ignore[no-untyped-def]
    content = write(PLAIN.replace("soc_g_kg", "SOM (g/kg)"))
    with pytest.raises(lab.BadFile, match="--organic-matter"):
        lab.read_profiles(content)
    assert lab.read_profiles(content, organic_matter_as_carbon=True).soc[0, 0] == pytest.approx(25 / 1.724)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("point_id,soc_g_kg\n", "has headings but no rows"),
        ("a,b\n1,2\n", "has no column for point_id"),
        ("point_id,soc_g_kg,bd\nP,1,1\n", "has no depths"),
        ("point_id,upper,lower,bd\nP,0,1,1\n", "has no column for soc"),
        ("point_id,oben,lower,bd\nP,0,1,1\n", "has no depths.*columns passed over: oben"),
        ("point_id,upper,lower,soc_g_kg\nP,0,1,1\n", "has no bulk_density"),
        (PLAIN.replace("P1,0,10,25,1.25", "P1,0,10,25,1.25,7"), "beyond the last heading"),
        (PLAIN.replace("lower_cm", "upper_cm"), "stands twice"),
        (PLAIN.replace("lower_cm", "top_cm"), "a second column for upper"),
        (b"PK\x03\x04rest", "spreadsheet workbook"),
    ],
)
def test_files_that_cannot_be_used_say_why(write, content: str | bytes, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(lab.BadFile, match=message):
        lab.read_profiles(write(content))


def test_a_row_that_is_too_long_hides_no_bad_cell_of_another(write) -> None:  # type: ignore[no-untyped-def]
    head, first, second, *rest = PLAIN.strip().split("\n")
    content = "\n".join([head, first.replace(",25,", ",x,"), second.replace(",", ",y,", 1), *rest])
    with pytest.raises(lab.BadFile) as caught:
        lab.read_profiles(write(content))
    assert [cell.row for cell in caught.value.cells] == [2, 3]
    assert [cell.column for cell in caught.value.cells] == ["soc_g_kg", "(beyond the last heading)"]


def test_a_refusal_keeps_its_cells_from_one_process_to_another(write) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(lab.BadFile) as caught:
        lab.read_profiles(write(PLAIN.replace(",25,", ",x,")))
    sent = pickle.loads(pickle.dumps(caught.value))
    assert (str(sent), sent.cells) == (str(caught.value), caught.value.cells)


def test_a_missing_file_is_refused() -> None:
    with pytest.raises(lab.BadFile, match="cannot be read"):
        lab.read_profiles("no-such-file.csv")
