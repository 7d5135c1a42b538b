"""Print whole records of documents for review.

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


def print_record(record: Record) -> None:
    """Print a record, field by field."""
    provision, quote = record.provision, record.provision.quote
    print(f"\n=== {record.platform} · {record.document} (stated date {record.stated_date})")
    print(f"{record.title} [{record.category}]  {record.question}")
    print(
        f"severity {provision.severity} · confidence {provision.confidence} · {record.basis}"
        f" · {record.polarity}"
    )
    print(f"QUOTE [{quote.start}-{quote.end}, {quote.section}]: {quote.text}")
    for further in provision.further:
        print(f"  also: {further.text}")
    print(f"WHAT IT IS: {record.texts.what}\nWHY: {record.texts.why}\nNOTE: {record.texts.note}")
    print(f"IMPACT: {record.texts.impact}")
    for action in record.texts.actions:
        print(f"  do: {action}")
    for facet in record.facets:
        print(f"  facet {facet.label}: {facet.quote[:160] or 'absent'}")
    for part in record.texts.memo.__slots__:
        print(f"MEMO {part}: {getattr(record.texts.memo, part)}")
    print("LAWS: " + "; ".join(f"{law.name} ({law.where})" for law in record.regulations))
    print("AGENCIES: " + "; ".join(f"{who.name}: {who.role}" for who in record.agencies))


def main() -> None:
    """Read the files and print the requested records."""
    wanted, *names = sys.argv[1:]
    types = load_taxonomy()
    for name in names:
        path = Path(name)
        page = Page(path.name, path.read_bytes(), TYPES.get(path.suffix, "text/plain"))
        reading = read([page])
        provisions = find_provisions(reading)
        kind = " ".join(path.stem.split("-")[1:]) or "document"
        for provision in provisions:
            if wanted == "all" or provision.clause in wanted.split(","):
                source = RecordSource(
                    path.stem.split("-")[0].title(), kind, find_outlinks(page.body, "")
                )
                print_record(build_record(provision, provisions, reading, types, source))


if __name__ == "__main__":
    main()
