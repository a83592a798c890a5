"""Secrets in every way in which they were seen, and texts that only look as if they held one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.cloudstack.management import parse
from parsers.event import Record, Source
from parsers.mask import REDACTED, Mask, find_api_key, mask_text

KINDS = {
    "[S]": "node0Zq7xS3cretA1b2C3d4",
    "[J]": "rO0ABXNyABhjb20u",
    "[C]": "AQBhbGxvd2VkIHRvIGJlIGEgc2VjcmV0IGtleQ==",
    "[K]": "LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQo=",
}

SECRETS = [
    ("apiKey=[S]&command=x&signature=[S]&sessionkey=[S]", "a query string"),
    ("apikey=[S]&userdata=[S]", "lower case, user data"),
    ('"password":"[S]","passwordEnabled":"true"', "JSON"),
    ('{"secretkey": "[S]"}', "JSON with blanks"),
    (r'"cmdInfo":"{\"apiKey\":\"[S]\",\"signature\":\"[S]\"}"', "JSON in JSON"),
    (r"{\"details\":\"{\\\"password\\\":\\\"[S]\\\"}\"}", "JSON in JSON in JSON"),
    ('"vncPassword":"[S]"', "the password of a console"),
    ("User signature [[S]] is not equaled to computed signature [[S]].", "the right signature"),
    ("User signature: [S] is not equaled to computed signature: [S]", "the same, to 4.17"),
    ("missing apiKey -- ignoring request. Signature: null, apiKey: [S]", "null is no secret"),
    ("Request expired -- ignoring ...sig [[S]], apiKey [[S]].", "in brackets"),
    ("(userId=4 accountId=4 sessionId=[S]) 192.0.2.1 -- GET", "an HTTP session"),
    ("Session created by Id : [S] , session: Session@23d2189f{id=[S],x=[S],req=1}", "sessions"),
    ("authentication request for vm U with sid [S]", "a console's session"),
    ('vmData":[["userdata","user-data","[S]"],["metadata","x","y"]]', "user data, to 4.9"),
    ("python /usr/bin/baremetal_user_data.py '[S]", "all data of a machine"),
    ("Bad sid detected. sid in session: [S], sid in request: [S]", "of two console sessions"),
    ("sid [S] in url does not match stored sid [S]", "a console's, of which one is its password"),
    ("sid [[S]] in url does not match stored sid.", "the same, from 4.14"),
    ("Ticket in url for 192.0.2.9:5903-44 is [S]", "of a console"),
    ("Re-authentication, ticket: [S]", "of a console, again"),
    ("Connecting with login root password [S]", "with nothing but a blank"),
    ("Session [S] has already been used, cannot connect", "a console's token"),
    ("cmdInfo: [J], cmdVersion: 0", "Java serialisation"),
    ("result: [J]", "Java serialisation at the end"),
    ("savepassword.sh -v 192.0.2.1 -p [S]", "a password of a command"),
    ("update_host_passwd.sh root [S]", "a host's password"),
    ("mysqldump --password [S] db", "an option"),
    ("{username=x, password=[S], url=y}", "an object as text"),
    ("cloned from https://user:[S]@host/path", "an address with a password"),
    ("Authorization: Bearer [S]", "a bearer token"),
    (
        "{security.encryption.key=[S], security.hash.key=[S], security.encryption.iv=[S]}",
        "settings",
    ),
    ("<graphics type='vnc' passwd='[S]'/>", "an attribute of XML"),
    ("<user><apikey>[S]</apikey><secretkey>[S]</secretkey></user>", "elements of XML"),
    ("<password><![CDATA[[S]]]></password>", "an element with CDATA"),
    ("<name>ldap.bind.password</name><value>[S]</value>", "a setting in XML"),
    ('"name":"security.singlesignon.key","value":"[S]"', "a setting in JSON"),
    ("name=ldap.bind.password&response=json&value=[S]&x=1", "a setting in a query string"),
    ("value=[S]&x=1&name=ldap.bind.password", "the same the other way round"),
    ("details[0].key=region&details[1].key=secretkey&details[1].value=[S]", "a detail"),
    ("details%5B1%5D.value=[S]&details%5B1%5D.key=secretkey", "a detail, encoded"),
    ("details=%7B%22password%22%3A%22[S]%22%7D", "JSON in a query string"),
    ("returnUrl=https%3A%2F%2Fh%2F%3Fsessionkey%3D[S]%26x%3D1", "a query string in another"),
    ('"presharedkey":"[S]","ipsecpsk":"[S]"', "keys of VPNs"),
    ('"postUploadKey":"[S]"', "the key for uploads"),
    ("baremetalnotificationsecuritykey=[S] host=10.1.0.11", "the arguments of a router's boot"),
    ('"secretcode":"[S]"', "the code of a second factor"),
    ("codeFor2fa=[S]&command=validateUserTwoFactorAuthenticationCode", "a second factor"),
    ('["password","vm_password","[S]"],["userdata","user_data","[S]"]', "data of a machine"),
    ("sessionId=[S];JSESSIONID=[S]", "cookies"),
    ("url=/ajax?tag=u&sid=[S]&ticket=[S]", "an old address of a console"),
    ("vnc.html?autoconnect=true&port=8080&token=[S]&extra=1", "an address of a console"),
    ('"clientProvidedExtraSecurityToken":"[S]"', "the extra token of a console"),
    ('"sessionUuid":"[S]"', "the session of a console"),
    ("command=samlSso SAMLResponse=[S]&RelayState=x", "SAML"),
    ("<ds:SignatureValue>[S]</ds:SignatureValue>", "SAML in XML"),
    ("{java.naming.security.credentials=[S], java.naming.x=1}", "LDAP"),
    ("ldap.bind.password=[S]", "a setting of LDAP"),
    ("client_secret=[S]&grant_type=x", "OAuth"),
    ('"access_token":"[S]","id_token":"[S]"', "OAuth's answer"),
    ("Authorization: Basic [S]", "basic authorization"),
    ("authorization=[S]", "another authorization"),
    ("X-Auth-Token: [S]", "a header"),
    ("cifs://h/share?user=x&password=[S]&domain=y", "a share"),
    ("keystore-setup /etc/a.properties /etc/cloud.jks [S] 365 /etc/cloud.csr", "a key store"),
    ("ipmitool -I lanplus -H 10.1.0.9 -p 623 -U admin -P [S] chassis", "a controller"),
    ("sshpass -p '[S]' ssh h", "sshpass"),
    ("curl -k -u admin:[S] https://h/", "curl"),
    ("mysqldump -h 10.1.0.1 -p[S] cloud", "a short option"),
    ("echo root:[S] | chpasswd", "a pipe"),
    ("kubeadm join 10.1.0.5:6443 --token [S] --certificate-key [S]", "Kubernetes"),
    ("rbd:pool/image:id=admin:key=[C]:x=1", "Ceph"),
    ("client-key-data: [K]", "a key in base64"),
    ("Config: ldap.bind.password value is updated from: [S] for scope: Global", "a setting"),
    ("Invalid configuration option, name: x.secret.y, value:[S]", "a refused setting"),
    ("Updating ldap.bind.password to value [S]", "a setting as it is written"),
    ("username:admin password:[S]", "no blank after the colon"),
    ('"hostPwd":"[S]","userpass":"[S]"', "short words for passwords"),
    ("command=login&pwd=[S]", "a short word in a query string"),
    ("VNC_PASS=[S] --sshpass=[S]", "variables and options"),
    ("<challenge-response>[S]</challenge-response>", "how an SRX is entered"),
    ("<response status='success'><result><key>[S]</key></result>", "the key of a firewall"),
    ('"poolUserInfo":"admin:[S]"', "who may enter a pool"),
    ('"lbStatsAuth":"admin1:[S]","lbStatsUri":"/s"', "statistics of a load balancer"),
    ("listen stats auth admin1:[S]", "the same in its configuration"),
    ("command=addSwift&url=https&key=[S]&account=x", "Swift"),
    ("account=x&key=[S]&command=addSwift", "Swift the other way round"),
    ('{"com.cloud.agent.api.to.SwiftTO":{"userName":"y","key":"[S]"}}', "Swift in a command"),
    ("rbd:pool/v:id=admin:key=[S]:x=1", "another key of Ceph"),
    ("--object secret,id=sec0,data=[S] x", "qemu"),
    ("userdatadetails[0].rootpw=[S]&x=1", "what goes into user data"),
    ("consoleurl=https://h/console?uuid=1&sessionref=[S]", "a session at XenServer"),
    ("ipmitool, -I, lanplus, -U, adm, -P, [S], chassis", "a list of arguments"),
    (r'"url":"rbd:\/\/admin:[S]@host\/pool"', "an address in JSON"),
    ("url=rbd%3A%2F%2Fadmin%3A[S]%40host%2Fpool&scope=ZONE", "an address in a query string"),
    ("sid=[S] and sid: [S]", "sessions of consoles"),
]


@pytest.mark.parametrize(("text", "what"), SECRETS, ids=[what for _, what in SECRETS])
def test_a_secret_is_hidden_and_nothing_else(text: str, what: str) -> None:
    if "[S]] " in text or "[S]]," in text:
        written = text.replace("[[S]]", "[node0Zq7xS3cretA1b2C3d4]")
        wanted = text.replace("[[S]]", f"[{REDACTED}]")
    else:
        written, wanted = text, text
        for mark, secret in KINDS.items():
            written, wanted = written.replace(mark, secret), wanted.replace(mark, REDACTED)
    assert mask_text(written) == (wanted, True), what
    assert mask_text(wanted) == (wanted, False), "masking twice is masking once"


def test_a_private_key_is_hidden_over_its_lines() -> None:
    key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAKC\n-----END RSA PRIVATE KEY-----"
    assert mask_text(f"key {key} end") == ("key [redacted] end", True)
    assert mask_text(f'"privatekey":"{key}"}}') == ('"privatekey":"[redacted]"}', True)


def test_a_blob_goes_on_over_lines_and_without_its_head() -> None:
    rest = "QAA-xA1A" * 12
    assert mask_text(f"result: rO0ABXNy\n{rest}\nx") == ("result: [redacted]\nx", True)
    assert mask_text(f"{rest}, cmdVersion: 0") == ("[redacted], cmdVersion: 0", True)
    assert mask_text(f"<179>...{rest}...") == ("<179>...[redacted]...", True)
    assert mask_text(f"first\n{rest}") == ("first\n[redacted]", True)


def test_a_secret_that_was_cut_is_hidden_to_the_end_of_its_line() -> None:
    assert mask_text('{"password":"abc, def') == ('{"password":"[redacted]', True)


@pytest.mark.parametrize(
    "text",
    [
        "Password does not match",
        '"passwordEnabled":true,"password":null',
        "Retrieving keys from ExtensionRegistry",
        "sessionId=null",
        "the secret is out: nothing",
        "signature algorithm",
        "org/apache/cloudstack/framework/jobs/impl/AsyncJobManagerImpl is a path",
        "https://host:8080/path",
        "sid=2001219 of a signature",
        "PWD=/root and pwd: /opt",
        "listTags&key=env&value=test",
        "url=https%3A%2F%2Fh%2Fpath&email=a%40example.net",
        "the password: //x",
        "pam_unix(passwd:chauthtok): password changed for bob",
    ],
)
def test_a_text_without_a_secret_stays(text: str) -> None:
    assert mask_text(text) == (text, False)


@given(st.text(alphabet='ay"\\=:&[]{} \n,keypasswordAPIsignatureİ', max_size=80))
def test_masking_twice_is_masking_once(text: str) -> None:
    masked, _ = mask_text(text)
    assert mask_text(masked)[0].count("\n") <= text.count("\n")
    assert mask_text(mask_text(masked)[0])[0] == mask_text(masked)[0]


@given(st.text(alphabet="abcXYZ019+/_-", min_size=1, max_size=40))
def test_an_api_key_is_in_no_field(key: str) -> None:
    text = (
        "2026-09-13 12:34:56,789 DEBUG [c.c.a.ApiServlet] (qtp1-2:[]) (logid:) "
        f"===START===  192.0.2.1 -- GET  command=listZones&apiKey=|{key}|&signature=|{key}|&x=1"
    )
    fields = parse(Record(text, Source()), Mask()).fields
    assert f"|{key}|" not in str(fields)
    assert fields["tags"] == ["redacted"]
    assert fields["cloudstack.api_key.hash"] == Mask().hash(f"|{key}|")
    kept = parse(Record(text, Source()), Mask(keep_secrets=True)).fields
    assert kept["event.original"] == text
    assert "tags" not in kept


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("command=x&apiKey=a-b_C&signature=s", "a-b_C"),
        ("apikey=a%2Db", "a-b"),
        (r"{\"apiKey\":\"k1\",\"signature\":\"s\"}", "k1"),
        ("ignoring request, apiKey: k2", "k2"),
        ("sig [s], apiKey [k3].", "k3"),
        ("Signature: null, apiKey: null", None),
        ("apiKey=[redacted]", None),
        ("nothing", None),
    ],
)
def test_the_api_key_is_found(text: str, key: str | None) -> None:
    assert find_api_key(text) == key


def test_half_of_a_character_hides_no_secret() -> None:
    assert mask_text("\ud800 password=hunter2") == (f"\ud800 password={REDACTED}", True)
    assert mask_text("\ud800 nothing") == ("\ud800 nothing", False)
