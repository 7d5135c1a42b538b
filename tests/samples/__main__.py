"""Write all samples as JSON to standard output, for the tools in `tools/`."""

import json
import sys

from tests.samples.all_samples import list_samples

json.dump([sample.as_json for sample in list_samples()], sys.stdout, ensure_ascii=False)
