"""Print whole records of documents, to be read critically.

usage: python benchmarks/recogniser_records.py CLAUSE[,CLAUSE...]|all FILE [FILE ...]
"""

import sys
from pathlib import Path

from clausewatch.extract import read
from clausewatch.extract.link_targets import find_outlinks
from clausewatch.model.reading import Page
from clausewatch.provisions.analysis import find_provisions
from clausewatch.provisions.record import Record, RecordSource, build_record
from clausewatch.provisions.taxonomy_files import load_taxonomy

TYPES = {".md": "text/markdown", ".html": "text/html", ".pdf": "application/pdf"}


def show(one: Record) -> None:
    """Print a record, field by field."""
    held = one.provision
    print(f"\n=== {one.platform} · {one.document} (stated date {one.stated_date})")
    print(f"{one.title} [{one.category}]  {one.question}")
    print(f"severity {held.severity} · confidence {held.confidence} · {one.basis} · {one.polarity}")
    print(f"QUOTE [{held.quote.start}-{held.quote.end}, {held.quote.section}]: {held.quote.text}")
    for further in held.further:
        print(f"  also: {further.text}")
    print(f"WHAT IT IS: {one.texts.what}\nWHY: {one.texts.why}\nNOTE: {one.texts.note}")
    print(f"IMPACT: {one.texts.impact}")
    for action in one.texts.actions:
        print(f"  do: {action}")
    for facet in one.facets:
        print(f"  facet {facet.label}: {facet.quote[:160] or 'absent'}")
    for part in one.texts.memo.__slots__:
        print(f"MEMO {part}: {getattr(one.texts.memo, part)}")
    print("LAWS: " + "; ".join(f"{law.name} ({law.where})" for law in one.regulations))
    print("AGENCIES: " + "; ".join(f"{who.name}: {who.role}" for who in one.agencies))


def main() -> None:
    """Read the files and print the records asked for."""
    wanted, *names = sys.argv[1:]
    types = load_taxonomy()
    for name in names:
        path = Path(name)
        page = Page(path.name, path.read_bytes(), TYPES.get(path.suffix, "text/plain"))
        reading = read([page])
        found = find_provisions(reading)
        kind = " ".join(path.stem.split("-")[1:]) or "document"
        for one in found:
            if wanted == "all" or one.clause in wanted.split(","):
                named = RecordSource(
                    path.stem.split("-")[0].title(), kind, find_outlinks(page.body, "")
                )
                show(build_record(one, found, reading, types, named))


main()
