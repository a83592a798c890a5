"""SECRETS, the table of what is a secret: how it is called, and in which shapes it is written.

`parsers.mask` hides them; docs/secrets.md lists them for people.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class Secrets:
    """Secrets of which a text holds none unless `hint`, in lower case, stands in it.

    All hints are looked for in one pass, so that a row more costs nothing: what costs is a hint
    that stands in many texts without secrets.
    `names`: how they are called, in lower case, by a text with which each of them ends; a name
    may be the end of a longer one.  `shapes`: other ways in which they are written; the secret is
    group 1.  Before each shape a second hint: searching for a text is a tenth of searching without
    regard to case.
    """

    hint: str
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    shapes: tuple[tuple[str, re.Pattern[str]], ...] = ()


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_HIDDEN = r"(?!\[redacted\])"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_END_OF_SETTING = (
    r"(?:passw(?:or)?d|passphrase|secret|secret_?key|access_?key|api_?key|\.key|\.iv|token"
    r"|psk|credentials)"
)
_SETTING = rf"[\w.-]*{_END_OF_SETTING}"
_OPTION = r"(?=[\w.-]*(?:passw|secret|key|token))[\w.-]+"
SETTING = re.compile(rf"{_SETTING}\Z", re.IGNORECASE)
"""Names of settings and details whose values are secrets."""

AFTER_NAME = re.compile(
    # "password":"x", in JSON inside of JSON too: the closing quote has as many backslashes as
    # the opening one.  Where none follows, the text was cut: all of the line is the secret.
    r"""\\*["']\s*[:=]\s*(?P<open>\\*["'])(?P<quoted>[^\n]+?)(?:(?<!\\)(?P=open)|(?=\n)|\Z)"""
    # "password": x, but not true, false and null
    r"""|\\*"\s*:\s*(?!true\b|false\b|null\b)(?P<bare>[^\s"\\,}\][{]+)"""
    # apiKey=x&signature=y of query strings, --password=x of commands, {password=x, ..} of objects
    r"""|=["']?(?!null\b|\[redacted\])(?P<value>(?:[^&\s"',;})\]]+|,(?!\s))+)"""
    # apiKey: x, Signature: y, password:z; not the PAM of a program (passwd:chauthtok)
    r"""|:[ ]?["']?(?!null\b|true\b|false\b|\[redacted\]|\\*["']|//|chauthtok\))"""
    r"""(?P<said>[^\s,;"']+)"""
    # sig [x], apiKey [y], User signature [x] is not equaled to computed signature [y]
    r"""|[ ]\[(?!null\]|redacted\]|\[)(?P<boxed>[^\]\s]+)\]"""
    # <password>x</password>
    r"""|>(?:<!\[CDATA\[)?(?!null<|true<|false<|\[redacted\])(?P<element>[^<\s\]][^<\n\]]*)"""
    # %22password%22%3A%22x%22 and sessionkey%3Dx of what is encoded within a query string
    r"""|(?:%22|%27)?(?:%20|\+)?%3[AD](?:%20|\+)?(?:%22|%27)?"""
    r"""(?P<encoded>(?:[^&\s"'%]+|%(?!22|26|27|2C|5D|7D))+)"""
)
"""What may stand between the name of a secret and the secret, which is the last group."""

BETWEEN = frozenset("\\\"'=: >%")
"""With what `AFTER_NAME` may begin."""

_USER_DATA = (
    ('"user', _shape(rf"\"user[_-]?data\\*\"\s*,\s*\\*\"(?!user[_-]){_HIDDEN}([^\"\\]+)")),
)
_PAIR_OF_USER = (
    (
        "",
        _shape(
            r"(?:userInfo|statsAuth)\\*[\"']?\s*[:=]\s*\\*[\"']?[^\s:\"',]{1,255}:"
            r"(?!\[redacted\])([^\s\"',}&]+)"
        ),
    ),
)

