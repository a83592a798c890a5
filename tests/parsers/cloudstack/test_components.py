"""Messages that no text reads are of the part of CloudStack that their class is of."""

import pytest

from parsers.cloudstack.families.component_names import CATEGORIES, NAMES, SHORT_PACKAGES, WORDS
from parsers.cloudstack.families.components import component


@pytest.mark.parametrize(
    ("logger", "family"),
    [
        ("c.c.n.NetworkServiceImpl", "network"),
        ("c.c.n.r.SomethingOfRouters", "router"),
        ("c.c.n.v.SomethingNew", "network"),
        ("com.cloud.network.ovs.OvsTunnelManagerImpl", "network"),
        ("o.a.c.s.v.VolumeServiceImpl", "volume"),
        ("o.a.c.storage.motion.KvmNonManagedStorageDataMotionStrategy", "storage"),
        ("cloud.storage.StorageManagerImpl", "storage"),
        ("vmware.mo.HypervisorHostHelper", "hypervisor"),
        ("c.c.h.v.r.VmwareResource", "hypervisor"),
        ("kvm.resource.BridgeVifDriver", "hypervisor"),
        ("c.c.h.d.HostDaoImpl", "host"),
        ("c.c.v.d.UserVmDaoImpl", "vm"),
        ("dao.some.ThingDaoImpl_EnhancerByCloudStack_1a2b3c4d", "database"),
        ("usage.parser.VMInstanceUsageParser", "usage"),
        ("o.a.c.k.h.KVMHAProvider", "ha"),
        ("o.a.c.a.DynamicRoleBasedAPIAccessChecker", "security"),
        ("o.a.c.l.LdapManagerImpl", "authentication"),
        ("o.s.b.f.s.DefaultListableBeanFactory", "startup"),
        ("org.eclipse.jetty.server.Server", "web"),
        ("c.z.h.p.HikariPool", "database"),
        ("org.apache.cloudstack.thing.of.network.Manager$1", "network"),
        ("c.c.a.m.D.PingTask", "agent"),
    ],
)
def test_a_class_is_of_a_part_of_cloudstack(logger: str, family: str) -> None:
    found = component(logger)
    assert found is not None
    assert found["cloudstack.family"] == family
    assert found["event.category"] == [CATEGORIES[family]]


@pytest.mark.parametrize("logger", ["", "X", "c.c.X", "com.example.network.Thing", "a.b.c.Foo"])
def test_a_class_that_nobody_knows_is_of_none(logger: str) -> None:
    assert component(logger) is None


def test_every_general_family_has_a_category() -> None:
    families = {family for family, _ in NAMES} | {*WORDS.values()} | {*SHORT_PACKAGES.values()}
    assert families <= set(CATEGORIES)
