from __future__ import annotations

import re
from pathlib import Path

import pytest

from followthegoods.errors import CaseBusy, DiskFull
from followthegoods.lake import disk as disks
from followthegoods.lake.disk import MERGED, TABLES, Disk, settle


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    made = Disk(tmp_path)
    made.make()
    return made


def test_every_table_is_in_the_drawing_of_the_disk() -> None:
    drawn = re.findall(r"── (\w+)/<load>(?:-\d)?\.(?:parquet|sqlite)", disks.__doc__ or "")
    assert tuple(drawn) == TABLES


def test_the_index_is_drawn_by_the_name_it_has() -> None:
    assert f"index/<load>{disks.INDEX_ENDING}" in (disks.__doc__ or "")


def test_every_table_has_a_folder(disk: Disk) -> None:
    assert {path.name for path in (disk.root / "lake").iterdir()} == {*TABLES, MERGED}


def test_files_of_a_table_stand_in_the_order_of_their_loads(disk: Disk) -> None:
    names = [disk.table_file("lines", load) for load in (1, 2, 10, 99_999_999)]
    assert names == sorted(names)


def test_a_files_name_is_relative_to_the_case(disk: Disk) -> None:
    assert disk.path(disk.raw("ab")) == disk.root / "raw" / "ab.parquet"


def test_sweeping_deletes_what_nobody_owns_and_nothing_else(disk: Disk) -> None:
    kept, orphan = disk.table_file("lines", 1), disk.table_file("lines", 2)
    for name in (kept, orphan):
        disk.path(name).write_bytes(b"x")
    half = disk.work() / "half.parquet"
    half.write_bytes(b"x")
    disk.sweep([kept])
    assert [disk.path(kept).exists(), disk.path(orphan).exists(), half.exists()] == [
        *(True, False, False)
    ]


def test_two_jobs_have_two_folders_to_work_in(disk: Disk) -> None:
    assert disk.work() != disk.work()


def test_too_little_room_is_said_before_a_job_begins(disk: Disk) -> None:
    with pytest.raises(DiskFull, match="Loading x needs about 1,000,000,000 MB"):
        disk.need(10**15, "Loading x")


def test_enough_room_is_not_mentioned(disk: Disk) -> None:
    disk.need(1, "Loading x")


def test_a_settled_file_is_whole_in_its_place(disk: Disk) -> None:
    half, final = disk.root / "half", disk.path("lake/new/1.parquet")
    half.write_bytes(b"whole")
    settle(half, final)
    assert (final.read_bytes(), half.exists()) == (b"whole", False)


def test_one_writer_at_a_time(disk: Disk) -> None:
    with disk.one_writer(), pytest.raises(CaseBusy), Disk(disk.root).one_writer():
        pass


def test_a_writer_that_is_done_lets_the_next_one_in(disk: Disk) -> None:
    for _ in range(2):
        with disk.one_writer():
            pass
