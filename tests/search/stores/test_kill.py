"""A process that dies anywhere in an insert leaves each day whole or absent, and a replay mends."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.search.stores.killed import EVENTS

ROOT = Path(__file__).parents[3]
CHILD = [sys.executable, "-m", "tests.search.stores.killed"]
EXPECTED = {f"{batch} {at}": 1 for batch in (1, 2) for at in range(EVENTS)}

pytestmark = pytest.mark.kill


@pytest.fixture(scope="module")
def strace() -> str:
    found = shutil.which("strace")
    if found is None:
        pytest.skip("no strace on this machine: apt-get install strace")
    return found


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds batch 1 and that nobody has open."""
    folder = tmp_path_factory.mktemp("prepared") / "store"
    run("prepare", folder)
    return folder


def run(task: str, folder: Path, *before: str) -> subprocess.CompletedProcess[str]:
    """The child, run to its end, however that comes; `before` is the command that starts it."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [*before, *CHILD, task, str(folder)],
        cwd=ROOT,
        env=environment,
        input="\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def replayed(folder: Path) -> int:
    """How many days of batch 2 were there before the replay; afterwards all is there, once."""
    done = run("replay", folder)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["events"] == EXPECTED
    return int(answer["days before"])


@pytest.mark.parametrize("call", ["rename", "fsync", "fdatasync"])
def test_killed_at_each_call_of_an_insert(
    call: str, strace: str, prepared: Path, tmp_path: Path
) -> None:
    """strace counts the calls of each thread, and kills before the call is made."""
    whole_days: list[int] = []
    for count in range(1, 200):
        folder = tmp_path / str(count)
        shutil.copytree(prepared, folder, symlinks=True)
        inject = ("-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={count}")
        done = run("insert", folder, strace, "-f", "-q", "-o", os.devnull, *inject)
        whole_days.append(replayed(folder))
        shutil.rmtree(folder)
        if "stored" in done.stdout:
            break
    else:
        pytest.fail(f"an insert makes more than 200 calls of {call}")
    assert whole_days[-1] == 3
    assert len(whole_days) > 1, f"an insert makes no call of {call}"


def test_killed_after_an_insert(prepared: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    shutil.copytree(prepared, folder, symlinks=True)
    with subprocess.Popen(
        [*CHILD, "insert", str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "stored\n"
        child.kill()
    assert replayed(folder) == 3
