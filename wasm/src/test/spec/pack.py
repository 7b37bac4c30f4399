#!/usr/bin/env python3
"""Packs the WebAssembly specification's tests for SpecificationTest.

    pack.py FOLDER OUT.zip

FOLDER has, for each .wast file, a folder of the same name with what wabt's wast2json made of it
(NAME/NAME.json and its modules). OUT.zip gets one text file for each: a line for each command,
its parts apart by tabs, modules in hexadecimal, names percent-encoded.
"""

import json
import pathlib
import sys
import urllib.parse
import zipfile

MODULES = {
    "module": "module",
    "assert_invalid": "invalid",
    "assert_malformed": "malformed",
    "assert_unlinkable": "unlinkable",
    "assert_uninstantiable": "uninstantiable",
}
ACTIONS = {
    "action": "do",
    "assert_return": "return",
    "assert_trap": "trap",
    "assert_exhaustion": "exhaustion",
    "assert_exception": "exception",
}


def name(text):
    return urllib.parse.quote(text, safe="", errors="surrogatepass")


def values(them):
    return ",".join(v["type"] + "=" + v.get("value", "any") for v in them)


def lines(folder, commands):
    for command in commands:
        kind, line = command["type"], str(command["line"])
        if kind in MODULES:
            if command.get("module_type", "binary") == "binary":
                module = (folder / command["filename"]).read_bytes().hex()
                extra = name(command.get("name", command.get("text", "")))
                yield [MODULES[kind], line, extra, module]
        elif kind == "register":
            yield ["register", line, name(command.get("name", "")), name(command["as"])]
        elif kind in ACTIONS:
            action = command["action"]
            what = [name(action.get("module", "")), action["type"], name(action["field"])]
            expected = values(command.get("expected", []))
            if kind in ("assert_trap", "assert_exhaustion"):
                expected = name(command["text"])
            yield [ACTIONS[kind], line, *what, values(action.get("args", [])), expected]
        else:
            sys.exit(f"{folder}: {kind} is not known")


def main(source, target):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for folder in sorted(pathlib.Path(source).iterdir()):
            commands = json.loads(
                (folder / (folder.name + ".json")).read_text("utf-8", "surrogateescape")
            )["commands"]
            text = "".join("\t".join(line) + "\n" for line in lines(folder, commands))
            if not text:
                continue
            info = zipfile.ZipInfo(folder.name + ".txt", (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(info, text)


main(*sys.argv[1:])
