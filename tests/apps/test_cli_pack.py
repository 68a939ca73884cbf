"""``regkit pack`` and ``regkit verify PACK`` as a user types them."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from regkit.apps.cli.app import app

runner = CliRunner(env={"COLUMNS": "80"})


def run(*words: str | Path, code: int = 0) -> Result:
    result = runner.invoke(app, [str(word) for word in words])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def test_pack_and_verify(project: Path, tmp_path: Path) -> None:
    target = tmp_path / "audit.zip"
    packed = run("pack", project, "-o", target, "--report", "gaps.csv").output
    verified = run("verify", target).output
    sha256 = packed.split()[-1]
    assert len(sha256) == 64
    assert sha256 in verified
    assert "1 report rendered anew and compared" in verified
    assert "Every file, hash, anchor and entry holds." in verified


def test_a_changed_pack_is_a_finding(project: Path, tmp_path: Path) -> None:
    from regkit.pack import archive

    target = tmp_path / "audit.zip"
    run("pack", project, "-o", target, "--report", "gaps.csv")
    files = archive.read(target.read_bytes(), "pack")
    files["reports/gaps.csv"] += b"\n"
    target.write_bytes(archive.write(files))
    assert "reports/gaps.csv: it was changed" in run("verify", target, code=1).output
    assert '"place":"reports/gaps.csv"' in run("verify", target, "--json", code=1).output


def test_misuse_is_named(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "x.zip"
    other.write_bytes(b"PK")
    for words, message in (
        (("verify", other), "no pack"),
        (("verify", project, "--key", other), "--key is for a pack"),
        (("pack", project, "--on", "yesterday"), "not a date"),
        (("pack", project, "--key", tmp_path / "none"), "no such file"),
        (("pack", project, "--report", "matrx"), "matrix"),
    ):
        error = runner.invoke(app, [str(word) for word in words]).exception
        assert message in str(error), (words, error)
