"""The instructions of the audit package, for somebody who does not know Clausewatch."""

README = """\
Audit package of Clausewatch
----------------------------
Period: {since} to {until}. Made: {made}.

watchlist       what was watched when the package was made: platform, document, URLs, options
checks          for each watched document the answers of its host in the period: hash, status, what
                the check made of it, first and last time, number of fetches
changes         the changes of the watched documents that were found in the period
reviews         who decided what about a change, when, and what was decided before
provisions      the provisions of the watched documents, each with its quote and where it is
subprocessors   the companies on the watched lists of subprocessors
snapshots/      the bytes as they were fetched; the name of a file is its SHA-256
snapshots.warc.gz   the same as a web archive (WARC 1.0), with time and headers
SHA256SUMS      the hash of each of these files

Each table is there as CSV (UTF-8; a cell that a spreadsheet would run begins with ') and as JSON.

How to check it
---------------
1. The files are those of the package:          sha256sum -c SHA256SUMS
2. Each snapshot has the hash that is its name, and the hashes of changes and checks are there:

   python3 -c "
   import hashlib, json, pathlib
   files = {{p.name.partition('.')[0]: p for p in pathlib.Path('snapshots').iterdir()}}
   for name, path in files.items():
       assert hashlib.sha256(path.read_bytes()).hexdigest() == name, path
   changes = json.load(open('changes.json'))['items']
   missing = [h for c in changes for h in c['sha256_before'] + c['sha256_after'] if h not in files]
   print(len(files), 'snapshots have their hashes;', len(missing), 'hashes without bytes')
   "

3. The archive can be opened with any reader of WARC files, for example `warcio check` or pywb.

Bytes that led to no version are deleted after a time, so a hash in checks may have no file. The
hashes do not prove that a page was served at that time; captures of public archives are
independent of us.
Not legal advice. Not affiliated with any platform.
"""
