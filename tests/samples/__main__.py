"""Write every sample as JSON to standard output: what the tools in `tools/` read."""

import json
import sys

from tests.samples.all_samples import list_samples

json.dump([sample.as_json for sample in list_samples()], sys.stdout, ensure_ascii=False)
