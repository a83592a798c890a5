"""What messages of each family are, and which fields they must have: a module a topic.

Each module has `CASES`; `test_families.py` finds the modules by itself.
"""

from collections.abc import Mapping

Case = tuple[str, Mapping[str, object]] | tuple[str, Mapping[str, object], str]
"""Message, fields that it must have (None: must not have), and its logger where that matters."""

VM = 'VM instance {"id":7,"instanceName":"i-4-7-VM","type":"User","uuid":"u-7"}'
HOST = 'Host {"id":5,"name":"kvm-05","type":"Routing","uuid":"u-5"}'
