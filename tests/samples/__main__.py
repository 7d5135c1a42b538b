"""Write every sample as JSON to standard output: what the tools in `tools/` read."""

import json
import sys

from tests.samples.every import every

json.dump([sample.as_json for sample in every()], sys.stdout, ensure_ascii=False)