SECRETS = (
    Secrets(
        "key",
        {
            "key": (
                *("apikey", "api_key", "api-key", "secretkey", "secret_key", "secret-key"),
                *("sessionkey", "session_key", "privatekey", "private_key"),
                *("accesskey", "access_key", "sharedkey", "shared_key", "postuploadkey"),
                *("securitykey", "certificate-key", "encryptionkey", "authkey", "auth_key"),
                # CloudStack's global settings, which usage servers print.
                *("secret.key", "private.key", "encryption.key", "hash.key"),
                *("singlesignon.key", "sso.key", "access.key", "api.key"),
            )
        },
        (
            # Ceph: 28 bytes of which the first are a version.
            ("==", re.compile(r"(AQ(?<![\w+/]AQ)[A-Za-z0-9+/]{36}==)")),
            ("certificate-key ", _shape(rf"--certificate-key +{_HIDDEN}(\S+)")),
            # CloudStack's own scripts: keystore-setup FILE KEYSTORE PASSWORD, and the like.
            ("keystore-", _shape(rf"keystore-(?:setup|cert-import) +\S+ +\S+ +{_HIDDEN}(\S+)")),
        ),
    ),
    # Over lines, or with \n, or cut off; in query strings.
    Secrets(
        "-----begin",
        {},
        (
            (
                "private key",
                _shape(
                    r"(-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*?)"
                    r"(?:-----END [A-Z ]*PRIVATE KEY-----|\Z))"
                ),
            ),
            ("private", _shape(r"(-----BEGIN(?:%20|\+)[A-Z%0-9+]*PRIVATE(?:%20|\+)KEY[^&\s\"]*)")),
        ),
    ),
    Secrets("sig", {"signature": ("signature",), "sig": ("sig",)}, (
        ("signaturevalue", _shape(rf"SignatureValue[^>]{{0,200}}>\s*{_HIDDEN}([^<\s][^<]*)")),
    )),
    Secrets(
        "passw",
        {"password": ("password",), "passwd": ("passwd",)},
        (
            # --password x, savepassword.sh -v ip -p x, update_host_passwd.sh user x
            ("-", _shape(rf"--?[\w-]{{0,40}}passw(?:or)?d +{_HIDDEN}([^\s&|;]+)")),
            ("save", _shape(rf"savepassword\S{{0,80}}(?: +-[a-oq-z] +\S+)* +-p +{_HIDDEN}(\S+)")),
            ("_ho", _shape(r"_host_passwd\S{0,80} +[^\s-]\S* +((?!\[redacted\])[^\s-]\S*)")),
            ("login ", _shape(rf"\blogin \S{{1,64}} password {_HIDDEN}([^\s,;]+)")),
            ("chpass", _shape(rf"[\s\"'][\w.-]+:{_HIDDEN}([^\s\"'|:]+)[\"']? *\| *chpasswd")),
            # Data of a machine: ["password","vm_password","x"]
            ("vm", _shape(rf"\bvm[_-]?password\\*\"\s*,\s*\\*\"{_HIDDEN}([^\"\\]+)")),
        ),
    ),
    Secrets("passphrase", {"passphrase": ("passphrase",)}),
    Secrets('"pass', {'"pass': ('"pass',)}),
    Secrets("_pass", {"_pass": ("_pass",)}),
    Secrets("sshpass", {"sshpass": ("sshpass",)}),
    Secrets("userpass", {"userpass": ("userpass",)}),
    # hostPwd, pwd=x; where it is a path, it is where a shell is.
    Secrets(
        "pwd",
        {},
        (
            (
                "",
                _shape(
                    r"pwd\\*[\"']?\s*[:=]\s*\\*[\"']?(?!\[redacted\]|/|%2F|null\b)"
                    r"([^\s\"',&\\;})\]]+)"
                ),
            ),
        ),
    ),
    # How management servers sign in at an SRX, and show it at debug.
    Secrets("challenge-response", {"response": ("challenge-response",)}),
    # admin:x, of whoever may enter a storage pool or look at a load balancer.
    Secrets("userinfo", {}, _PAIR_OF_USER),
    Secrets("statsauth", {}, _PAIR_OF_USER),
    Secrets("stats auth ", {}, (
        ("", _shape(rf"\bstats auth +[^\s:]+:{_HIDDEN}([^\s\"',]+)")),
    )),
    # Swift, Palo Alto and qemu call their secret nothing but a key or data.
    Secrets("addswift", {}, (
        ("key=", _shape(rf"addSwift\b[^\s\"]{{0,900}}?&key={_HIDDEN}([^&\s\"]+)")),
        ("key=", _shape(rf"[?&]key={_HIDDEN}([^&\s\"]+)[^\s\"]{{0,900}}?&command=addSwift\b")),
    )),
    Secrets("swiftto", {}, (
        (
            "key",
            _shape(
                r"SwiftTO\\*\"?:? *\{[^{}]{0,900}?\"key\\*\": ?\\*\""
                r"(?!\[redacted\])([^\"\\]+)"
            ),
        ),
    )),
    Secrets("<result><key>", {}, (
        ("", _shape(rf"<result><key>{_HIDDEN}([^<\s]+)")),
    )),
    Secrets(":key=", {}, (
        ("rbd:", _shape(rf"\brbd:[^\s\"']{{0,400}}?:key={_HIDDEN}([^:\s\"']+)")),
    )),
    Secrets("secret,", {}, (
        ("data=", _shape(rf"\bsecret,\S{{0,200}}?\bdata={_HIDDEN}([^,\s\"']+)")),
    )),
    Secrets("sshpass ", {}, (("-p", _shape(rf"sshpass +-p *[\"']?{_HIDDEN}([^\s\"']+)")),)),
    Secrets("pass:", {}, (("", _shape(rf"\bpass:{_HIDDEN}([^\s\"']+)")),)),
    Secrets(
        "pass ", {}, (("-", _shape(rf"-(?:store|key|src|dest)\w{{0,20}}pass +{_HIDDEN}(\S+)")),)
    ),
    Secrets("secret", {"secret": ("secret",), "secretcode": ("secretcode",)}),
    Secrets("psk", {"psk": ("psk",)}),
    Secrets(".credentials", {"credentials": (".credentials",)}),
    Secrets("encryption.iv", {"encryption.iv": ("encryption.iv",)}),
    Secrets("userdata", {"userdata": ("userdata",)}, _USER_DATA),
    Secrets("user_data", {"user_data": ("user_data",)}, _USER_DATA),
    Secrets("user-data", {}, _USER_DATA),
    # All data of a machine, in one argument.
    Secrets("baremetal_user_data", {}, (
        ("", _shape(r"baremetal_user_data\.py +(?!['\"]?\[redacted\])['\"]?([^\n]+)")),
    )),
    # What is put into user data.
    Secrets("userdatadetails", {}, (
        (
            "",
            _shape(
                r"userdatadetails(?:\[|%5B)\d+(?:\]|%5D)\.[^=&\s]{1,255}="
                r"(?!\[redacted\])([^&\s\"]+)"
            ),
        ),
    )),
    Secrets("configdata", {"configdata": ("configdata",)}),
    Secrets("client-key-data", {"key-data": ("client-key-data",)}),
    # A private key once more in base64, as kubeconfigs have it.
    Secrets("ls0tls1crudjtib", {}, (
        ("", re.compile(r"(LS0tLS1CRUdJTiB(?:SU0EgUFJJ|QUklW|FQyBQUklW|PUEVO|FTkNS)[\w+/=]*)")),
    )),
    Secrets(
        "token",
        {"token": ("token",)},
        (("token ", _shape(rf"-token +{_HIDDEN}([\w.:/+=-]{{8,}})")),),
    ),
    # HTTP sessions, and those of console proxies.
    Secrets(
        "sess",
        {
            "sessionid": ("sessionid",),
            "sessionuuid": ("sessionuuid",),
            "sessionref": ("sessionref",),
        },
        (
            ("session created by id", _shape(r"session created by id ?: ?([^\s\[,]+)")),
            ("session destroyed by id", _shape(r"session destroyed by id ?: ?([^\s\[,]+)")),
            ("session@", _shape(r"Session@[0-9a-f]+\{id=([^,}\[\s]+)")),
            (" already been ", _shape(r"\bSession ([^\s\[]+) has already been used")),
            ("session", _shape(rf"session(?<=\bsession)s?[ :=\[\"']{{1,4}}({_UUID})")),
            ("node0", _shape(r"(node0(?<![\w.]node0)\w{16,}(?:\.node0)?)")),
        ),
    ),
    Secrets("sid", {}, (
        (" in url", _shape(rf"\bsid {_HIDDEN}\[?([\w+/=%-]+)\]? (?=in url\b)")),
        ("stored sid", _shape(rf"\bstored sid {_HIDDEN}\[?([\w+/=%-]{{6,}})")),
        ("sid in ", _shape(r"\bsid in (?:session|request): (?!null\b)([^\s,\[]+)")),
        ("with sid", _shape(r"\bwith sid[ :=]+([^\s\[,]+)")),
        # Of an intrusion it is the number of a signature, not a console's.
        ("sid=", _shape(r"(?<!\w)sid=(?!\d+\b)([\w+/=%-]{6,})")),
        ("sid: ", _shape(r"(?<!\w)sid: (?!\d+\b|S-1-|null\b)([\w+/=%-]{6,})")),
        ('sid"', _shape(r"(?<!\w)sid\\*\"\s*:\s*\\*\"(?!\d+\b)([\w+/=-]{6,})")),
        ('sid\\', _shape(r"(?<!\w)sid\\*\"\s*:\s*\\*\"(?!\d+\b)([\w+/=-]{6,})")),
    )),
    Secrets("ticket", {"ticket": ("&ticket", "?ticket", '"ticket')}, (
        ("ticket in url", _shape(r"\bticket in url\b[^\n]{0,80}? is ([\w+/=%-]{6,})")),
        ("ticket: ", _shape(r"\bticket: ([\w+/=%-]{16,})")),
    )),
    Secrets("saml", {"samlresponse": ("samlresponse",), "samlart": ("samlart",)}),
    Secrets("codefor2fa", {"codefor2fa": ("codefor2fa",)}),
    Secrets(
        "auth",
        {},
        (
            (
                "authorization",
                _shape(
                    rf"Authorization[\"']?\s*[:=]\s*[\"']?(?:\w+ +)?{_HIDDEN}([\w.+/=~-]{{8,}})"
                ),
            ),
            ("bearer ", _shape(r"\bBearer ([\w.+/=~-]{8,})")),
        ),
    ),
    Secrets(
        "://", {}, (("@", _shape(rf"://[^/\s:@\"'\[\]]+:({_HIDDEN}[^@/\s\"']+)@")),)
    ),
    # The same in JSON, and in a query string.
    Secrets(
        ":\\/\\/",
        {},
        (("@", _shape(rf":\\/\\/[^/\s:@\"'\[\]\\]+:({_HIDDEN}[^@\s\"']+)@")),),
    ),
    Secrets(
        "%3a%2f%2f",
        {},
        (
            (
                "%40",
                _shape(
                    r"%3A%2F%2F(?:(?!%3A|%40|%2F)[^&\s\"'])+%3A"
                    r"(?!\[redacted\])((?:(?!%40)[^&\s\"'])+)%40"
                ),
            ),
        ),
    ),
    # A setting or detail, of which one member is the name and the other the value.
    Secrets(
        "value",
        {},
        (
            (
                '"',
                _shape(
                    rf"\"(?:name|key)\\*\"\s*:\s*\\*\"{_SETTING}\\*\"\s*,"
                    rf"\s*\\*\"value\\*\"\s*:\s*\\*\"{_HIDDEN}([^\"\\]+)"
                ),
            ),
            (
                "defaultvalue",
                _shape(
                    rf"\"name\\*\"\s*:\s*\\*\"{_SETTING}\\*\"\s*,\s*\\*\"value\\*\"\s*:"
                    rf"\s*\\*\"[^\"]*\"\s*,\s*\\*\"defaultvalue\\*\"\s*:\s*\\*\"{_HIDDEN}([^\"\\]+)"
                ),
            ),
            (
                "<value>",
                _shape(rf"<(?:name|key)>{_SETTING}</(?:name|key)>\s*<value>{_HIDDEN}([^<]+)"),
            ),
        ),
    ),
    # Global settings that are secrets, as they are changed and refused.
    Secrets(
        "updated from",
        {},
        (
            (
                "config: ",
                _shape(
                    rf"Config: {_OPTION} value is updated from: "
                    r"([^\n]*?)(?: for scope: |(?=\n)|\Z)"
                ),
            ),
        ),
    ),
    Secrets(
        "to value ",
        {},
        (
            (
                "",
                _shape(
                    rf"{_END_OF_SETTING}[\]'\"]?[^\n]{{0,60}}? to value:? "
                    rf"(?:\[(?!redacted\])|['\"])?{_HIDDEN}([^\s\]'\"]+)"
                ),
            ),
        ),
    ),
    Secrets(
        "option, name",
        {},
        (
            (
                "config",
                _shape(rf"option, name: {_OPTION}, value: ?([^\n]+)"),
            ),
        ),
    ),
    # Java serialisation in base64, which may go on in the lines that follow.
    Secrets(
        "ro0ab",
        {},
        (
            (
                "",
                _shape(
                    r"(rO0AB[\w+/=-]*(?:\\u003d)*"
                    r"(?:\\?\r?\n[\w+/-]{20,}=*(?=[\r\n,]|\Z))*)"
                ),
            ),
        ),
    ),
    # Options of commands that take a password by one letter.
    Secrets(
        "ipmitool",
        {},
        ((" -", _shape(rf"ipmitool\b[^\n]{{0,400}}? (?-i:-P),? +[\"']?{_HIDDEN}([^\s\"',]+)")),),
    ),
    Secrets(
        "curl ",
        {},
        (
            (
                "-u",
                _shape(
                    rf"curl [^\n]{{0,400}}?(?-i:-u|--user) *[\"']?[^\s:\"']+:{_HIDDEN}([^\s\"']+)"
                ),
            ),
        ),
    ),
    Secrets(
        "mysql",
        {},
        (
            (
                " -p",
                _shape(
                    rf"\bmysql(?:dump|admin)? [^\n|;]{{0,200}}?(?<= )(?-i:-p)(?!assw)"
                    rf"{_HIDDEN}([^\s=]\S*)"
                ),
            ),
        ),
    ),
)  # fmt: skip
